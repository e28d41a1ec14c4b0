// Every objective's panel at first sight, on one picture to look at: thalweg_contact_sheet FILE.png [light|dark] [MAP]

#include "ui/look/theme.h"
#include "ui/scenes/panel_scene.h"
#include "ui/scenes/surface.h"

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
  const auto objective = card.make({}, 0);
  PanelScene scene;
  scene.theme = theme;
  scene.view = shownBox(*objective, objective->view());
  dress(scene, display);
  const std::vector<double> start = objective->starts().front();
  scene.landmarks = landmarksInPlane(*objective, start);
  scene.starts = {{-1, QPointF(start[0], start.size() > 1 ? start[1] : 0)}};
  const QRectF area = box.adjusted(0, kHead, 0, 0);
  if (objective->dimension() == 1) scene.equalAxes = false;
  const PlotFrame frame = panelFrame(scene, area);
  FieldRequest request;
  request.view = frame.view;
  request.columns = static_cast<Index>(frame.rect.width());
  request.rows = static_cast<Index>(frame.rect.height());
  if (objective->dimension() > 2) request.base = start;
  setSurface(scene, *makeSurface(objective, request), display);
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
