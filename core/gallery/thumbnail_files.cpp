// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/thumbnail_files.h"

#include "core/base/Image.h"
#include "core/base/resize.h"
#include "core/io/PictureReader.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QImageWriter>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace limn {
namespace {

struct SizeRow {
    ThumbnailSize size;
    const char* folder;
    int sidePx;
};
constexpr std::array kSizes = {SizeRow{ThumbnailSize::Normal, "normal", 128},
                               SizeRow{ThumbnailSize::Large, "large", 256},
                               SizeRow{ThumbnailSize::ExtraLarge, "x-large", 512},
                               SizeRow{ThumbnailSize::Huge, "xx-large", 1024}};

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

const SizeRow& rowOf(ThumbnailSize size) {
    return kSizes[static_cast<std::size_t>(size) - 1];
}

/// A thumbnail is not worth a flush to the disk, but half of one must not be seen: temporary name, then rename.
void store(const std::filesystem::path& file, const QByteArray& bytes) {
    static std::atomic<int> counter = 0;
    ::mkdir(file.parent_path().parent_path().c_str(), 0700);
    ::mkdir(file.parent_path().c_str(), 0700);
    const std::string temporary = file.string() + "." + std::to_string(::getpid()) + "-" +
                                  std::to_string(++counter) + ".part";
    const int descriptor = ::open(temporary.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return;
    }
    const auto size = static_cast<ssize_t>(bytes.size());
    const bool isWritten = ::write(descriptor, bytes.constData(), bytes.size()) == size;
    ::close(descriptor);
    if (!isWritten || std::rename(temporary.c_str(), file.c_str()) != 0) {
        ::unlink(temporary.c_str());
    }
}

QByteArray pngOf(QImage image, const std::filesystem::path& picture, std::int64_t modifiedNs) {
    // At the image: the writer's own texts cannot have a colon in their key.
    image.setText(QStringLiteral("Thumb::URI"), QString::fromLatin1(thumbnailUri(picture)));
    image.setText(QStringLiteral("Thumb::MTime"), QString::number(modifiedNs / kNsPerSecond));
    image.setText(QStringLiteral("Software"), QStringLiteral("Limn"));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    return writer.write(image) ? bytes : QByteArray();
}

}  // namespace

int sidePx(ThumbnailSize size) {
    return rowOf(size).sidePx;
}

ThumbnailSize thumbnailSizeFor(int px) {
    for (const SizeRow& row : kSizes) {
        if (px <= row.sidePx) {
            return row.size;
        }
    }
    return ThumbnailSize::Huge;
}

std::filesystem::path thumbnailFolder() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && cache[0] == '/') {
        return std::filesystem::path(cache) / "thumbnails";
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/") / ".cache" / "thumbnails";
}

QByteArray thumbnailUri(const std::filesystem::path& file) {
    static constexpr std::string_view kKept = "-_.!~*'()/&=:@+$,";
    static constexpr char kDigits[] = "0123456789ABCDEF";
    QByteArray uri = "file://";
    for (const char c : file.string()) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x80 && std::isalnum(byte) != 0) || kKept.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += '%';
            uri += kDigits[byte >> 4U];
            uri += kDigits[byte & 15U];
        }
    }
    return uri;
}

std::filesystem::path thumbnailFile(const std::filesystem::path& folder,
                                    const std::filesystem::path& picture, ThumbnailSize size) {
    const QByteArray name =
        QCryptographicHash::hash(thumbnailUri(picture), QCryptographicHash::Md5).toHex() + ".png";
    return folder / rowOf(size).folder / name.toStdString();
}

QImage imageForPainting(const Image& image) {
    const bool hasAlpha = image.channels == 4;
    QImage target(image.widthPx, image.heightPx,
                  hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    if (target.isNull()) {
        return target;
    }
    for (int y = 0; y < image.heightPx; ++y) {
        const std::uint8_t* from = image.row(y);
        auto* to = reinterpret_cast<QRgb*>(target.scanLine(y));
        for (int x = 0; x < image.widthPx; ++x, from += image.channels) {
            if (image.channels == 1) {
                to[x] = qRgb(from[0], from[0], from[0]);
            } else {
                to[x] = hasAlpha ? qPremultiply(qRgba(from[0], from[1], from[2], from[3]))
                                 : qRgb(from[0], from[1], from[2]);
            }
        }
    }
    return target;
}

QImage storedThumbnail(const std::filesystem::path& folder, const std::filesystem::path& picture,
                       std::int64_t modifiedNs, ThumbnailSize size) {
    // Other programs write there too: no more trust than in any other file.
    const Result<PictureReader> reader = PictureReader::open(thumbnailFile(folder, picture, size));
    if (!reader || reader->info().widthPx() > sidePx(size) ||
        reader->info().heightPx() > sidePx(size)) {
        return {};
    }
    const std::string* uri = reader->info().text("Thumb::URI");
    const std::string* time = reader->info().text("Thumb::MTime");
    if (uri == nullptr || *uri != thumbnailUri(picture).toStdString() || time == nullptr ||
        *time != std::to_string(modifiedNs / kNsPerSecond)) {
        return {};
    }
    const Outcome<Image> image = reader->decode();
    return image.isDone() ? imageForPainting(image.value()) : QImage();
}

Outcome<QImage> makeThumbnail(const std::filesystem::path& folder,
                              const std::filesystem::path& picture, std::int64_t modifiedNs,
                              ThumbnailSize size, std::stop_token stop) {
    if (!folder.empty()) {
        QImage stored = storedThumbnail(folder, picture, modifiedNs, size);
        if (!stored.isNull()) {
            return stored;
        }
    }
    Outcome<Image> image = readPicture(picture, stop);
    if (!image.isDone()) {
        return image.isCancelled() ? Outcome<QImage>(Cancelled{}) : Outcome<QImage>(image.error());
    }
    const Image& whole = image.value();
    const int longest = std::max(whole.widthPx, whole.heightPx);
    QImage thumbnail;
    if (longest <= sidePx(size)) {
        thumbnail = imageForPainting(whole);
    } else {
        const auto scaled = [&](int px) {
            return std::max(1, static_cast<int>(std::int64_t{px} * sidePx(size) / longest));
        };
        const Outcome<Image> small = resize(whole, scaled(whole.widthPx), scaled(whole.heightPx),
                                            ResizeFilter::Bilinear, stop);
        if (!small.isDone()) {
            return small.isCancelled() ? Outcome<QImage>(Cancelled{})
                                       : Outcome<QImage>(small.error());
        }
        thumbnail = imageForPainting(small.value());
    }
    // No thumbnails of thumbnails.
    if (!folder.empty() && !picture.string().starts_with(folder.string() + "/")) {
        const QByteArray png = pngOf(thumbnail, picture, modifiedNs);
        if (!png.isEmpty()) {
            store(thumbnailFile(folder, picture, size), png);
        }
    }
    return thumbnail;
}

}  // namespace limn
