#pragma once
/// Runs the program as its user would, without a display.

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

namespace thalweg {

struct ProgramResult {
  int status = -1;
  QByteArray out;
  QByteArray err;
};

inline ProgramResult runProgram(const QStringList& arguments, const QByteArray& input = {},
                                const QString& locale = QStringLiteral("C.UTF-8")) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.remove(QStringLiteral("DISPLAY"));
  environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
  environment.remove(QStringLiteral("XDG_RUNTIME_DIR"));
  environment.insert(QStringLiteral("LC_ALL"), locale);
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(THALWEG_PROGRAM), arguments);
  process.write(input);
  process.closeWriteChannel();
  ProgramResult result;
  if (!process.waitForFinished(120'000)) process.kill();
  result.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  result.out = process.readAllStandardOutput();
  result.err = process.readAllStandardError();
  return result;
}

}  // namespace thalweg
