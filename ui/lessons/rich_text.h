#pragma once
/// Paragraphs of Markdown with TeX, as lessons have them: **strong**, `code`, $mathematics$ within a line, and on a
/// line of its own between double dollars, then in a frame. Everything else is shown letter by letter; no input makes
/// it fail. Threads: GUI thread only.

#include "ui/look/math_text.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <span>
#include <vector>

namespace thalweg {

class RichText : public QWidget {
  Q_OBJECT

 public:
  RichText(const ThemeController& themes, const QString& markdown, QWidget* parent = nullptr);
  [[nodiscard]] const QString& markdown() const { return markdown_; }
  /// All of it in bold, as a question is.
  void setStrong(bool strong);

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  enum class Kind { Plain, Strong, Code, Math, Display };
  /// What is not broken, with the space before it.
  struct Piece {
    Kind kind = Kind::Plain;
    QString text;
    bool spaced = false;
  };
  using Paragraph = std::vector<Piece>;
  [[nodiscard]] static std::vector<Paragraph> parsed(const QString& markdown);
  /// Lays out in a width and returns the height; paints where there is a painter.
  qreal arrange(qreal width, QPainter* painter) const;
  qreal arrangeParagraph(const Paragraph& paragraph, qreal top, qreal width, QPainter* painter) const;
  /// Formulas that follow one another.
  qreal arrangeDisplays(std::span<const Paragraph> displays, qreal top, qreal width, QPainter* painter) const;
  [[nodiscard]] QFont fontOf(Kind kind) const;

  const ThemeController& themes_;
  QString markdown_;
  std::vector<Paragraph> paragraphs_;
  bool strong_ = false;
};

}  // namespace thalweg
