#include "ui/panels/point_bar.h"

#include "ui/controls/buttons.h"

#include <QHBoxLayout>

namespace thalweg {

namespace {
constexpr qreal kRoomForLabels = 430;  // of the row, at the base font
}

PointBar::PointBar(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  const Theme& theme = themes.theme();
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(theme.u(3), 0, theme.u(1), theme.u(1));
  line->setSpacing(theme.u(2));
  const auto segments = [&](const QStringList& words, const QString& name) {
    auto* control = new SegmentedControl(themes, this);
    control->setControlHeight(24);
    control->setAccessibleName(name);
    for (const QString& word : words) control->addSegment({}, word, tr("A click adds a sample of this kind"));
    line->addWidget(control);
    return control;
  };
  const QString minus = QString(QChar(0x2212)) + QLatin1Char('1');
  const QString plus = QStringLiteral("+1");
  const std::array words = {QStringList{minus, plus}, QStringList{minus, plus, tr("third")},
                            QStringList{QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("2")}};
  for (std::size_t k = 0; k < words.size(); ++k) {
    classes_[k] = segments(words[k], tr("Class that a click adds (C changes it)"));
    classes_[k]->hide();
    connect(classes_[k], &SegmentedControl::chosen, this, [this](int i) {
      itsClass_ = i;
      Q_EMIT classChosen(i);
    });
  }
  parts_ = segments({tr("train"), tr("test")}, tr("What a click adds a sample to"));
  parts_->setCurrent(0);
  line->addStretch(1);
  const auto button = [&](const QString& icon, const QString& text, const QString& tip) {
    auto* made = new FlatButton(themes, icon, text, this);
    made->setControlHeight(24);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    made->setFocusPolicy(Qt::TabFocus);
    line->addWidget(made);
    return made;
  };
  table_ = button(QStringLiteral("import"), tr("Table…"), tr("The samples as a table: paste, open a file, hold out"));
  builtIn_ = button(QStringLiteral("reset"), tr("Built-in"), tr("Back to the built-in samples"));
  close_ = button(QStringLiteral("close"), {}, tr("Done"));
  setFixedHeight(theme.ipx(30));
  connect(&themes_, &ThemeController::changed, this, [this] {
    setFixedHeight(themes_.theme().ipx(30));
    arrange();
  });
}

SegmentedControl* PointBar::classes() const {
  return shown_ < 0 ? nullptr : classes_[static_cast<std::size_t>(shown_)];
}

void PointBar::setData(int classes, int mostClasses, bool own) {
  builtIn_->setEnabled(own);
  shown_ = classes == 0 ? -1 : mostClasses < 3 ? 0 : classes < 3 ? 1 : 2;
  for (std::size_t k = 0; k < classes_.size(); ++k) classes_[k]->setVisible(static_cast<int>(k) == shown_);
  setClass(itsClass_);
}

void PointBar::setClass(int itsClass) {
  itsClass_ = itsClass;
  if (shown_ == 0 && itsClass_ > 1) itsClass_ = 1;
  if (shown_ >= 0) classes_[static_cast<std::size_t>(shown_)]->setCurrent(itsClass_);
}

bool PointBar::test() const { return parts_->current() == 1; }
void PointBar::setTest(bool test) { parts_->setCurrent(test ? 1 : 0); }

void PointBar::arrange() {
  const bool words = width() >= themes_.theme().px(kRoomForLabels);
  table_->setText(words ? tr("Table…") : QString());
  builtIn_->setText(words ? tr("Built-in") : QString());
  for (FlatButton* button : {table_, builtIn_}) button->updateGeometry();
}

void PointBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

}  // namespace thalweg
