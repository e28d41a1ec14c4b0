#include "ui/document/built_in_scenarios.h"

#include "core/scenario/scenario_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// Resources of a static library are registered only when asked for; the macro must stand outside a namespace.
static void initResources() { Q_INIT_RESOURCE(resources); }

namespace thalweg {

namespace {

QByteArray resource(const QString& name) {
  QFile file(QStringLiteral(":/scenarios/") + name);
  if (!file.open(QIODevice::ReadOnly)) qFatal("missing resource %s", qPrintable(name));
  return file.readAll();
}

std::vector<BuiltInScenario> readAll() {
  initResources();
  const auto words = [](const char* text) { return QCoreApplication::translate("BuiltInScenarios", text); };
  std::vector<BuiltInScenario> all;
  all.push_back({QStringLiteral("startup"), words("Side by side"),
                 words("Five optimizers on three surfaces at once: one falls off a saddle, one follows a bent valley, "
                       "one has several wells."),
                 words("Drag a start, and all five paths follow."), startUpScenario()});
  const QJsonArray index = QJsonDocument::fromJson(resource(QStringLiteral("index.json"))).array();
  for (const QJsonValue& value : index) {
    const QJsonObject entry = value.toObject();
    const QString id = entry[QLatin1String("id")].toString();
    all.push_back({id, entry[QLatin1String("group")].toString(), entry[QLatin1String("description")].toString(),
                   entry[QLatin1String("trial")].toString(),
                   parseScenario(resource(id + QStringLiteral(".thalweg")).toStdString())});
  }
  return all;
}

}  // namespace

const std::vector<BuiltInScenario>& builtInScenarios() {
  static const std::vector<BuiltInScenario> all = readAll();
  return all;
}

QString wordsOf(const Scenario& scenario) {
  for (const BuiltInScenario& own : builtInScenarios()) {
    if (own.scenario == scenario)
      return QCoreApplication::translate("BuiltInScenarios", "%1  To try: %2").arg(own.description, own.trial);
  }
  return {};
}

}  // namespace thalweg
