#include "ui/panels/brush_bar.h"

#include "ui/controls/buttons.h"
#include "ui/controls/value_slider.h"
#include "ui/look/plain_text.h"

#include <QHBoxLayout>

#include <algorithm>

namespace thalweg {

namespace {

constexpr int kLeastWidth = 200;
constexpr int kRoomForSliders = 290;
constexpr int kRoomForWords = 440;
constexpr SliderRange kRadii{0.02, 0.4, Scale::Log};
constexpr SliderRange kStrengths{0.01, 1, Scale::Log};
constexpr double kUsualRadius = 0.12;
constexpr double kUsualStrength = 0.3;

}  // namespace

BrushBar::BrushBar(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  const Theme& theme = themes.theme();
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(theme.u(3), 0, theme.u(1), theme.u(1));
  line->setSpacing(theme.u(2));
  kinds_ = new SegmentedControl(themes, this);
  kinds_->setControlHeight(24);
  kinds_->setAccessibleName(tr("Brush"));
  // In the order of HeightBrush::Kind.
  kinds_->addSegment(QStringLiteral("brush-raise"), {}, tr("Raise: the longer, the higher"));
  kinds_->addSegment(QStringLiteral("brush-lower"), {}, tr("Lower: the longer, the deeper"));
  kinds_->addSegment(QStringLiteral("brush-smooth"), {}, tr("Smooth what is rough"));
  kinds_->addSegment(QStringLiteral("brush-ridge"), {}, tr("Ridge: a wall along the way"));
  kinds_->addSegment(QStringLiteral("brush-well"), {}, tr("Well: one hollow, which goes with the pointer"));
  const auto slider = [&](const SliderRange& range, double usual, const QString& name, const QString& tip) {
    auto* made = new ValueSlider(themes, this);
    made->setScale({range, false});
    made->setTicksVisible(false);
    made->setValue(usual);
    made->setAccessibleName(name);
    made->setToolTip(tip);
    made->setMinimumWidth(theme.ipx(40));
    connect(made, &ValueSlider::edited, made, &ValueSlider::setValue);
    connect(made, &ValueSlider::resetRequested, made, [made, usual] { made->setValue(usual); });
    return made;
  };
  size_ = plainLabel(this, tr("size"), "secondary");
  radius_ = slider(kRadii, kUsualRadius, tr("Size of the brush"), tr("Size of the brush (Ctrl and wheel)"));
  force_ = plainLabel(this, tr("strength"), "secondary");
  strength_ = slider(kStrengths, kUsualStrength, tr("Strength of the brush"),
                     tr("Strength of the brush, against all the surface's height"));
  connect(radius_, &ValueSlider::edited, this, &BrushBar::radiusChanged);
  done_ = new FlatButton(themes, QStringLiteral("check"), {}, this);
  done_->setControlHeight(24);
  done_->setToolTip(tr("Stop drawing"));
  done_->setFocusPolicy(Qt::TabFocus);
  line->addWidget(kinds_);
  line->addWidget(size_);
  line->addWidget(radius_, 1);
  line->addWidget(force_);
  line->addWidget(strength_, 1);
  // Keeps its place where the sliders have none.
  line->addStretch();
  line->addWidget(done_);
}

HeightBrush::Kind BrushBar::kind() const { return static_cast<HeightBrush::Kind>(kinds_->current()); }
void BrushBar::setKind(HeightBrush::Kind kind) { kinds_->setCurrent(static_cast<int>(kind)); }

double BrushBar::radius() const { return radius_->value(); }
void BrushBar::setRadius(double radius) {
  radius_->setValue(std::clamp(radius, kRadii.min, kRadii.max));
  Q_EMIT radiusChanged();
}

double BrushBar::strength() const { return strength_->value(); }
void BrushBar::setStrength(double strength) {
  strength_->setValue(std::clamp(strength, kStrengths.min, kStrengths.max));
}

QSize BrushBar::minimumSizeHint() const {
  return {themes_.theme().ipx(kLeastWidth), QWidget::minimumSizeHint().height()};
}

void BrushBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool sliders = width() >= themes_.theme().px(kRoomForSliders);
  radius_->setVisible(sliders);
  strength_->setVisible(sliders);
  const bool words = width() >= themes_.theme().px(kRoomForWords);
  size_->setVisible(words);
  force_->setVisible(words);
}

}  // namespace thalweg
