// Every objective's panel at first sight, on one picture to look at: thalweg_contact_sheet FILE.png [light|dark] [MAP]

#include "ui/look/theme.h"
#include "ui/scenes/assembly.h"

#include <QGuiApplication>
#include <QPainter>

#include <cmath>
#include <iostream>

namespace {

constexpr int kColumns = 8;
constexpr int kWidth = 300;
constexpr int kHeight = 300;
constexpr int kHead = 24;

void paint(QPainter& painter, const QRectF& box, const thalweg::ObjectiveCard& card, const thalweg::Theme& theme,
           const thalweg::Display& display) {
  using namespace thalweg;
  painter.setFont(theme.font(TextRole::Title));
  painter.setPen(theme.text);
  const QRectF head(box.left() + 10, box.top(), box.width() - 10, kHead);
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                   QString::fromStdString(card.label.empty() ? card.id : card.label));
  Scenario scenario;
  scenario.panels.emplace_back().objective = card.id;
  scenario.display = display;
  PanelResults results;
  results.objective = makeObjective(scenario.panels.front());
  const QRectF area = box.adjusted(0, kHead, 0, 0);
  const PlotFrame frame = panelFrame(panelScene(scenario, 0, results, {}, theme), area);
  addSurface(results, scenario, 0, frame, frame.rect.size().toSize(), theme);
  const PanelScene scene = panelScene(scenario, 0, results, {}, theme);
  paintPanel(painter, area, scene);
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QGuiApplication application(argc, argv);
  if (argc < 2) {
    std::cerr << "usage: thalweg_contact_sheet FILE.png [light|dark] [MAP]\n";
    return 2;
  }
  thalweg::loadFonts();
  const thalweg::Theme theme = thalweg::makeTheme(argc > 2 && std::string_view(argv[2]) == "dark");
  thalweg::Display display;
  if (argc > 3) display.colorMap = argv[3];
  const auto& cards = thalweg::objectiveCards();
  const int rows = static_cast<int>((cards.size() + kColumns - 1) / kColumns);
  QImage sheet(kColumns * kWidth, rows * kHeight, QImage::Format_ARGB32_Premultiplied);
  sheet.fill(theme.surface);
  QPainter painter(&sheet);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int i = 0; i < static_cast<int>(cards.size()); ++i) {
    const QRectF box(i % kColumns * kWidth, i / kColumns * kHeight, kWidth, kHeight);
    paint(painter, box.adjusted(0, 2, -6, -4), *cards[static_cast<std::size_t>(i)], theme, display);
  }
  painter.end();
  if (sheet.save(QString::fromLocal8Bit(argv[1]))) return 0;
  std::cerr << "cannot write " << argv[1] << "\n";
  return 1;
}
