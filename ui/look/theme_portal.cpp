// The desktop's wish for dark or light, which the settings portal tells over D-Bus. Where Qt has no D-Bus, the palette
// that the platform gives decides alone.

#include "ui/look/theme.h"

#ifdef THALWEG_DBUS

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace thalweg {

namespace {

constexpr auto kPortal = "org.freedesktop.portal.Desktop";
constexpr auto kPortalPath = "/org/freedesktop/portal/desktop";
constexpr auto kPortalSettings = "org.freedesktop.portal.Settings";
constexpr auto kAppearance = "org.freedesktop.appearance";
constexpr auto kColorScheme = "color-scheme";

}  // namespace

void ThemeController::askPortal() {
  // Connecting without a running bus would try to start one.
  if (!application_ || qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")) return;
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  const QString service = QLatin1String(kPortal), path = QLatin1String(kPortalPath),
                settings = QLatin1String(kPortalSettings);
  bus.connect(service, path, settings, QStringLiteral("SettingChanged"), this,
              SLOT(portalSettingChanged(QString, QString, QDBusVariant)));
  QDBusMessage read = QDBusMessage::createMethodCall(service, path, settings, QStringLiteral("Read"));
  read << QLatin1String(kAppearance) << QLatin1String(kColorScheme);
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* w) {
    const QDBusPendingReply<QDBusVariant> reply = *w;
    w->deleteLater();
    if (reply.isError()) return;
    // Read wraps the value in a second variant.
    const QVariant inner = reply.value().variant();
    setSystemDark(inner.canConvert<QDBusVariant>() ? inner.value<QDBusVariant>().variant().toUInt() : inner.toUInt());
  });
}

void ThemeController::portalSettingChanged(const QString& space, const QString& key, const QDBusVariant& value) {
  if (space == QLatin1String(kAppearance) && key == QLatin1String(kColorScheme))
    setSystemDark(value.variant().toUInt());
}

}  // namespace thalweg

#else

namespace thalweg {

void ThemeController::askPortal() {}

void ThemeController::portalSettingChanged(const QString& /*space*/, const QString& /*key*/,
                                           const QDBusVariant& /*value*/) {}

}  // namespace thalweg

#endif
