#pragma once
/// An optimizer's update rule as it stands on a card: its lines typeset, broken at their signs where they are wider
/// than the card, and a link to its page of the help. Threads: GUI thread only.

#include "ui/look/math_text.h"
#include "ui/look/theme.h"

#include <QWidget>

class QLabel;

namespace thalweg {

struct OptimizerCard;

class RuleView : public QWidget {
  Q_OBJECT

 public:
  explicit RuleView(const ThemeController& themes, QWidget* parent = nullptr);
  /// `card` must outlive the view; null empties it.
  void setCard(const OptimizerCard* card);
  /// The lines as they stand, in TeX.
  [[nodiscard]] QStringList lines() const;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// The page of the help with this key is wanted.
  void helpRequested(const QString& key);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Line {
    MathText text;
    qreal left = 0;
  };
  [[nodiscard]] std::vector<Line> arranged(qreal width) const;
  [[nodiscard]] qreal heightOf(const std::vector<Line>& lines) const;

  const ThemeController& themes_;
  const OptimizerCard* card_ = nullptr;
  std::vector<Line> lines_;
  QLabel* link_;
};

/// `tex` in pieces that are no wider than `width` at that size, broken before a + or − that stands in no bracket or
/// brace; a piece without such a place stays whole.
[[nodiscard]] QStringList brokenFormula(const QString& tex, qreal width, qreal pixelSize);

}  // namespace thalweg
