#pragma once
/// Typeset formulas: the part of TeX's mathematics that symbols, update rules and titles use, set in the KaTeX fonts.
///
/// Known are letters, digits, Greek, sub- and superscripts and primes, \mathrm \text \operatorname \mathbf, accents
/// (\hat \bar \tilde \dot \ddot \vec), \overline, \sqrt[n]{}, \frac \tfrac \dfrac, \left…\right, \sum \prod \int,
/// \begin{cases} and {aligned}, \\ for a new line, spaces, \textcolor{#RRGGBB}{…}, functions (\min, \cos, …), and the
/// usual relations, operators and arrows. A command that is not known is drawn as its name; unbalanced braces end where
/// the text ends. No input makes it fail.
/// Rules of spacing and of script shifts are those of Knuth, The TeXbook, Appendix G and chapter 18.
/// Units are pixels; a size is the height of the em. Threads: after loadFonts() any thread may make and draw its own.

#include <QColor>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QWidget>

#include <vector>

class QPainter;

namespace thalweg {

class ThemeController;
enum class TextRole;

class MathText {
 public:
  /// One thing to draw; positions are relative to the baseline's left end, y down.
  struct Item {
    enum class Kind { Glyph, Path, Rule };
    Kind kind = Kind::Rule;
    int face = 0;
    quint32 glyph = 0;
    qreal pixelSize = 0;
    QPointF position;
    QPainterPath path;
    QRectF rule;
    QColor color;  ///< invalid: the colour it is drawn with
  };

  MathText() = default;
  /// `display` sets fractions and sums large, with limits above and below, as a formula on its own line has them.
  MathText(const QString& tex, qreal pixelSize, bool display = false);

  [[nodiscard]] QSizeF size() const { return {width_, ascent_ + descent_}; }
  /// From the top to the baseline.
  [[nodiscard]] qreal baseline() const { return ascent_; }
  [[nodiscard]] const QString& tex() const { return tex_; }
  [[nodiscard]] bool isEmpty() const { return items_.empty(); }
  void draw(QPainter& painter, const QPointF& topLeft, const QColor& color) const;

 private:
  QString tex_;
  qreal width_ = 0, ascent_ = 0, descent_ = 0;
  std::vector<Item> items_;
};

/// A formula as plain text for screen readers and tooltips: "\beta_1" becomes "β1".
[[nodiscard]] QString plainMath(const QString& tex);

/// Shows one formula in a size that follows the theme.
class MathLabel : public QWidget {
  Q_OBJECT

 public:
  MathLabel(const ThemeController& themes, const QString& tex, QWidget* parent = nullptr);
  /// As it stands within text of `role`; mathematics is set a little larger than text so that both look equally large.
  void setRole(TextRole role);
  void setTex(const QString& tex);
  [[nodiscard]] QString tex() const { return tex_; }
  /// An invalid colour stands for the theme's text colour; `secondary` for its secondary one.
  void setSecondary(bool secondary);
  void setColor(const QColor& color);
  void setAlignment(Qt::Alignment alignment);
  /// The factor on the role's size; 1.12 at first.
  void setScale(qreal scale);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void relayout();

  const ThemeController& themes_;
  QString tex_;
  TextRole role_;
  bool secondary_ = false;
  QColor color_;
  Qt::Alignment alignment_ = Qt::AlignLeft | Qt::AlignVCenter;
  qreal scale_ = 1.12;
  MathText text_;
};

}  // namespace thalweg
