#include "app/commands.h"

#include <QCoreApplication>

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  QCoreApplication::setApplicationName(QStringLiteral("thalweg"));
  QCoreApplication::setApplicationVersion(QStringLiteral(THALWEG_VERSION));
  const QStringList arguments = QCoreApplication::arguments();
  if (thalweg::isCommand(arguments)) return thalweg::runCommand(arguments);
  return thalweg::Misused;
}
