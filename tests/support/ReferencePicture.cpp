// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/ParityCase.h"

#include <QFile>
#include <QImage>

#include <cstring>

namespace limn::test {

Result<Image> readReferencePicture(const std::filesystem::path& file) {
    QImage read;
    if (!read.load(QFile::decodeName(file.c_str()), "PNG")) {
        return Error{ErrorCode::FileDamaged, "Cannot read the picture " + file.string() + ".", {}};
    }
    const bool grey = read.format() == QImage::Format_Grayscale8;
    if (!grey) {
        read = read.convertToFormat(QImage::Format_RGB888);
    }
    Image image(read.width(), read.height(), grey ? 1 : 3);
    for (int y = 0; y < image.heightPx; ++y) {
        std::memcpy(image.row(y), read.constScanLine(y), image.rowBytes());
    }
    return image;
}

}  // namespace limn::test
