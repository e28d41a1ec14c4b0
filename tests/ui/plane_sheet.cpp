// Every plane of every data set's network, and the views beside them, on one picture to look at:
// thalweg_plane_sheet FILE.png [light|dark]

#include "core/scenario/scenario_file.h"
#include "ui/look/theme.h"
#include "ui/scenes/assembly.h"
#include "ui/scenes/honesty.h"

#include <QGuiApplication>
#include <QPainter>

#include <array>
#include <iostream>
#include <string>

namespace {

using namespace thalweg;

constexpr int width = 380, height = 360, head = 24;
constexpr std::array data = {"moons", "circles", "xor", "spirals", "blobs", "curve", "digits"};

/// What stands in a column: a plane, or another view.
struct SheetColumn {
  const char* name;
  const char* panel;
};
constexpr std::array columns = {SheetColumn{"coordinates", R"("plane": {"kind": "coordinates", "x": 0, "y": 5})"},
                                SheetColumn{"random", R"("plane": {"kind": "random"})"},
                                SheetColumn{"principal", R"("plane": {"kind": "principal"})"},
                                SheetColumn{"points", R"("plane": {"kind": "points"})"},
                                SheetColumn{"hessian", R"("plane": {"kind": "hessian"})"},
                                SheetColumn{"velocity", R"("plane": {"kind": "velocity"})"},
                                SheetColumn{"data", R"("view_kind": "data")"},
                                SheetColumn{"matrices", R"("view_kind": "matrices")"},
                                SheetColumn{"spectrum", R"("view_kind": "spectrum")"}};

/// Options of a network that learns the data in some 150 steps.
std::string network(const std::string& set) {
  const std::string hidden = set == "spirals" ? "[16, 12]" : set == "digits" ? "[6]" : "[8]";
  const std::string loss = set == "curve" ? R"(, "loss": "squared")" : "";
  return R"({"hidden": )" + hidden + R"(, "data": ")" + set + '"' + loss + "}";
}

void paint(QPainter& painter, const QRectF& box, const std::string& set, const SheetColumn& column,
           const Theme& theme) {
  painter.setFont(theme.font(TextRole::Title));
  painter.setPen(theme.text);
  QString words = QString::fromStdString(set + ", " + column.name);
  const QRectF title(box.left() + 10, box.top(), box.width() - 20, head);
  try {
    const Scenario scenario =
        parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron", "options": )" + network(set) +
                      ", " + column.panel + R"(}], "contenders": [{"optimizer": "SGD", "options": {"lr": 0.2}},
      {"optimizer": "SGD", "options": {"lr": 0.1, "momentum": 0.9}, "label": "Momentum"},
      {"optimizer": "Adam", "options": {"lr": 0.03}}], "steps": 150)" +
                      (set == "digits" ? R"(, "gradient": {"batch": 64}})" : "}"));
    validateScenario(scenario);
    const ScenarioResults whole = computeScenario(scenario, {0});
    PanelResults results = whole.of(0);
    const Chosen chosen{2, 100};
    results.study = makeStudy(scenario, 0, *results.objective, results.paths, chosen.step);
    PanelScene scene = panelScene(scenario, 0, results, chosen, theme);
    const QRectF area = box.adjusted(0, head, 0, -8);
    if (scene.showsSurface()) {
      const PlotFrame frame = panelFrame(scene, area);
      addSurface(results, scenario, 0, frame, frame.rect.size().toSize(), theme);
      scene = panelScene(scenario, 0, results, chosen, theme);
      if (const auto honesty = panelHonesty(scenario, results, chosen, theme); honesty && honesty->point)
        words += QStringLiteral(", holds %1 %, loss %2, true %3")
                     .arg(qRound(100 * honesty->held))
                     .arg(honesty->point->planeLoss, 0, 'g', 3)
                     .arg(honesty->point->trueLoss, 0, 'g', 3);
    }
    paintPanel(painter, area, scene);
  } catch (const std::exception& error) {
    painter.drawText(box.adjusted(20, 60, -20, 0), Qt::TextWordWrap, QString::fromUtf8(error.what()));
  }
  painter.setFont(theme.font(TextRole::Title));
  painter.setPen(theme.text);
  painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, words);
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QGuiApplication application(argc, argv);
  if (argc < 2) {
    std::cerr << "usage: thalweg_plane_sheet FILE.png [light|dark]\n";
    return 2;
  }
  loadFonts();
  const Theme theme = makeTheme(argc > 2 && std::string_view(argv[2]) == "dark");
  QImage sheet(static_cast<int>(columns.size()) * width, static_cast<int>(data.size()) * height,
               QImage::Format_ARGB32_Premultiplied);
  sheet.fill(theme.surface);
  QPainter painter(&sheet);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t row = 0; row < data.size(); ++row) {
    for (std::size_t k = 0; k < columns.size(); ++k)
      paint(painter, QRectF(static_cast<int>(k) * width, static_cast<int>(row) * height, width, height), data[row],
            columns[k], theme);
  }
  return sheet.save(QString::fromLocal8Bit(argv[1])) ? 0 : 1;
}
