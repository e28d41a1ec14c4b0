#include "core/runs/step_lines.h"

#include "core/runs/state_trace.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace thalweg::step_lines {

namespace {

Values single(double value) { return Values::Constant(1, 1, value); }

/// A recorded row as a number, a vector or a matrix.
Values shaped(const Points& row, Index n) {
  const Index size = row.cols();
  if (size == 1) return single(row(0, 0));
  if (size == n) return row.row(0).transpose();
  if (size != n * n) return {};
  Values matrix(n, n);
  for (Index i = 0; i < size; ++i) matrix(i / n, i % n) = row(0, i);
  return matrix;
}

class Lines {
 public:
  Lines(Explanation& whole, const Scope& scope) : whole_(whole), scope_(scope) {}

  Environment run() {
    fillOptions();
    fillState();
    addSchedule();
    std::vector<FormulaLine> lines;
    for (const FormulaLine& general : scope_.card->lines) {
      if (!general.when.empty() && !holds(general.when)) {
        // What only lines before it decide is asked again in its turn.
        if (!dependsOnLines(general.when)) continue;
      }
      for (FormulaLine& line : update_line::expanded(general, countOf(general))) lines.push_back(std::move(line));
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto again = [&](const FormulaLine& later) {
        return later.symbol == lines[i].symbol && (later.when.empty() || holds(later.when)) && !vanishes(later);
      };
      const bool last = std::none_of(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, lines.end(), again);
      if (lines[i].when.empty() || holds(lines[i].when)) add(lines[i], last);
    }
    return assigned_;
  }

 private:
  void fillOptions() {
    const OptimizerCard& card = *scope_.card;
    const auto put = [&](const std::string& name, double value) {
      environment_[name] = single(value);
      optionNames_.insert(name);
    };
    for (const OptionDescription& option : card.options) {
      const Json value = optionValue(option, scope_.options);
      const std::string text = value.is_string() ? value.get<std::string>() : std::string();
      if (option.nullable) flag(option.id + "_given", !value.is_null());
      for (const std::string& choice : option.choices) flag(option.id + "_is_" + choice, text == choice);
      if (value.is_boolean()) flag(option.id, value.get<bool>());
      if (value.is_number()) put(option.id, value.get<double>());
      if (text == "inf") put(option.id, std::numeric_limits<double>::infinity());
      if (!value.is_array()) continue;
      std::string single = option.id;
      if (single.ends_with('s')) single.pop_back();
      for (std::size_t k = 0; k < value.size(); ++k)
        if (value[k].is_number()) put(single + "_" + std::to_string(k + 1), value[k].get<double>());
    }
    environment_["t"] = single(static_cast<double>(whole_.trace.step + 1));
    if (environment_.contains("lr")) {
      environment_["lr_0"] = environment_["lr"];
      environment_["lr"] = single(scope_.rate);
      environment_["lr_prev"] = single(scope_.ratePrevious);
      optionNames_.erase("lr");
    }
    const std::string momentum = card.momentum == "betas[0]" ? "beta_1" : card.momentum;
    if (scope_.momentum && environment_.contains(momentum)) {
      cycled_ = environment_[momentum](0) != *scope_.momentum ? momentum : "";
      environment_[momentum] = single(*scope_.momentum);
    }
    if (const auto found = environment_.find("momentum"); found != environment_.end())
      flag("moving", found->second(0) != 0);
    flag("matrices", std::ranges::any_of(scope_.shape, &Block::isMatrix));
  }

  void fillState() {
    environment_["theta"] = scope_.theta;
    for (const auto& [name, value] : scope_.before.values) environment_[name + "_prev"] = value;
    for (const auto& [name, value] : scope_.after.values) {
      environment_.try_emplace(name, value);
      // Of what did not exist before the step, nothing is known.
      environment_.try_emplace(name + "_prev", Values::Zero(value.rows(), value.cols()));
    }
  }

  void addSchedule() {
    if (scope_.scheduled && environment_.contains("lr_0") && environment_["lr_0"](0) != 0) {
      environment_["schedule"] = single(scope_.rate / environment_["lr_0"](0));
      push(Phase::State, "lr", update_line::parse("lr_0*schedule"), environment_["lr"]);
    }
    if (!cycled_.empty()) {
      environment_["cycled"] = environment_[cycled_];
      push(Phase::State, cycled_, update_line::nameNode("cycled"), environment_[cycled_]);
    }
  }

  void flag(const std::string& name, bool value) {
    environment_[name] = single(value ? 1 : 0);
    flags_.insert(name);
  }

  [[nodiscard]] bool holds(const std::string& condition) const {
    try {
      const auto value = update_line::evaluate(update_line::parse(condition), environment_, scope_.shape);
      return value && (*value)(0) != 0;
    } catch (const std::out_of_range&) {
      return false;
    }
  }
  [[nodiscard]] bool dependsOnLines(const std::string& condition) const {
    const auto used = update_line::names(update_line::parse(condition));
    return std::ranges::any_of(used, [&](const std::string& name) {
      return std::ranges::any_of(scope_.card->lines, [&](const FormulaLine& l) { return l.symbol == name; });
    });
  }
  /// True if nothing is left of the line when what does nothing is dropped: θ ← θ.
  [[nodiscard]] bool vanishes(const FormulaLine& line) const {
    const Node node = simplified(update_line::parse(line.expression));
    return node.kind == Node::Kind::Name && node.name == line.symbol;
  }
  [[nodiscard]] Node simplified(const Node& node) const {
    const auto constant = [&](const std::string& name) -> std::optional<double> {
      const auto found = environment_.find(name);
      if (found == environment_.end() || found->second.size() != 1) return {};
      const double value = found->second(0);
      if (flags_.contains(name) || (optionNames_.contains(name) && value == 0)) return value;
      return {};
    };
    return update_line::simplified(node, constant, environment_, scope_.shape);
  }

  /// How many vectors `b_#` stands for: those of the name that the run recorded.
  [[nodiscard]] Index countOf(const FormulaLine& line) const {
    const std::string text = line.expression + " " + line.symbol;
    for (std::size_t at = text.find("_#"); at != std::string::npos; at = text.find("_#", at + 1)) {
      std::size_t begin = at;
      while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) != 0)) --begin;
      const std::string name = text.substr(begin, at - begin);
      Index count = 0;
      while (scope_.after.values.contains(name + "_" + std::to_string(count + 1))) ++count;
      if (count > 0) return count;
    }
    return 0;
  }

  void add(const FormulaLine& line, bool last) {
    Node node = simplified(update_line::parse(line.expression));
    if (node.kind == Node::Kind::Call && node.name == "base") return addBase(node, last);
    // What a wrapper does to a state that its base does not have in this run.
    const auto known = [this](const std::string& name) { return environment_.contains(name); };
    if (node.kind == Node::Kind::Call && node.name == "PulledBack" &&
        !std::ranges::all_of(update_line::names(node), known))
      return;
    update_line::replaceCalls(node, "gradient", [&](Node& call) { call = gradient(call, line.phase, line.symbol); });
    node = simplified(node);
    if (node.kind == Node::Kind::Name && node.name == line.symbol) return;
    push(line.phase, line.symbol, node, recordOf(line.symbol, last));
  }

  /// The value that the run keeps under that name.
  [[nodiscard]] std::optional<Values> recordOf(const std::string& symbol, bool last) const {
    if (!last) return {};
    if (symbol == "next") return scope_.end;
    // Optimizers keep the gradient as it was handed over, before decay.
    if (symbol == "g") return {};
    const auto found = scope_.after.values.find(symbol);
    return found == scope_.after.values.end() ? std::nullopt : std::optional(found->second);
  }

  void addBase(const Node& call, bool last) {
    Scope base = scope_;
    const auto chosen = scope_.options.find("base");
    const OptionDescription* described = scope_.card->find("base");
    const auto options = scope_.options.find("base_options");
    base.options = options == scope_.options.end() ? Options{} : options->second.get<Options>();
    const Json id = chosen == scope_.options.end() ? described->fallback : chosen->second;
    base.card = cardInForce(*findOptimizer(id.get<std::string>()), base.options);
    base.before = scope_.before.inner ? *scope_.before.inner : Snapshot{};
    base.after = scope_.after.inner ? *scope_.after.inner : Snapshot{};
    if (holds("pulls and velocity_pulled")) base.after.values.erase("b");
    base.depth = scope_.depth + 1;
    const bool alone = last && scope_.end;
    if (!alone) base.end.reset();
    if (call.operands.size() > 1) {
      base.gradient = update_line::evaluate(call.operands[1], environment_, scope_.shape);
      base.gradientTex = update_line::typeset(call.operands[1], spelling());
    }
    const Environment made = addLines(whole_, base);
    for (const auto& [name, value] : made) {
      if (name != "g") environment_.insert_or_assign(name, value);
    }
    environment_["next"] = made.at("next");
    assigned_["next"] = made.at("next");
  }

  /// The gradient that a call names, after all that was done to it; adds the lines that say what that was.
  Node gradient(const Node& call, Phase phase, const std::string& assigned) {
    const Values at = *update_line::evaluate(call.operands[0], environment_, scope_.shape);
    const std::string place = update_line::typeset(call.operands[0], spelling());
    const bool maximized = holds("maximize");
    for (const auto& [known, name] : gradients_)
      if (known == place) return update_line::nameNode(name);
    const std::string name = "gradient_" + std::to_string(gradients_.size() + 1);
    gradients_.emplace_back(place, name);
    if (scope_.gradient && gradients_.size() == 1) {
      environment_[name] = *scope_.gradient;
      tex_[name] = scope_.gradientTex;
    } else {
      // Inside a wrapper only the optimizer knows what it was given elsewhere.
      const auto recorded = [](const Snapshot& snapshot) {
        const auto found = snapshot.values.find("g");
        return found == snapshot.values.end() ? nullptr : &found->second;
      };
      const GradientCall* made = scope_.gradient ? nullptr
                                 : (at.size() == scope_.theta.size() && (at == scope_.theta).all())
                                     ? whole_.callAt(at, scope_.columns, recorded(scope_.before))
                                     : whole_.callAt(at, scope_.columns, nullptr, recorded(scope_.after));
      tex_[name] = R"(\nabla f()" + place + ")";
      if (!made) {
        auto known = scope_.after.values.find(assigned);
        if (known == scope_.after.values.end()) known = scope_.after.values.find("g");
        if (known == scope_.after.values.end()) throw std::logic_error(scope_.card->id + ": no gradient at " + place);
        environment_[name] = known->second;
      } else if (whole_.conditionsAct(*made)) {
        environment_[name] = addConditions(*made, call, name, phase);
      } else {
        environment_[name] = picked(made->result);
      }
    }
    if (maximized) {
      const Node negated = update_line::parse("-" + name);
      const Values value = -environment_[name];
      tex_[name + "_up"] = R"(\tilde g_t)";
      push(phase, name + "_up", negated, value);
      gradients_.back().second = name + "_up";
      return update_line::nameNode(name + "_up");
    }
    return update_line::nameNode(name);
  }

  [[nodiscard]] Values picked(const Points& row) const {
    if (scope_.columns.empty()) return row.row(0).transpose();
    return Points(row(Eigen::all, scope_.columns)).row(0).transpose();
  }

  Values addConditions(const GradientCall& call, const Node& at, const std::string& name, Phase phase) {
    // Norms are those of all coordinates together, so the whole vector is shown even where groups part it.
    Scope whole = scope_;
    whole.columns.clear();
    whole.group = -1;
    whole.n = call.slope.cols();
    whole.shape = {{0, whole.n, 0}};
    const auto column = [](const Points& row) -> Values { return row.row(0).transpose(); };
    const GradientConditions& conditions = whole_.conditions;
    const bool shown = std::ranges::find(whole_.shown, &call) != whole_.shown.end();
    whole_.shown.push_back(&call);
    environment_["whole_point"] = column(call.point);
    tex_["whole_point"] = update_line::typeset(at.operands[0], spelling());
    const std::string text = call.batch ? "batch_gradient(whole_point)" : "gradient(whole_point)";
    std::vector<std::string> steps;
    if (call.noise.size() > 0) steps.emplace_back("whole_gradient + noise");
    if (call.earlier.size() > 0) steps.emplace_back("whole_gradient + earlier");
    if (conditions.clipNorm) steps.emplace_back("min(1, clip_norm/(norm(whole_gradient) + 1e-6))*whole_gradient");
    if (conditions.clipValue) steps.emplace_back("min(max(whole_gradient, -clip_value), clip_value)");
    if (conditions.zeroBetween) steps.emplace_back("0*whole_gradient");
    environment_["noise"] = call.noise.size() > 0 ? column(call.noise) : Values{};
    environment_["earlier"] = call.earlier.size() > 0 ? column(call.earlier) : Values{};
    environment_["clip_norm"] = single(conditions.clipNorm.value_or(0));
    environment_["clip_value"] = single(conditions.clipValue.value_or(0));
    tex_["noise"] = R"(\sigma \xi_t)";
    tex_["earlier"] = "G_{t-1}";
    tex_["clip_norm"] = "c";
    tex_["clip_value"] = "c_v";
    tex_["whole_gradient"] = tex_[name] = R"(\tilde g_t)";
    if (!shown) {
      push(phase, "whole_gradient", update_line::parse(text), column(call.slope), &whole);
      for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool last = i + 1 == steps.size();
        push(phase, "whole_gradient", update_line::parse(steps[i]),
             last ? std::optional(column(call.result)) : std::nullopt, &whole);
      }
    }
    return picked(call.result);
  }

  [[nodiscard]] update_line::Spelling spelling() const {
    return [this](const std::string& name) {
      if (const auto own = tex_.find(name); own != tex_.end()) return own->second;
      if (scope_.scheduled && name == "lr") return std::string(R"(\mathrm{lr}_t)");
      if (scope_.scheduled && name == "lr_0") return std::string(R"(\mathrm{lr})");
      if (name == "schedule") return std::string("s_t");
      if (name == "cycled") return std::string(R"(\mathrm{schedule}(t))");
      return update_line::symbolOf(*scope_.card, name);
    };
  }

  /// Adds a line, with the value that the run recorded if there is one.
  void push(Phase phase, const std::string& symbol, const Node& node, std::optional<Values> kept,
            const Scope* seen = nullptr) {
    const Scope& scope = seen ? *seen : scope_;
    const update_line::Spelling spell = spelling();
    StepLine line;
    line.phase = phase;
    line.name = symbol;
    line.symbol = spell(symbol);
    line.expression = node;
    line.shape = scope.shape;
    line.depth = scope.depth;
    line.group = scope.group;
    line.coordinates = scope.columns;
    const auto used = update_line::names(node);
    const bool replaced = std::ranges::any_of(used, [&](const auto& u) { return spell(u) == line.symbol; });
    if (node.kind == Node::Kind::Name && replaced) {
      // A name for the same thing: nothing to show.
      environment_[symbol] = assigned_[symbol] = environment_.at(node.name);
      return;
    }
    line.tex = line.symbol + (replaced ? R"( \leftarrow )" : " = ") + update_line::typeset(node, spell);
    // Matrices of many dimensions are not kept: an operation on one has only its result to show.
    constexpr Index most = 8;
    const bool large = scope.n > most;
    for (const std::string& name : used) {
      if (!large || environment_.contains(name)) line.operands.push_back({name, spell(name), environment_.at(name)});
    }
    const std::optional<Values> given = large && line.operands.size() < used.size()
                                            ? std::nullopt
                                            : update_line::evaluate(node, environment_, scope.shape);
    line.recorded = kept.has_value();
    line.named = !given;
    if (!given && !kept && large) return;
    if (!given && !kept) throw std::logic_error(scope.card->id + ": nothing recorded for " + symbol);
    const Values value = kept ? *kept : *given;
    line.values = flat(value, 0);
    const auto length = static_cast<Index>(line.values.size());
    addTerms(line, node, scope, length);
    environment_[symbol] = assigned_[symbol] = value;
    whole_.trace.lines.push_back(std::move(line));
  }

  void addTerms(StepLine& line, const Node& node, const Scope& scope, Index length) const {
    std::vector<Node> parts;
    if (line.named) {
      const Node& call = node.kind == Node::Kind::Operation ? node.operands[0] : node;
      parts = call.operands;
    } else {
      parts = update_line::terms(node);
    }
    for (const Node& part : parts) {
      StepTerm term;
      term.tex = update_line::typeset(part, spelling());
      term.expression = part;
      const auto names = update_line::names(part);
      const bool known = std::ranges::all_of(names, [&](const auto& n) { return environment_.contains(n); });
      const auto value = known ? update_line::evaluate(part, environment_, scope.shape) : std::nullopt;
      if (value) term.values = flat(*value, line.named ? 0 : length);
      line.terms.push_back(std::move(term));
    }
  }

  Explanation& whole_;
  const Scope& scope_;
  Environment environment_, assigned_;
  std::set<std::string, std::less<>> flags_, optionNames_;
  std::map<std::string, std::string> tex_;
  std::vector<std::pair<std::string, std::string>> gradients_;  // where, and the name it has here
  std::string cycled_;
};

}  // namespace

Snapshot snapshot(const Optimizer& optimizer, Index n) {
  Snapshot taken;
  const auto keep = [&](const std::string& name, const Points& values) {
    if (values.rows() == 0 || values.cols() == 0) return;
    if (Values value = shaped(values, n); value.size() > 0) taken.values.try_emplace(name, std::move(value));
  };
  for (const NamedVector& vector : optimizer.vectors()) keep(plainSymbol(vector.symbol), vector.values);
  for (const Reading& reading : optimizer.readings()) keep(reading.id, reading.values);
  for (const NamedValues& values : optimizer.record()) keep(values.name, values.values);
  if (optimizer.inner()) taken.inner = std::make_shared<Snapshot>(snapshot(*optimizer.inner(), n));
  return taken;
}

std::vector<double> flat(const Values& values, Index length) {
  std::vector<double> all;
  if (values.size() == 1 && length > 1) return std::vector<double>(static_cast<std::size_t>(length), values(0));
  for (Index i = 0; i < values.rows(); ++i)
    for (Index j = 0; j < values.cols(); ++j) all.push_back(values(i, j));
  return all;
}

const GradientCall* Explanation::callAt(const Values& point, const std::vector<Index>& columns, const Values* carried,
                                        const Values* kept) const {
  const auto answered = [&](const GradientCall& call, const Values* known) {
    return known && columns.empty() && known->size() == call.result.cols() &&
           (known->reshaped() == call.result.row(0).transpose()).all();
  };
  const GradientCall* nearest = nullptr;
  const GradientCall* before = nullptr;
  double least = std::numeric_limits<double>::infinity();
  for (const std::vector<GradientCall>* calls :
       {static_cast<const std::vector<GradientCall>*>(&trace.calls), &earlier}) {
    // A method that asks at the point first goes on with nothing that it kept.
    bool first = calls == &trace.calls && carried;
    for (const GradientCall& call : *calls) {
      double distance = 0;
      double size = 1e-300;
      for (Index i = 0; i < point.size(); ++i) {
        const double at = call.point(0, columns.empty() ? i : columns[static_cast<std::size_t>(i)]);
        distance = std::max(distance, std::abs(at - point(i)));
        size = std::max(size, std::abs(at));
      }
      constexpr double same = 1e-9;
      if (std::exchange(first, false) && distance == 0) return &call;
      if (!(distance <= same * size)) continue;
      // Of several draws at one place the one that it went on with.
      if (calls == &trace.calls && distance == 0 && answered(call, kept)) return &call;
      if (calls == &earlier && answered(call, carried)) before = &call;
      if (distance >= least) continue;
      least = distance;
      nearest = &call;
    }
    if (calls == &trace.calls && least == 0 && !carried) return nearest;
  }
  return before ? before : nearest;
}

bool Explanation::conditionsAct(const GradientCall& call) const {
  return call.batch || call.noise.size() > 0 || call.earlier.size() > 0 || conditions.clipNorm ||
         conditions.clipValue || conditions.zeroBetween;
}

Environment addLines(Explanation& whole, const Scope& scope) { return Lines(whole, scope).run(); }

}  // namespace thalweg::step_lines
