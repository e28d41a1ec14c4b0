// Characters from a signal handler reach the thread that waits. Compiled a second time for systems that are not POSIX.

#include "core/base/platform.h"

#include <QTest>

#include <csignal>
#include <thread>

using namespace thalweg;

namespace {

SignalPipe* pipeOfHandler = nullptr;

}  // namespace

class PlatformTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void handlerWakesAThread() {
    SignalPipe pipe;
    pipeOfHandler = &pipe;
    char got = 0;
    std::thread waiting([&] { got = pipe.wait(); });
    std::signal(SIGTERM, [](int) { pipeOfHandler->send('s'); });
    std::raise(SIGTERM);
    waiting.join();
    std::signal(SIGTERM, SIG_DFL);
    QCOMPARE(got, 's');
    QVERIFY(!pipe.waitFor(std::chrono::milliseconds(1)));
    pipe.send('q');
    QCOMPARE(pipe.waitFor(std::chrono::seconds(60)), std::optional('q'));
  }
};

QTEST_APPLESS_MAIN(PlatformTest)
#include "platform_test.moc"
