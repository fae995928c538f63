// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/picture_exchange.h"

#include "core/base/Result.h"

#include <QDrag>
#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QPrintDialog>
#include <QPrinter>
#include <QUrl>

#include <algorithm>
#include <memory>

namespace limn::ui {
namespace {

constexpr int kDragPx = 128;
constexpr double kFewestPixelsAnInch = 72;

}  // namespace

QMimeData* mimeDataOf(const CanvasPicture& picture, const QImage& image) {
    auto* data = new QMimeData;
    const std::filesystem::path& file =
        picture.readableFile();  // of a pasted one the journal has a copy
    if (!file.empty()) {
        data->setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
    }
    if (!image.isNull()) {
        data->setImageData(image);
    }
    return data;
}

QSize dragSize(const QWidget& source) {
    return QSize(kDragPx, kDragPx) * source.devicePixelRatioF();
}

void dragOut(QWidget& source, const CanvasPicture& picture, const QImage& image,
             const QImage& small) {
    auto* drag = new QDrag(&source);
    drag->setMimeData(mimeDataOf(picture, image));
    if (!small.isNull()) {  // it may still be read; the file goes along all the same
        const double ratio = source.devicePixelRatioF();
        QPixmap carried = QPixmap::fromImage(
            small.scaled(dragSize(source), Qt::KeepAspectRatio, Qt::SmoothTransformation));
        carried.setDevicePixelRatio(ratio);
        drag->setPixmap(carried);
        drag->setHotSpot({int(carried.width() / ratio / 2), int(carried.height() / ratio / 2)});
    }
    drag->exec(Qt::CopyAction);
}

QRectF placeOnPage(const QSizeF& picture, const QRectF& page, double dotsPerInch) {
    const double fitting =
        std::min(page.width() / picture.width(), page.height() / picture.height());
    const double scale = std::min(fitting, dotsPerInch / kFewestPixelsAnInch);
    QRectF place(QPointF(0, 0), picture * scale);
    place.moveCenter(page.center());
    return place;
}

void printPage(QPrinter& printer, const QImage& image) {
    const QRectF page = QRectF(QPointF(0, 0), printer.pageRect(QPrinter::DevicePixel).size());
    QPainter painter(&printer);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(placeOnPage(QSizeF(image.size()), page, printer.resolution()), image);
}

void printInBackground(Background& background, QObject* context, std::shared_ptr<QPrinter> printer,
                       const QImage& image) {
    background.start(
        context,
        [printer, image](const std::stop_token&) {
            printPage(*printer, image);
            return Unit{};
        },
        [printer](Unit) {});  // ends on this thread
}

void printWithDialog(QWidget& parent, Background& background, const QImage& image,
                     const QString& title) {
    auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setDocName(title);
    printer->setPageOrientation(image.width() > image.height() ? QPageLayout::Landscape
                                                               : QPageLayout::Portrait);
    auto* dialog = new QPrintDialog(printer.get(), &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // The dialog has put into this printer what was chosen.
    QObject::connect(dialog, qOverload<QPrinter*>(&QPrintDialog::accepted), &parent,
                     [&background, &parent, printer, image] {
                         printInBackground(background, &parent, printer, image);
                     });
    dialog->open();
}

}  // namespace limn::ui
