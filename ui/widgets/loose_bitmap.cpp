// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/loose_bitmap.h"

#include <QMimeData>
#include <QString>

#include <algorithm>
#include <array>

namespace limn::ui {
namespace {

/// What loses nothing comes first.
constexpr std::array kEncoded = {"image/png", "image/webp", "image/jpeg"};

QString encodedFormatOf(const QMimeData& mime) {
    const auto found = std::find_if(kEncoded.begin(), kEncoded.end(), [&](const char* format) {
        return mime.hasFormat(QLatin1String(format));
    });
    return found == kEncoded.end() ? QString() : QLatin1String(*found);
}

}  // namespace

bool holdsBitmap(const QMimeData& mime) {
    return mime.hasImage() || !encodedFormatOf(mime).isEmpty();
}

QByteArray encodedBitmapOf(const QMimeData& mime) {
    const QString format = encodedFormatOf(mime);
    return format.isEmpty() ? QByteArray() : mime.data(format);
}

std::shared_ptr<const QMimeData> bitmapOf(const QMimeData& mime) {
    auto bitmap = std::make_shared<QMimeData>();
    if (const QByteArray bytes = encodedBitmapOf(mime); !bytes.isEmpty()) {
        bitmap->setData(encodedFormatOf(mime), bytes);
    } else if (mime.hasImage()) {
        bitmap->setImageData(mime.imageData());
    } else {
        return nullptr;
    }
    return bitmap;
}

}  // namespace limn::ui
