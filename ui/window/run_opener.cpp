#include "ui/window/run_opener.h"

#include "core/base/failure.h"
#include "core/scenario/scenario_file.h"
#include "ui/controls/message_bar.h"
#include "ui/document/document.h"
#include "ui/document/file_name.h"

#include <QFileInfo>

namespace thalweg {

RunOpener::RunOpener(Document& document, MessageBar& messages, QObject* parent)
    : QObject(parent),
      document_(document),
      messages_(messages),
      job_(this, [this](const Read& read) { deliver(read); }) {
  constexpr int often = 100;  // milliseconds
  timer_.setInterval(often);
  connect(&timer_, &QTimer::timeout, this, [this] { messages_.setWords(words()); });
}

QString RunOpener::words() const {
  const QString name = shownName(QFileInfo(path_).fileName());
  return tr("Reading %1: %2 %").arg(name).arg(static_cast<int>(100 * share_->load()));
}

void RunOpener::open(const QString& path) {
  job_.cancel();
  path_ = path;
  share_ = std::make_shared<std::atomic<double>>(0);
  job_.request([path, share = share_](const std::stop_token& stop) {
    Read read{path, {}, {}};
    try {
      read.scenario = loadScenario(nameBytes(path), {[share](double done) { share->store(done); }, stop});
    } catch (const std::exception& error) {
      read.error = QString::fromStdString(failureWords(error));
    }
    return read;
  });
  messages_.ask(words(), {{tr("Stop"), [this] {
                             timer_.stop();
                             job_.cancel();
                           }}});
  timer_.start();
}

void RunOpener::deliver(const Read& read) {
  timer_.stop();
  if (read.scenario)
    document_.showRead(*read.scenario, read.path);
  else
    messages_.showMessage(MessageBar::Kind::Error, read.error);
}

}  // namespace thalweg
