#include "ui/export/export_job.h"

#include "core/base/file.h"
#include "core/base/parallel.h"
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

ExportJob::ExportJob(QObject* parent) : QObject(parent) {}

ExportJob::~ExportJob() {
  worker_.request_stop();  // all join
}

void ExportJob::start(std::shared_ptr<const Scenario> scenario, const ExportSettings& settings, const QString& path) {
  running_ = true;
  worker_ =
      std::jthread([this, run = ++run_, scenario = std::move(scenario), settings, path](const std::stop_token& stop) {
        const auto tell = [this, run](const AnimationProgress& p) {
          QMetaObject::invokeMethod(
              this,
              [this, run, p] {
                if (run == run_) Q_EMIT progressed(p.done, p.total, p.remaining);
              },
              Qt::QueuedConnection);
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
        } catch (const std::bad_alloc&) {
          problem = tr("there is not enough memory for it");
        } catch (const std::exception& error) {
          problem = QString::fromStdString(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, run, written, problem] { end(run, written, problem); }, Qt::QueuedConnection);
      });
}

void ExportJob::cancel() {
  if (!running_) return;
  ++run_;
  worker_.request_stop();
  leaving_.push_back(std::move(worker_));
  QMetaObject::invokeMethod(
      this, [this, run = run_] { end(run, false, {}); }, Qt::QueuedConnection);
}

void ExportJob::end(int run, bool written, const QString& problem) {
  if (run != run_) return;
  if (worker_.joinable()) worker_.join();
  running_ = false;
  Q_EMIT finished(written, problem);
}

}  // namespace thalweg
