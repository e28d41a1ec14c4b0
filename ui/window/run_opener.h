#pragma once
/// Opens files that take long to read, recorded runs of many weights above all, while the window goes on: a message
/// says how far it is, and can stop it. Errors are said there, and the present scenario stays. Threads: GUI thread
/// only.

#include "core/scenario/scenario.h"
#include "ui/background/latest_job.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>

namespace thalweg {

class Document;
class MessageBar;

class RunOpener : public QObject {
 public:
  /// Both must outlive it.
  RunOpener(Document& document, MessageBar& messages, QObject* parent);

  /// The file takes the place of what was being read.
  void open(const QString& path);
  [[nodiscard]] bool busy() const { return job_.busy(); }

 private:
  struct Read {
    QString path;
    std::optional<Scenario> scenario;
    QString error = {};
  };
  void deliver(const Read& read);
  [[nodiscard]] QString words() const;

  Document& document_;
  MessageBar& messages_;
  QString path_;
  std::shared_ptr<std::atomic<double>> share_;  ///< of the file that is done
  QTimer timer_;
  LatestJob<Read> job_;
};

}  // namespace thalweg
