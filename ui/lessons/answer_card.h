#pragma once
/// One of the answers to a lesson's question: a small picture of the run that does what it says, if there is one, a
/// radio mark, and the words. Also, without the mark, what was said and what happened. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QAbstractButton>
#include <QPixmap>

namespace thalweg {

class AnswerCard : public QAbstractButton {
  Q_OBJECT

 public:
  /// `caption` stands above; a card with one is only looked at.
  AnswerCard(const ThemeController& themes, const QString& words, const QString& caption = {},
             QWidget* parent = nullptr);
  /// Keeps room for a picture of this card's width.
  void setPictured(bool pictured);
  void setPicture(const QPixmap& picture);
  /// Of the picture, in logical pixels. Before an audience type takes most of the room.
  [[nodiscard]] static QSize pictureSize(const Theme& theme) {
    return theme.presenting ? QSize(theme.ipx(112), theme.ipx(64)) : QSize(theme.ipx(154), theme.ipx(88));
  }

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  [[nodiscard]] QRect wordsRect(int width, int height) const;
  [[nodiscard]] int captionHeight() const;

  const ThemeController& themes_;
  QString caption_;
  QPixmap picture_;
  bool pictured_ = false;
  bool over_ = false;
};

}  // namespace thalweg
