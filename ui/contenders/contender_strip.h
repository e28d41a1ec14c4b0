#pragma once
/// Who races, with marker, name and settings, before an audience: to be read, not to be touched. Threads: GUI thread
/// only.

#include "ui/document/later.h"
#include "ui/look/math_text.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <vector>

namespace thalweg {

class ScenarioModel;

/// Columns of equal width in at most two rows; settings that find no room end in …, contenders that find none are
/// counted.
class ContenderStrip : public QWidget {
  Q_OBJECT

 public:
  ContenderStrip(const ThemeController& themes, const ScenarioModel& model, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }
  /// What stands there, contender by contender: "SGD lr 0.01".
  [[nodiscard]] QStringList shownTexts() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Value {
    MathText symbol;
    QString plain;  ///< the symbol as text
    QString number;
  };
  struct Entry {
    ContenderMark mark;
    QString name;
    std::vector<Value> values;
  };
  void refresh();
  [[nodiscard]] int rows() const;

  const ThemeController& themes_;
  const ScenarioModel& model_;
  std::vector<Entry> entries_;
  Later later_;
};

}  // namespace thalweg
