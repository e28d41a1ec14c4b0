#include "ui/window/help_page.h"

#include "core/reports/reference.h"
#include "ui/controls/panels.h"
#include "ui/look/math_text.h"
#include "ui/look/plain_text.h"
#include "ui/views/custom_plot.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <Eigen/Core>
#include <set>

namespace thalweg {

namespace {

QString words(const char* text) { return QCoreApplication::translate("Help", text); }
QString utf8(const std::string& text) { return QString::fromStdString(text); }

struct Page {
  const ThemeController& themes;
  QWidget* widget = new QWidget;
  QVBoxLayout* column = new QVBoxLayout(widget);

  explicit Page(const ThemeController& controller) : themes(controller) {
    const Theme& theme = themes.theme();
    widget->setProperty("surface", QStringLiteral("card"));
    column->setContentsMargins(theme.u(6), theme.u(5), theme.u(6), theme.u(6));
    column->setSpacing(theme.u(2));
    widget->setMaximumWidth(theme.ipx(760));  // longer lines are hard to read
  }

  QLabel* add(const QString& text, const char* role = "", Qt::TextFormat format = Qt::PlainText) const {
    auto* label = plainLabel(widget, {}, role);
    label->setTextFormat(format);
    label->setText(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse);
    label->setOpenExternalLinks(true);
    column->addWidget(label);
    return label;
  }
  void heading(const QString& text) const {
    column->addSpacing(themes.theme().u(3));
    add(text, "strong");
  }
  void title(const QString& text) const { add(text, "headline"); }
  void formula(const QString& tex) const {
    auto* label = new MathLabel(themes, tex, widget);
    label->setRole(TextRole::Formula);
    column->addWidget(label);
  }
};

void addOptions(const Page& page, const Card& card) {
  const Theme& theme = page.themes.theme();
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(theme.u(4));
  grid->setVerticalSpacing(theme.u(2));
  grid->setColumnStretch(2, 1);
  int row = 0;
  for (const OptionDescription& option : card.options) {
    // Options without a symbol of their own are called by their id.
    if (!option.symbol.empty()) {
      auto* symbol = new MathLabel(page.themes, utf8(option.symbol), page.widget);
      symbol->setAlignment(Qt::AlignLeft | Qt::AlignTop);
      symbol->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
      grid->addWidget(symbol, row, 0, Qt::AlignTop);
    }
    auto* id = plainLabel(page.widget, utf8(option.id), "strong");
    id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    id->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    grid->addWidget(id, row, 1, Qt::AlignTop);
    auto* text = plainLabel(page.widget, utf8(option.tip));
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(text, row, 2);
    auto* facts = plainLabel(page.widget, utf8(optionText(option)), "secondary");
    facts->setWordWrap(true);
    grid->addWidget(facts, ++row, 2);
    ++row;
  }
  page.column->addLayout(grid);
}

}  // namespace

QWidget* makeCardPage(const ThemeController& themes, const Card& card) {
  const Page page(themes);
  page.title(utf8(card.label.empty() ? card.id : card.label));
  page.add(QStringLiteral("%1 · %2").arg(utf8(card.id), utf8(card.family)), "secondary");
  page.add(utf8(card.summary));
  page.column->addSpacing(themes.theme().u(2));
  page.formula(utf8(card.typeset));
  if (!card.options.empty()) {
    page.heading(words("Options"));
    addOptions(page, card);
  }
  if (!card.advice.empty()) {
    page.heading(words("When to use it"));
    page.add(utf8(card.advice));
  }
  if (!card.reference.empty()) {
    page.heading(words("Source"));
    page.add(utf8(card.reference));
  }
  page.column->addStretch();
  return page.widget;
}

QWidget* makeTextPage(const ThemeController& themes, const QString& title, const QString& markdown) {
  const Page page(themes);
  page.title(title);
  // A label a paragraph: Markdown within one has no space between them.
  for (const QString& paragraph : markdown.split(QStringLiteral("\n\n"), Qt::SkipEmptyParts))
    page.add(paragraph, "", Qt::MarkdownText);
  page.column->addStretch();
  return page.widget;
}

QString aboutText() {
  const auto version = [](int major, int minor, int patch) {
    return QStringLiteral("%1.%2.%3").arg(major).arg(minor).arg(patch);
  };
  QStringList lines;
  lines << words("A laboratory for the behaviour of optimizers. A thalweg is the line of lowest points along a valley.")
        << QString()
        << words("Version %1")
               .arg(QCoreApplication::applicationVersion().isEmpty() ? words("unknown")
                                                                     : QCoreApplication::applicationVersion())
        << QString()
        << words(
               "Free software under the GNU General Public License, version 3 or any later one. It comes without any "
               "warranty.")
        << QString() << QStringLiteral("**%1**").arg(words("Libraries")) << QString()
        << QStringLiteral("- Qt %1 (LGPL 3)").arg(QString::fromLatin1(qVersion()))
        << QStringLiteral("- QCustomPlot %1 (GPL 3)").arg(QStringLiteral(QCUSTOMPLOT_VERSION_STR))
        << QStringLiteral("- Eigen %1 (MPL 2)")
               .arg(version(EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION))
        << QStringLiteral("- JSON for Modern C++ %1 (MIT)")
               .arg(version(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH))
        << QString() << QStringLiteral("**%1**").arg(words("Fonts")) << QString()
        << words("- IBM Plex Sans, © IBM Corp. (SIL Open Font License 1.1)")
        << words("- KaTeX Main, Math and Size1, © Khan Academy and others (SIL Open Font License 1.1)") << QString()
        << QStringLiteral("**%1**").arg(words("Colours")) << QString()
        << words("- Contenders: M. Okabe and K. Ito, Color Universal Design, 2008")
        << words(
               "- viridis and cividis: S. van der Walt and N. Smith, 2015; J. Nuñez, C. Anderton and R. Renslow, 2018")
        << words("- Mixtures are made in OKLab: B. Ottosson, 2020");
  return lines.join(QLatin1Char('\n'));
}

QString referencesText() {
  std::set<QString> sources;
  for (const CatalogueKind kind : {CatalogueKind::Objectives, CatalogueKind::Optimizers, CatalogueKind::Schedules}) {
    for (const Card* card : catalogue(kind)) {
      if (!card->reference.empty()) sources.insert(utf8(card->reference).simplified());
    }
  }
  QStringList lines{words("Where formulas, reference values and constants come from."), QString()};
  for (QString source : sources) {
    for (const QChar sign : {QLatin1Char('*'), QLatin1Char('_'), QLatin1Char('<')})
      source.replace(sign, QStringLiteral("\\") + sign);
    lines << QStringLiteral("- ") + source;
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace thalweg
