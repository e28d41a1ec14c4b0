#pragma once
/// Beside the window: what to export, how large, how coloured; a preview; progress and cancel. Never modal.
/// Threads: GUI thread only.

#include "ui/export/export_job.h"
#include "ui/look/theme.h"

#include <QDialog>

#include <functional>

class QCheckBox;
class QFormLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QSettings;

namespace thalweg {

class ComboButton;
class InlineMessage;
class NumberField;
class PicturePreview;
class SegmentedControl;

/// What is on screen now, as far as the document does not say.
struct ShownState {
  std::shared_ptr<const Scenario> scenario;
  QString name;  ///< of the document, for file names
  QString path;  ///< of the document's own file; empty: there is none
  std::int64_t step = 0;
  std::size_t panel = 0;            ///< the one that charts are of
  std::size_t contender = 0;        ///< drawn on top
  std::vector<std::size_t> panels;  ///< on view
  bool charts = true;               ///< on view
};

class ExportPanel : public QDialog {
  Q_OBJECT

 public:
  /// `store` remembers the settings; null: nothing does.
  ExportPanel(const ThemeController& themes, std::function<ShownState()> state, QSettings* store, QWidget* parent);
  ~ExportPanel() override;

  /// Shows it with this content chosen.
  void open(const PictureContent& content);
  using QDialog::open;
  /// The window shows something else.
  void follow();
  /// Asks for a place and writes there.
  void save();
  /// Writes there, in the background.
  void saveTo(const QString& path);

  [[nodiscard]] const ExportSettings& settings() const { return settings_; }
  void setSettings(const ExportSettings& settings);
  [[nodiscard]] ExportJob& job() { return job_; }
  [[nodiscard]] PicturePreview* preview() const { return preview_; }
  [[nodiscard]] QString message() const;

 Q_SIGNALS:
  void copyRequested(const thalweg::PictureSettings& settings);
  /// What the window is to say, for instance when this panel is closed.
  void said(const QString& words, bool problem);

 private:
  QWidget* buildForm();
  QWidget* buildFoot();
  void connectParts();
  void fillContents();
  void change(const std::function<void(ExportSettings&)>& edit);
  void refresh();
  /// Says at once what the chosen format cannot do; nothing is saved before it is mended.
  void showFormatProblem(const QString& problem);
  [[nodiscard]] ExportSettings complete() const;
  [[nodiscard]] bool showsLandscape() const;
  void showProgress(int done, int total, double seconds);
  void finish(bool written, const QString& problem);

  const ThemeController& themes_;
  std::function<ShownState()> state_;
  QSettings* store_;
  ExportSettings settings_;
  ShownState shown_;
  bool wholeRange_ = true;
  QString path_;
  QString previewProblem_;
  QString formatProblem_;

  QFormLayout* form_ = nullptr;
  ComboButton* content_ = nullptr;
  ComboButton* format_ = nullptr;
  ComboButton* preset_ = nullptr;
  NumberField* width_ = nullptr;
  NumberField* height_ = nullptr;
  NumberField* dpi_ = nullptr;
  ComboButton* palette_ = nullptr;
  SegmentedControl* background_ = nullptr;
  QCheckBox* caption_ = nullptr;
  QCheckBox* explain_ = nullptr;
  QCheckBox* charts_ = nullptr;
  QList<QWidget*> animated_;  // rows
  NumberField* from_ = nullptr;
  NumberField* to_ = nullptr;
  NumberField* every_ = nullptr;
  NumberField* fps_ = nullptr;
  NumberField* loops_ = nullptr;
  NumberField* orbit_ = nullptr;
  QWidget* turned_ = nullptr;  // the row of `orbit_`
  QLabel* length_ = nullptr;
  PicturePreview* preview_ = nullptr;
  InlineMessage* message_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QLabel* remaining_ = nullptr;
  QPushButton* cancel_ = nullptr;
  QPushButton* copy_ = nullptr;
  QPushButton* save_ = nullptr;
  ExportJob job_;
};

}  // namespace thalweg
