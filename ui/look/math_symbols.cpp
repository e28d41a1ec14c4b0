#include "ui/look/math_symbols.h"

#include <algorithm>
#include <iterator>

namespace thalweg::math {

namespace {

constexpr Symbol kSymbols[] = {
    {"alpha", U'α', Class::Ord, kMath},
    {"beta", U'β', Class::Ord, kMath},
    {"gamma", U'γ', Class::Ord, kMath},
    {"delta", U'δ', Class::Ord, kMath},
    {"epsilon", U'ϵ', Class::Ord, kMath},
    {"varepsilon", U'ε', Class::Ord, kMath},
    {"zeta", U'ζ', Class::Ord, kMath},
    {"eta", U'η', Class::Ord, kMath},
    {"theta", U'θ', Class::Ord, kMath},
    {"vartheta", U'ϑ', Class::Ord, kMath},
    {"iota", U'ι', Class::Ord, kMath},
    {"kappa", U'κ', Class::Ord, kMath},
    {"lambda", U'λ', Class::Ord, kMath},
    {"mu", U'μ', Class::Ord, kMath},
    {"nu", U'ν', Class::Ord, kMath},
    {"xi", U'ξ', Class::Ord, kMath},
    {"pi", U'π', Class::Ord, kMath},
    {"rho", U'ρ', Class::Ord, kMath},
    {"varrho", U'ϱ', Class::Ord, kMath},
    {"sigma", U'σ', Class::Ord, kMath},
    {"tau", U'τ', Class::Ord, kMath},
    {"upsilon", U'υ', Class::Ord, kMath},
    {"phi", U'ϕ', Class::Ord, kMath},
    {"varphi", U'φ', Class::Ord, kMath},
    {"chi", U'χ', Class::Ord, kMath},
    {"psi", U'ψ', Class::Ord, kMath},
    {"omega", U'ω', Class::Ord, kMath},
    {"Gamma", U'Γ', Class::Ord},
    {"Delta", U'Δ', Class::Ord},
    {"Theta", U'Θ', Class::Ord},
    {"Lambda", U'Λ', Class::Ord},
    {"Xi", U'Ξ', Class::Ord},
    {"Pi", U'Π', Class::Ord},
    {"Sigma", U'Σ', Class::Ord},
    {"Upsilon", U'Υ', Class::Ord},
    {"Phi", U'Φ', Class::Ord},
    {"Psi", U'Ψ', Class::Ord},
    {"Omega", U'Ω', Class::Ord},
    {"nabla", U'∇', Class::Ord},
    {"partial", U'∂', Class::Ord},
    {"infty", U'∞', Class::Ord},
    {"ell", U'ℓ', Class::Ord},
    {"hbar", U'ℏ', Class::Ord},
    {"forall", U'∀', Class::Ord},
    {"exists", U'∃', Class::Ord},
    {"top", U'⊤', Class::Ord},
    {"bot", U'⊥', Class::Ord},
    {"prime", U'′', Class::Ord},
    {"emptyset", U'∅', Class::Ord},
    {"angle", U'∠', Class::Ord},
    {"Re", U'ℜ', Class::Ord},
    {"Im", U'ℑ', Class::Ord},
    {"%", U'%', Class::Ord},
    {"&", U'&', Class::Ord},
    {"#", U'#', Class::Ord},
    {"$", U'$', Class::Ord},
    {"_", U'_', Class::Ord},
    {"degree", U'°', Class::Ord},
    {"pm", U'±', Class::Bin},
    {"mp", U'∓', Class::Bin},
    {"times", U'×', Class::Bin},
    {"div", U'÷', Class::Bin},
    {"cdot", U'⋅', Class::Bin},
    {"ast", U'∗', Class::Bin},
    {"star", U'⋆', Class::Bin},
    {"circ", U'∘', Class::Bin},
    {"bullet", U'∙', Class::Bin},
    {"odot", U'⊙', Class::Bin},
    {"oplus", U'⊕', Class::Bin},
    {"otimes", U'⊗', Class::Bin},
    {"ominus", U'⊖', Class::Bin},
    {"oslash", U'⊘', Class::Bin},
    {"cap", U'∩', Class::Bin},
    {"cup", U'∪', Class::Bin},
    {"wedge", U'∧', Class::Bin},
    {"vee", U'∨', Class::Bin},
    {"setminus", U'∖', Class::Bin},
    {"le", U'≤', Class::Rel},
    {"leq", U'≤', Class::Rel},
    {"ge", U'≥', Class::Rel},
    {"geq", U'≥', Class::Rel},
    {"ll", U'≪', Class::Rel},
    {"gg", U'≫', Class::Rel},
    {"equiv", U'≡', Class::Rel},
    {"approx", U'≈', Class::Rel},
    {"sim", U'∼', Class::Rel},
    {"simeq", U'≃', Class::Rel},
    {"cong", U'≅', Class::Rel},
    {"propto", U'∝', Class::Rel},
    {"in", U'∈', Class::Rel},
    {"ni", U'∋', Class::Rel},
    {"subset", U'⊂', Class::Rel},
    {"subseteq", U'⊆', Class::Rel},
    {"perp", U'⊥', Class::Rel},
    {"mid", U'∣', Class::Rel},
    {"parallel", U'∥', Class::Rel},
    {"prec", U'≺', Class::Rel},
    {"succ", U'≻', Class::Rel},
    {"to", U'→', Class::Rel},
    {"rightarrow", U'→', Class::Rel},
    {"leftarrow", U'←', Class::Rel},
    {"gets", U'←', Class::Rel},
    {"leftrightarrow", U'↔', Class::Rel},
    {"Rightarrow", U'⇒', Class::Rel},
    {"Leftarrow", U'⇐', Class::Rel},
    {"Leftrightarrow", U'⇔', Class::Rel},
    {"mapsto", U'↦', Class::Rel},
    {"uparrow", U'↑', Class::Rel},
    {"downarrow", U'↓', Class::Rel},
    {"longrightarrow", U'⟶', Class::Rel},
    {"implies", U'⟹', Class::Rel},
    {"iff", U'⟺', Class::Rel},
    {"{", U'{', Class::Open},
    {"}", U'}', Class::Close},
    {"lbrace", U'{', Class::Open},
    {"rbrace", U'}', Class::Close},
    {"langle", U'⟨', Class::Open},
    {"rangle", U'⟩', Class::Close},
    {"lfloor", U'⌊', Class::Open},
    {"rfloor", U'⌋', Class::Close},
    {"lceil", U'⌈', Class::Open},
    {"rceil", U'⌉', Class::Close},
    {"lVert", U'∥', Class::Open},
    {"rVert", U'∥', Class::Close},
    {"lvert", U'∣', Class::Open},
    {"rvert", U'∣', Class::Close},
    {"|", U'∥', Class::Ord},
    {"Vert", U'∥', Class::Ord},
    {"vert", U'∣', Class::Ord},
    {"ldots", U'…', Class::Inner},
    {"dots", U'…', Class::Inner},
    {"cdots", U'⋯', Class::Inner},
    {"vdots", U'⋮', Class::Ord},
    {"ddots", U'⋱', Class::Inner},
    {"colon", U':', Class::Punct},
    {"sum", U'∑', Class::Op, kLarge},
    {"prod", U'∏', Class::Op, kLarge},
    {"int", U'∫', Class::Op, kLarge},
    {"bigcup", U'⋃', Class::Op, kLarge},
    {"bigcap", U'⋂', Class::Op, kLarge},
};

constexpr const char* kFunctions[] = {"min",    "max",    "sup",  "inf",  "lim",    "exp",    "log",    "ln",
                                      "sin",    "cos",    "tan",  "cot",  "sinh",   "cosh",   "tanh",   "arg",
                                      "det",    "dim",    "gcd",  "Pr",   "arcsin", "arccos", "arctan", "deg",
                                      "argmin", "argmax", "sign", "clip", "diag",   "tr",     "Var"};
constexpr const char* kLimitFunctions[] = {"min", "max", "sup", "inf", "lim", "argmin", "argmax"};

constexpr SpaceCommand kSpaces[] = {{",", kThin},     {":", kMedium},      {";", kThick}, {"!", -kThin},
                                    {" ", 0.25},      {"quad", 1},         {"qquad", 2},  {">", kMedium},
                                    {"enspace", 0.5}, {"thinspace", kThin}};

constexpr Accent kAccents[] = {{"hat", U'ˆ'}, {"widehat", U'ˆ'}, {"bar", U'ˉ'}, {"tilde", U'˜'}, {"widetilde", U'˜'},
                               {"dot", U'˙'}, {"ddot", U'¨'},    {"vec", U'⃗'},  {"check", U'ˇ'}, {"breve", U'˘'}};

template <class Table>
auto findNamed(const Table& table, const QString& name) -> decltype(std::begin(table)) {
  const auto found =
      std::find_if(std::begin(table), std::end(table), [&](const auto& e) { return name == QLatin1String(e.name); });
  return found == std::end(table) ? nullptr : found;
}
template <class Table>
bool listed(const Table& table, const QString& name) {
  return std::any_of(std::begin(table), std::end(table), [&](const char* n) { return name == QLatin1String(n); });
}

}  // namespace

const Symbol* findSymbol(const QString& name) { return findNamed(kSymbols, name); }
const SpaceCommand* findSpace(const QString& name) { return findNamed(kSpaces, name); }
const Accent* findAccent(const QString& name) { return findNamed(kAccents, name); }
bool isFunction(const QString& name) { return listed(kFunctions, name); }
bool hasLimits(const QString& name) { return listed(kLimitFunctions, name); }

}  // namespace thalweg::math
