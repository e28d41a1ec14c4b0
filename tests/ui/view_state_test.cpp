// What the user looks at is kept in one place, follows the document, and says what it was before.

#include "ui/document/view_state.h"

#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"

#include <QTest>

#include <vector>

using namespace thalweg;

class ViewStateTest : public QObject {
  Q_OBJECT

 private:
  struct Window {
    Window() {
      Scenario s;
      s.panels = {{"saddle", {}, {}, {}, {}}, {"beale", {}, {}, {}, {}}, {"himmelblau", {}, {}, {}, {}}};
      s.contenders.resize(2);
      s.steps = 50;
      playback.setSteps(50);
      model.reset(s);
      QObject::connect(&view, &ViewState::changed, &view,
                       [this](const Looking& now, const Looking& before) { seen.emplace_back(now, before); });
    }
    ScenarioModel model;
    Playback playback;
    ViewState view{model, playback};
    std::vector<std::pair<Looking, Looking>> seen;
  };

 private Q_SLOTS:
  void listenersGetNowAndBefore() {
    Window w;
    w.view.choosePanel(2);
    w.view.selectContender(1);
    w.playback.setStep(7);
    w.view.setPresenting(true);
    QCOMPARE(w.seen.size(), std::size_t{4});
    QVERIFY(w.seen[0].first == (Looking{2, 0, 0, false}) && w.seen[0].second == Looking{});
    QVERIFY(w.seen[2].first == (Looking{2, 1, 7, false}) && w.seen[2].second == (Looking{2, 1, 0, false}));
    QVERIFY(w.view.now() == (Looking{2, 1, 7, true}));
  }

  void nothingIsSaidWithoutADifference() {
    Window w;
    w.view.choosePanel(0);
    w.view.selectContender(0);
    w.playback.setStep(0);
    w.view.setPresenting(false);
    QVERIFY(w.seen.empty());
  }

  void whatHasGoneIsNotChosen() {
    Window w;
    w.view.choosePanel(9);
    QCOMPARE(w.view.now().panel, std::size_t{2});
    w.view.selectContender(1);
    w.model.edit(QStringLiteral("remove"), [](Scenario& s) {
      s.panels.pop_back();
      s.contenders.clear();
    });
    QCOMPARE(w.view.now().panel, std::size_t{1});
    QCOMPARE(w.view.now().contender, std::size_t{0});
  }

  void anEnlargedPanelIsTheChosenOne() {
    Window w;
    w.model.edit(QStringLiteral("enlarge"), [](Scenario& s) { s.display.enlarged = 1; });
    QCOMPARE(w.view.now().panel, std::size_t{1});
    w.model.edit(QStringLiteral("restore"), [](Scenario& s) { s.display.enlarged.reset(); });
    QCOMPARE(w.view.now().panel, std::size_t{1});
  }
};

QTEST_MAIN(ViewStateTest)
#include "view_state_test.moc"
