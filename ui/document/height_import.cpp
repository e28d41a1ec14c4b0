#include "ui/document/height_import.h"

#include "core/base/file.h"
#include "core/objectives/height_file.h"
#include "core/objectives/landscape.h"
#include "ui/document/file_name.h"

#include <QFileInfo>
#include <QImage>
#include <QImageReader>

#include <algorithm>
#include <stdexcept>
#include <system_error>

namespace thalweg {

namespace {

constexpr double kPictureSmoothing = 2;
constexpr int kMostPixels = 257;  // a side, of a picture

QStringList numberEndings() {
  return {QStringLiteral("csv"), QStringLiteral("tsv"), QStringLiteral("txt"),
          QStringLiteral("npy"), QStringLiteral("npz"), QStringLiteral("pgm")};
}

QStringList pictureEndings() {
  QStringList endings;
  for (const QByteArray& format : QImageReader::supportedImageFormats()) {
    const QString ending = QString::fromLatin1(format).toLower();
    // Drawings have no pixels, and PGM keeps all its greys when core reads it.
    if (!ending.startsWith(QLatin1String("svg")) && ending != QLatin1String("pgm") && ending != QLatin1String("pdf"))
      endings << ending;
  }
  return endings;
}

bool isPicture(const QString& path) { return pictureEndings().contains(QFileInfo(path).suffix().toLower()); }

/// Dark is 0, light is 1; the upper edge has the greatest y.
Heights readPicture(const QString& path) {
  const std::string name = shownName(QFileInfo(path).fileName()).toStdString();
  QImageReader reader(path);
  reader.setAutoTransform(true);
  QImage picture = reader.read();
  if (picture.isNull()) throw std::runtime_error(name + ": " + reader.errorString().toStdString());
  if (std::max(picture.width(), picture.height()) > kMostPixels)
    picture = picture.scaled(kMostPixels, kMostPixels, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  picture = picture.convertToFormat(QImage::Format_Grayscale16);
  constexpr double white = 65535;
  Heights heights{Eigen::MatrixXd(picture.height(), picture.width()), {}};
  for (int i = 0; i < picture.height(); ++i) {
    const auto* line = reinterpret_cast<const quint16*>(picture.constScanLine(picture.height() - 1 - i));
    for (int j = 0; j < picture.width(); ++j) heights.values(i, j) = line[j] / white;
  }
  checkHeights(heights.values, name);
  return heights;
}

Heights readNumbers(const QString& path) {
  const std::string name = shownName(QFileInfo(path).fileName()).toStdString();
  std::string bytes;
  try {
    bytes = readFile(nameBytes(path), limits::heightFileBytes + 1);
  } catch (const std::system_error& error) {
    throw std::runtime_error(name + ": " + error.code().message());
  }
  if (bytes.size() > limits::heightFileBytes) throw std::runtime_error(name + ": larger than 64 MiB");
  return readHeights(bytes, name);
}

}  // namespace

Options optionsOfHeights(const QString& path) {
  const bool picture = isPicture(path);
  const Heights heights = picture ? readPicture(path) : readNumbers(path);
  const auto across = static_cast<double>(heights.values.cols() - 1);
  const auto up = static_cast<double>(heights.values.rows() - 1);
  const double half = 2 / std::max(across, up);
  const View own{-half * across, half * across, -half * up, half * up};
  Options options = landscape::options(heights.values, heights.box.value_or(own));
  if (picture) options["smoothing"] = kPictureSmoothing;
  return options;
}

QStringList heightFilePatterns() {
  QStringList patterns;
  for (const QString& ending : numberEndings() + pictureEndings()) patterns << QStringLiteral("*.") + ending;
  return patterns;
}

bool meansHeights(const QString& path) {
  const QString ending = QFileInfo(path).suffix().toLower();
  if (ending == QLatin1String("npz")) {
    try {
      (void)readNumbers(path);
      return true;
    } catch (const std::runtime_error&) {
      return false;
    }
  }
  return numberEndings().contains(ending) || pictureEndings().contains(ending);
}

}  // namespace thalweg
