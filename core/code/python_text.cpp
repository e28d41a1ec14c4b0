#include "core/code/python_text.h"

#include "core/contracts/matrix_option.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace thalweg::python {

std::string literal(const std::string& text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string real(double value) {
  if (std::isnan(value)) return "math.nan";
  if (std::isinf(value)) return value > 0 ? "math.inf" : "-math.inf";
  return Json(value).dump();
}

std::string reals(std::span<const double> values) {
  std::string out = "[";
  for (const double v : values) out += (out.size() > 1 ? ", " : "") + real(v);
  return out + "]";
}

namespace {

std::string plain(const Json& v) {
  if (v.is_null()) return "None";
  if (v.is_boolean()) return v.get<bool>() ? "True" : "False";
  if (v.is_string()) return v == "inf" ? "math.inf" : literal(v.get<std::string>());
  if (v.is_number_float()) return real(v.get<double>());
  if (!v.is_array()) return v.dump();
  std::string out = "[";
  for (const Json& element : v) out += (out.size() > 1 ? ", " : "") + plain(element);
  return out + "]";
}

bool isWhole(const Json& v) {
  return v.is_number() && v.get<double>() == std::floor(v.get<double>()) && std::abs(v.get<double>()) < 1e15;
}

}  // namespace

std::string value(const OptionDescription& option, const Json& v) {
  if (option.kind == OptionKind::Integer && isWhole(v)) return std::to_string(std::llround(v.get<double>()));
  if (option.kind == OptionKind::Real && v.is_number()) return real(v.get<double>());
  if (option.kind == OptionKind::Matrix) {
    const Eigen::MatrixXd matrix = matrixOf(v, option.id);
    std::string out = "[";
    for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
      const Eigen::VectorXd row = matrix.row(i);
      out += (i > 0 ? ", " : "") + reals(std::span(row.data(), static_cast<std::size_t>(row.size())));
    }
    return out + "]";
  }
  if (option.kind == OptionKind::List && v.is_array()) {
    std::string out = option.elements.empty() ? "[" : "(";
    for (const Json& element : v) {
      if (&element != &v.front()) out += ", ";
      out += option.elements.empty() && isWhole(element) ? std::to_string(std::llround(element.get<double>()))
                                                         : plain(element);
    }
    if (!option.elements.empty() && v.size() == 1) out += ",";
    return out + (option.elements.empty() ? "]" : ")");
  }
  return plain(v);
}

std::string wrapped(const std::string& text, std::size_t indent, std::size_t used) {
  if (indent + used + text.size() <= width || text.size() < 2) return text;
  std::string out = text.substr(0, 1) + "\n" + std::string(indent + 4, ' ');
  std::size_t column = indent + 4;
  std::istringstream parts(text.substr(1, text.size() - 2));
  for (std::string part; parts >> part;) {
    if (column + part.size() + 1 > width) {
      out += "\n" + std::string(indent + 4, ' ');
      column = indent + 4;
    } else if (column > indent + 4) {
      out += ' ';
      ++column;
    }
    out += part;
    column += part.size();
  }
  return out + ",\n" + std::string(indent, ' ') + text.back();
}

std::string call(const std::string& name, const std::vector<std::string>& arguments, std::size_t indent,
                 std::size_t used) {
  std::string line = name + "(";
  for (const std::string& a : arguments) line += (&a == &arguments.front() ? "" : ", ") + a;
  line += ")";
  if (used + line.size() <= width && line.find('\n') == std::string::npos) return line;
  line = name + "(";
  std::size_t column = width + 1;
  for (std::string a : arguments) {
    // A list that fills a line by itself.
    const std::size_t list = a.find('[');
    if (indent + 4 + a.size() > width && list != std::string::npos && a.back() == ']' &&
        a.find('\n') == std::string::npos)
      a = a.substr(0, list) + wrapped(a.substr(list), indent + 4);
    if (column + a.size() + 2 > width) {
      line += "\n" + std::string(indent + 4, ' ');
      column = indent + 4;
    } else {
      line += ' ';
    }
    line += a + ",";
    column += a.size() + 2;
  }
  return line + "\n" + std::string(indent, ' ') + ")";
}

std::string chosenLines(std::string_view text, const std::set<std::string, std::less<>>& features) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    const std::size_t mark = line.find("  #? ");
    if (mark == std::string_view::npos) {
      out += line;
      continue;
    }
    std::istringstream conditions{std::string(line.substr(mark + 5))};
    bool holds = true;
    for (std::string word; conditions >> word;)
      holds = holds && (word[0] == '!' ? !features.contains(word.substr(1)) : features.contains(word));
    if (holds) out.append(line.substr(0, mark)).append("\n");
  }
  return out;
}

bool mentions(std::string_view text, std::string_view name) {
  const auto isWord = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t after = at + name.size();
    if ((at == 0 || !isWord(text[at - 1])) && (after == text.size() || !isWord(text[after]))) return true;
  }
  return false;
}

}  // namespace thalweg::python
