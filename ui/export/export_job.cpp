#include "ui/export/export_job.h"

#include "core/base/file.h"
#include "core/contracts/catalog.h"

#include <new>
#include <system_error>
#include <utility>

namespace thalweg {

namespace {

/// False after a stop request.
bool write(const Scenario& scenario, const ExportSettings& settings, const std::string& path,
           const std::function<void(const AnimationProgress&)>& progress, const std::stop_token& stop) {
  const ExportFormat& format = settings.chosen();
  if (format.animation) return writeAnimation(scenario, settings.picture, settings.animation, path, progress, stop);
  const Picture picture(scenario, settings.picture, deviceOf(*format.picture), stop);
  if (stop.stop_requested()) return false;
  const QByteArray bytes = pictureBytes(picture, *format.picture);
  if (stop.stop_requested()) return false;
  writeFileAtomically(path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
  return true;
}

}  // namespace

ExportJob::ExportJob(QObject* parent)
    : QObject(parent),
      job_(
          this, [this](const Update& update) { follow(update); }, Priority::Low,
          [this](const QString& words) {
            end({false, words});
          }) {}

ExportJob::~ExportJob() { stop_.request_stop(); }

void ExportJob::start(std::shared_ptr<const Scenario> scenario, const ExportSettings& settings, const QString& path) {
  running_ = true;
  stop_ = std::stop_source();
  job_.request([scenario = std::move(scenario), settings, path, stop = stop_.get_token()](
                   const std::stop_token& /*job's*/, const std::function<void(Update)>& post) {
    const auto tell = [&](const AnimationProgress& progress) { post({progress, {}}); };
    Ending ending;
    try {
      ExportSettings now = settings;
      if (now.chosen().animation) now.animation.format = *now.chosen().animation;
      ending.written = write(*scenario, now, path.toStdString(), tell, stop);
    } catch (const std::system_error& error) {
      ending.problem = QString::fromStdString(error.code().message());
    }
    post({{}, ending});
  });
}

void ExportJob::cancel() {
  if (!running_) return;
  // What is in the middle of a picture ends when it can; nobody waits for that.
  stop_.request_stop();
  job_.cancel();
  const std::stop_token stopped = stop_.get_token();
  QMetaObject::invokeMethod(
      this,
      [this, stopped] {
        if (stopped == stop_.get_token()) end({});
      },
      Qt::QueuedConnection);
}

void ExportJob::follow(const Update& update) {
  if (update.ending) return end(*update.ending);
  Q_EMIT progressed(update.progress.done, update.progress.total, update.progress.remaining);
}

void ExportJob::end(const Ending& ending) {
  running_ = false;
  Q_EMIT finished(ending.written, ending.problem);
}

}  // namespace thalweg
