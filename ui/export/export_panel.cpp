#include "ui/export/export_panel.h"

#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/panels.h"
#include "ui/document/file_name.h"
#include "ui/document/panel_edits.h"
#include "ui/export/picture_preview.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/scenes/chart_content.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

QVariant contentData(const PictureContent& content) {
  return QStringLiteral("%1/%2/%3")
      .arg(static_cast<int>(content.kind))
      .arg(content.kind == PictureContent::Kind::Panel ? content.panel : 0)
      .arg(content.kind == PictureContent::Kind::Chart ? text(content.chart) : QString());
}

QString secondsText(double seconds) {
  const auto whole = static_cast<int>(std::ceil(seconds));
  return whole < 60 ? QObject::tr("%1 s left").arg(whole)
                    : QObject::tr("%1 min %2 s left").arg(whole / 60).arg(whole % 60);
}

// Segments of the background; a transparent one is for a light slide or, with the dark palette, for a dark one.
constexpr int lightSlide = static_cast<int>(Background::Transparent);
constexpr int darkSlide = lightSlide + 1;

/// A name without what file systems or shells mind.
QString fileName(QString name) {
  for (const QChar sign : QStringLiteral("/\\:*?\"<>|·")) name.replace(sign, QLatin1Char(' '));
  return name.simplified().replace(QLatin1Char(' '), QLatin1Char('-')).toLower();
}

}  // namespace

ExportPanel::ExportPanel(const ThemeController& themes, std::function<ShownState()> state, QSettings* store,
                         QWidget* parent)
    : QDialog(parent), themes_(themes), state_(std::move(state)), store_(store) {
  setWindowTitle(tr("Export"));
  setModal(false);
  if (store_) settings_ = loadExportSettings(*store_);
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(4), theme.u(4), theme.u(4), theme.u(4));
  column->setSpacing(theme.u(3));
  auto* middle = new QHBoxLayout;
  middle->setSpacing(theme.u(5));
  middle->addWidget(buildForm());
  preview_ = new PicturePreview(themes, this);
  middle->addWidget(preview_, 1);
  column->addLayout(middle, 1);
  message_ = new InlineMessage(themes, this);
  column->addWidget(message_);
  column->addWidget(buildFoot());
  connectParts();
}

ExportPanel::~ExportPanel() = default;

QWidget* ExportPanel::buildForm() {
  const Theme& theme = themes_.theme();
  auto* box = new QWidget(this);
  auto* form = form_ = new QFormLayout(box);
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(theme.u(3));
  form->setVerticalSpacing(theme.u(2));
  form->setLabelAlignment(Qt::AlignLeft);
  const auto combo = [&](const QString& label) {
    auto* button = new ComboButton(themes_, box);
    button->setAccessibleName(label);
    form->addRow(label, button);
    return button;
  };
  const auto field = [&](const QString& name, Range range, Scale scale = Scale::Integer) {
    auto* number = new NumberField(themes_, box);
    number->setRange(range);
    number->setScale(scale);
    number->setDigits(6);
    number->setAccessibleName(name);
    number->setToolTip(name);
    return number;
  };
  const auto row = [&](const QString& label, const QList<QWidget*>& parts) {
    auto* line = new QWidget(box);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.u(2));
    for (QWidget* part : parts) layout->addWidget(part);
    layout->addStretch(1);
    form->addRow(label, line);
    return line;
  };
  const auto words = [&](const QString& what) { return plainLabel(box, what, "secondary"); };
  content_ = combo(tr("Show"));
  format_ = combo(tr("Format"));
  for (const ExportFormat& format : exportFormats) format_->addItem(tr(format.label));
  preset_ = combo(tr("Size"));
  for (const SizePreset& preset : sizePresets) preset_->addItem(tr(preset.label));
  preset_->addItem(tr("Another"));
  width_ = field(tr("Width in pixels"), {100, 16384});
  height_ = field(tr("Height in pixels"), {100, 16384});
  dpi_ = field(tr("Pixels an inch: more makes type and lines larger"), {24, 1200});
  row({}, {width_, words(QStringLiteral("×")), height_, words(tr("pixels,")), dpi_, words(tr("an inch"))});
  palette_ = new ComboButton(themes_, box);
  for (const PaletteChoice& choice : paletteChoices) palette_->addItem(tr(choice.label));
  palette_->setToolTip(tr("Print has a paler map, high contrast is for weak projectors and eyes"));
  background_ = new SegmentedControl(themes_, box);
  background_->addSegment({}, tr("Theme’s"));
  background_->addSegment({}, tr("White"));
  background_->addSegment({}, tr("Light slide"), tr("Transparent, with dark words for a light slide behind it"));
  background_->addSegment({}, tr("Dark slide"), tr("Transparent, with light words for a dark slide behind it"));
  palette_->setControlHeight(26);
  background_->setControlHeight(26);
  row(tr("Colours"), {palette_});
  row(tr("Background"), {background_});
  charts_ = new QCheckBox(tr("Charts below the panels"), box);
  caption_ = new QCheckBox(tr("Caption: what makes the picture again"), box);
  form->addRow({}, charts_);
  form->addRow({}, caption_);
  explain_ = new QCheckBox(tr("The selected contender's step explained"), box);
  form->addRow({}, explain_);

  const double most = static_cast<double>(limits::steps);
  from_ = field(tr("First step"), {0, most});
  to_ = field(tr("Last step"), {0, most});
  every_ = field(tr("Steps a frame"), {1, most});
  fps_ = field(tr("Frames a second"), {1, 120});
  loops_ = field(tr("How often it is shown; 0: for ever"), {0, 65535});
  orbit_ = field(tr("Degrees that landscapes turn in all; 0: they stand"), {-3600, 3600});
  length_ = words({});
  animated_ = {row(tr("Steps"), {from_, words(tr("to")), to_}),
               row(tr("Frames"), {fps_, words(tr("a second, every")), every_, words(tr("steps"))}),
               row(tr("Shown"), {loops_, words(tr("times; 0: for ever"))}), row({}, {length_})};
  turned_ = row(tr("Landscapes"), {words(tr("turn by")), orbit_, words(tr("degrees"))});
  box->setFixedWidth(theme.ipx(400));
  return box;
}

QWidget* ExportPanel::buildFoot() {
  const Theme& theme = themes_.theme();
  auto* foot = new QWidget(this);
  auto* line = new QHBoxLayout(foot);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(theme.u(2));
  progress_ = new QProgressBar(foot);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(tr("Progress"));
  remaining_ = plainLabel(foot);
  remaining_->setProperty("role", QStringLiteral("secondary"));
  remaining_->setMinimumWidth(theme.ipx(90));
  cancel_ = new QPushButton(tr("Cancel"), foot);
  copy_ = new QPushButton(tr("Copy"), foot);
  copy_->setToolTip(tr("The picture to the clipboard"));
  save_ = new QPushButton(tr("Save…"), foot);
  save_->setProperty("look", QStringLiteral("accent"));
  cancel_->setAutoDefault(false);
  copy_->setAutoDefault(false);
  save_->setDefault(true);
  line->addWidget(progress_, 1);
  line->addWidget(remaining_);
  line->addWidget(cancel_);
  line->addStretch(1);
  line->addWidget(copy_);
  line->addWidget(save_);
  for (QWidget* part : std::initializer_list<QWidget*>{progress_, remaining_, cancel_}) part->hide();
  return foot;
}

void ExportPanel::connectParts() {
  connect(content_, &QComboBox::activated, this, [this](int index) {
    const QStringList parts = content_->itemData(index).toString().split(QLatin1Char('/'));
    change([&](ExportSettings& s) {
      s.picture.content.kind = static_cast<PictureContent::Kind>(parts[0].toInt());
      s.picture.content.panel = parts[1].toULong();
      if (!parts[2].isEmpty()) s.picture.content.chart = parts[2].toStdString();
    });
  });
  connect(format_, &QComboBox::activated, this,
          [this](int index) { change([&](ExportSettings& s) { s.format = static_cast<std::size_t>(index); }); });
  connect(preset_, &QComboBox::activated, this, [this](int index) {
    if (index >= static_cast<int>(sizePresets.size())) return width_->setFocus();
    const SizePreset& preset = sizePresets[static_cast<std::size_t>(index)];
    change([&](ExportSettings& s) { s.picture.size = preset.size, s.picture.dpi = preset.dpi; });
  });
  const auto number = [this](NumberField* field, auto set) {
    connect(field, &NumberField::edited, this,
            [this, set](double value) { change([&](ExportSettings& s) { set(s, value); }); });
  };
  number(width_, [](ExportSettings& s, double v) { s.picture.size.setWidth(static_cast<int>(v)); });
  number(height_, [](ExportSettings& s, double v) { s.picture.size.setHeight(static_cast<int>(v)); });
  number(dpi_, [](ExportSettings& s, double v) { s.picture.dpi = v; });
  number(every_, [](ExportSettings& s, double v) { s.animation.every = static_cast<std::int64_t>(v); });
  number(fps_, [](ExportSettings& s, double v) { s.animation.fps = v; });
  number(orbit_, [](ExportSettings& s, double v) { s.animation.orbit = v; });
  number(loops_, [](ExportSettings& s, double v) { s.animation.loops = static_cast<int>(v); });
  number(from_, [this](ExportSettings& s, double v) {
    s.animation.from = static_cast<std::int64_t>(v);
    wholeRange_ = false;
  });
  number(to_, [this](ExportSettings& s, double v) {
    s.animation.to = static_cast<std::int64_t>(v);
    wholeRange_ = false;
  });
  connect(palette_, &QComboBox::activated, this, [this](int index) {
    change([&](ExportSettings& s) {
      s.picture.palette = static_cast<Palette>(index);
      if (isDark(s.picture.palette) && s.picture.background == Background::White)
        s.picture.background = Background::Theme;
    });
  });
  connect(background_, &SegmentedControl::chosen, this, [this](int index) {
    change([&](ExportSettings& s) {
      PictureSettings& picture = s.picture;
      picture.background = static_cast<Background>(std::min(index, lightSlide));
      const bool high = picture.palette == Palette::HighContrast || picture.palette == Palette::HighContrastDark;
      if (index == darkSlide && !isDark(picture.palette))
        picture.palette = high ? Palette::HighContrastDark : Palette::Dark;
      if (index == lightSlide && isDark(picture.palette))
        picture.palette = high ? Palette::HighContrast : Palette::Light;
    });
  });
  connect(charts_, &QCheckBox::clicked, this,
          [this](bool on) { change([&](ExportSettings& s) { s.picture.charts = on; }); });
  connect(caption_, &QCheckBox::clicked, this,
          [this](bool on) { change([&](ExportSettings& s) { s.picture.caption = on; }); });
  connect(explain_, &QCheckBox::clicked, this,
          [this](bool on) { change([&](ExportSettings& s) { s.picture.explain = on; }); });
  connect(preview_, &PicturePreview::problemChanged, this, [this](const QString& problem) {
    // What was said of an export stays.
    const QString before = std::exchange(previewProblem_, problem);
    if (job_.running() || problem == before || !formatProblem_.isEmpty()) return;
    if (!problem.isEmpty())
      message_->showMessage(InlineMessage::Kind::Note, problem);
    else if (message_->text() == before)
      message_->clear();
  });
  connect(save_, &QPushButton::clicked, this, &ExportPanel::save);
  connect(copy_, &QPushButton::clicked, this, [this] { Q_EMIT copyRequested(complete().picture); });
  connect(cancel_, &QPushButton::clicked, this, [this] {
    cancel_->setEnabled(false);
    remaining_->setText(tr("Cancelling…"));
    job_.cancel();
  });
  connect(&job_, &ExportJob::progressed, this, &ExportPanel::showProgress);
  connect(&job_, &ExportJob::finished, this, &ExportPanel::finish);
}

void ExportPanel::open(const PictureContent& content) {
  settings_.picture.content = content;
  show();
  raise();
  activateWindow();
  follow();
}

void ExportPanel::follow() {
  // The preview would take its time from an export.
  if (!isVisible() || job_.running()) return;
  shown_ = state_();
  fillContents();
  refresh();
}

void ExportPanel::fillContents() {
  const Scenario& scenario = *shown_.scenario;
  PictureContent& chosen = settings_.picture.content;
  if (chosen.kind == PictureContent::Kind::Panel && chosen.panel >= scenario.panels.size()) chosen = {};
  QList<std::pair<QString, QVariant>> entries;
  const auto add = [&](const QString& label, const PictureContent& content) {
    entries.emplaceBack(label, contentData(content));
  };
  add(tr("All panels"), {});
  for (std::size_t i = 0; i < scenario.panels.size(); ++i)
    add(tr("Panel: %1").arg(text(displayName(scenario.panels[i]))), {PictureContent::Kind::Panel, i, {}});
  for (const ChartDescription* chart : chartDescriptions())
    add(tr("Chart: %1").arg(text(chart->label)), {PictureContent::Kind::Chart, 0, chart->id});
  // A list that is open is left alone while it says the same.
  bool same = entries.size() == content_->count();
  for (int i = 0; same && i < content_->count(); ++i)
    same = content_->itemText(i) == entries[i].first && content_->itemData(i) == entries[i].second;
  if (!same) {
    content_->clear();
    for (const auto& [label, value] : entries) content_->addItem(label, value);
  }
  content_->setCurrentIndex(std::max(0, content_->findData(contentData(chosen))));
}

void ExportPanel::setSettings(const ExportSettings& settings) {
  change([&](ExportSettings& s) { s = settings; });
}

void ExportPanel::change(const std::function<void(ExportSettings&)>& edit) {
  edit(settings_);
  if (store_) storeExportSettings(*store_, settings_);
  if (!shown_.scenario) shown_ = state_();
  refresh();
}

ExportSettings ExportPanel::complete() const {
  ExportSettings all = settings_;
  if (all.picture.content.kind != PictureContent::Kind::Panel) all.picture.content.panel = shown_.panel;
  all.picture.selected = shown_.contender;
  all.picture.shown = shown_.panels;
  if (all.chosen().animation) {
    all.animation.format = *all.chosen().animation;
    if (wholeRange_) all.animation.from = 0;
    if (wholeRange_) all.animation.to.reset();
    if (all.animation.format == AnimationFormat::Mp4) all.animation.loops = 0;
  }
  if (!showsLandscape()) all.animation.orbit = 0;
  all.picture.step = shown_.step;
  // Charts that are wanted still give way where there is no room.
  if (all.picture.charts.value_or(true)) all.picture.charts.reset();
  return all;
}

/// Whether one of the panels that the picture is of is seen in relief.
bool ExportPanel::showsLandscape() const {
  const Scenario& scenario = *shown_.scenario;
  const PictureContent& content = settings_.picture.content;
  const auto landscape = [&](std::size_t panel) {
    return panel < scenario.panels.size() && projectionOf(scenario, panel) == "3d" &&
           makeObjective(scenario.panels[panel])->dimension() > 1;
  };
  try {
    switch (content.kind) {
      case PictureContent::Kind::Panel:
        return landscape(content.panel);
      case PictureContent::Kind::Arrangement:
        return std::ranges::any_of(shown_.panels, landscape);
      case PictureContent::Kind::Chart:
        break;
    }
  } catch (const OptionError&) {
    // The preview says what is wrong.
  }
  return false;
}

void ExportPanel::refresh() {
  const ExportSettings all = complete();
  const PictureSettings& picture = settings_.picture;
  format_->setCurrentIndex(static_cast<int>(settings_.format));
  const auto preset = std::ranges::find_if(
      sizePresets, [&](const SizePreset& p) { return p.size == picture.size && p.dpi == picture.dpi; });
  preset_->setCurrentIndex(static_cast<int>(preset - sizePresets.begin()));
  width_->setValue(picture.size.width());
  height_->setValue(picture.size.height());
  dpi_->setValue(picture.dpi);
  palette_->setCurrentIndex(static_cast<int>(picture.palette));
  const bool transparent = picture.background == Background::Transparent;
  background_->setCurrent(transparent && isDark(picture.palette) ? darkSlide : static_cast<int>(picture.background));
  background_->setSegmentEnabled(1, !isDark(picture.palette));
  const auto animation = all.chosen().animation;
  const bool clear = !animation || *animation == AnimationFormat::WebP || *animation == AnimationFormat::Frames;
  for (const int slide : {lightSlide, darkSlide}) background_->setSegmentEnabled(slide, clear);
  showFormatProblem(transparent && !clear
                        ? tr("%1 has no transparency: choose another background.").arg(tr(settings_.chosen().label))
                        : QString());
  charts_->setChecked(picture.charts.value_or(true));
  form_->setRowVisible(charts_, picture.content.kind == PictureContent::Kind::Arrangement);
  caption_->setChecked(picture.caption);
  explain_->setChecked(picture.explain);
  form_->setRowVisible(explain_, picture.content.kind != PictureContent::Kind::Chart);
  for (QWidget* line : animated_) form_->setRowVisible(line, animation.has_value());
  form_->setRowVisible(turned_, animation.has_value() && showsLandscape());
  orbit_->setValue(settings_.animation.orbit);
  loops_->setEnabled(!animation || (*animation != AnimationFormat::Mp4 && *animation != AnimationFormat::Frames));
  copy_->setEnabled(all.chosen().picture.has_value());
  const std::int64_t steps = shown_.scenario->steps;
  const std::int64_t last = std::min(all.animation.to.value_or(steps), steps);
  from_->setValue(static_cast<double>(all.animation.from));
  to_->setValue(static_cast<double>(last));
  loops_->setValue(all.animation.loops);
  fps_->setValue(all.animation.fps);
  try {
    const std::vector<std::int64_t> frames = animationSteps(all.animation, steps);
    every_->setValue(frames.size() > 1 ? static_cast<double>(frames[1] - frames[0]) : 1);
    const auto count = static_cast<double>(frames.size());
    length_->setText(tr("%1 frames, %2 s").arg(frames.size()).arg(count / all.animation.fps, 0, 'f', 1));
  } catch (const PictureError& error) {
    length_->setText(QString::fromUtf8(error.what()));
  }
  preview_->setPicture(shown_.scenario, all.picture);
}

void ExportPanel::showFormatProblem(const QString& problem) {
  const QString before = std::exchange(formatProblem_, problem);
  if (!job_.running()) save_->setEnabled(problem.isEmpty());
  if (problem == before) return;
  if (!problem.isEmpty())
    message_->showMessage(InlineMessage::Kind::Error, problem);
  else if (message_->text() == before)
    message_->clear();
}

void ExportPanel::save() {
  const ExportFormat& format = settings_.chosen();
  QString folder = store_ ? store_->value(QStringLiteral("export/folder")).toString() : QString();
  if (folder.isEmpty() || !QFileInfo(folder).isDir()) folder = QDir::homePath();
  QString path;
  if (format.animation == AnimationFormat::Frames) {
    path = QFileDialog::getExistingDirectory(this, tr("Folder for the frames"), folder);
  } else {
    const QString ending = QLatin1String(format.ending);
    const QString name = fileName(shown_.name) + QLatin1Char('.') + ending;
    path = QFileDialog::getSaveFileName(this, tr("Export"), QDir(folder).filePath(name),
                                        QStringLiteral("%1 (*.%2)").arg(tr(format.label), ending));
    if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty()) path += QLatin1Char('.') + ending;
  }
  if (path.isEmpty()) return;
  if (store_) store_->setValue(QStringLiteral("export/folder"), QFileInfo(path).absolutePath());
  saveTo(path);
}

void ExportPanel::saveTo(const QString& path) {
  if (job_.running()) return;
  if (!shown_.scenario) shown_ = state_();
  if (const QString problem = ownFileProblem(path, state_().path); !problem.isEmpty()) {
    message_->showMessage(InlineMessage::Kind::Error, problem);
    Q_EMIT said(problem, true);
    return;
  }
  path_ = path;
  message_->clear();
  save_->setEnabled(false);
  cancel_->setEnabled(true);
  progress_->setRange(0, 0);
  remaining_->clear();
  for (QWidget* part : std::initializer_list<QWidget*>{progress_, remaining_, cancel_}) part->show();
  job_.start(shown_.scenario, complete(), path);
}

void ExportPanel::showProgress(int done, int total, double seconds) {
  progress_->setRange(0, total);
  progress_->setValue(done);
  if (cancel_->isEnabled()) remaining_->setText(done < total ? secondsText(seconds) : tr("Writing…"));
}

void ExportPanel::finish(bool written, const QString& problem) {
  save_->setEnabled(formatProblem_.isEmpty());
  for (QWidget* part : std::initializer_list<QWidget*>{progress_, cancel_}) part->hide();
  const QString file = QFileInfo(path_).fileName();
  const QString name = shownName(file.isEmpty() ? path_ : file);
  const QString words = written             ? tr("Saved %1.").arg(name)
                        : problem.isEmpty() ? tr("Cancelled; nothing was written.")
                                            : tr("%1 was not written: %2.").arg(name, problem);
  // A warning sign is for what went wrong.
  remaining_->setText(problem.isEmpty() ? words : QString());
  if (!problem.isEmpty()) message_->showMessage(InlineMessage::Kind::Error, words);
  Q_EMIT said(words, !problem.isEmpty());
  follow();
}

QString ExportPanel::message() const { return message_->text().isEmpty() ? remaining_->text() : message_->text(); }

}  // namespace thalweg
