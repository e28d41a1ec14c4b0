#include "ui/export/export_job.h"

#include "core/base/file.h"
#include "core/base/parallel.h"
#include "core/contracts/catalog.h"

#include <system_error>

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

ExportJob::ExportJob(QObject* parent) : QObject(parent) {}

ExportJob::~ExportJob() {
  worker_.request_stop();
  if (worker_.joinable()) worker_.join();
}

void ExportJob::start(std::shared_ptr<const Scenario> scenario, const ExportSettings& settings, const QString& path) {
  running_ = true;
  worker_ = std::jthread([this, scenario = std::move(scenario), settings, path](const std::stop_token& stop) {
    const auto tell = [this](const AnimationProgress& p) {
      QMetaObject::invokeMethod(
          this, [this, p] { Q_EMIT progressed(p.done, p.total, p.remaining); }, Qt::QueuedConnection);
    };
    giveWay();  // what the user does in the window goes first
    bool written = false;
    QString problem;
    try {
      ExportSettings now = settings;
      if (now.chosen().animation) now.animation.format = *now.chosen().animation;
      written = write(*scenario, now, path.toStdString(), tell, stop);
    } catch (const std::system_error& error) {
      problem = QString::fromStdString(error.code().message());
    } catch (const std::exception& error) {
      problem = QString::fromStdString(error.what());
    }
    QMetaObject::invokeMethod(
        this, [this, written, problem] { end(written, problem); }, Qt::QueuedConnection);
  });
}

void ExportJob::cancel() { worker_.request_stop(); }

void ExportJob::end(bool written, const QString& problem) {
  if (worker_.joinable()) worker_.join();
  running_ = false;
  Q_EMIT finished(written, problem);
}

}  // namespace thalweg
