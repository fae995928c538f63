// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/CardPictures.h"

#include "core/io/PictureReader.h"
#include "core/jobs/failure_sentence.h"
#include "ui/widgets/to_qimage.h"

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kCacheKiB = 64 * 1024;
constexpr int kSideStepPx =
    64;  // so that a window that is drawn wider does not read anew at each pixel
constexpr int kMostProblems = 1000;

QImage scaledDown(const Image& picture, int sidePx) {
    const QImage whole = viewOf(picture);
    const QSize wanted = whole.size().scaled(sidePx, sidePx, Qt::KeepAspectRatio);
    const bool isSmall = std::max(whole.width(), whole.height()) <= sidePx;
    return isSmall ? whole.copy()
                   : whole.scaled(wanted.expandedTo({1, 1}), Qt::IgnoreAspectRatio,
                                  Qt::SmoothTransformation);
}

}  // namespace

CardPictures::CardPictures(Background& background, QObject* parent)
    : QObject(parent), m_background(background), m_pictures(kCacheKiB) {}

QString CardPictures::keyOf(const QString& file, int sidePx) {
    return QStringLiteral("%1\n%2").arg(sidePx).arg(file);
}

QImage CardPictures::picture(const QString& file, int sidePx) {
    if (file.isEmpty()) {
        return {};
    }
    const int side = (std::max(sidePx, 1) + kSideStepPx - 1) / kSideStepPx * kSideStepPx;
    if (const QImage* known = m_pictures.object(keyOf(file, side))) {
        return *known;
    }
    if (!m_problems.contains(file)) {
        read(file, side);
    }
    return {};
}

std::optional<QString> CardPictures::problem(const QString& file) const {
    const auto found = m_problems.find(file);
    return found == m_problems.end() ? std::nullopt : std::optional<QString>(*found);
}

void CardPictures::forget(const QString& file) {
    m_problems.remove(file);
    const auto isOfFile = [end = QLatin1Char('\n') + file](const QString& key) {
        return key.endsWith(end);
    };
    for (const QString& key : m_pictures.keys()) {
        if (isOfFile(key)) {
            m_pictures.remove(key);
        }
    }
    m_reading.removeIf([&](const auto& reading) { return isOfFile(reading.key()); });
    Q_EMIT loaded(file);  // whoever shows it asks again
}

void CardPictures::read(const QString& file, int sidePx) {
    const QString key = keyOf(file, sidePx);
    if (m_reading.contains(key)) {
        return;
    }
    const int number = ++m_lastReading;
    m_reading.insert(key, number);
    const std::filesystem::path path(file.toStdU16String());
    m_background.start(
        this,
        [path, sidePx](const std::stop_token& stop) -> Outcome<QImage> {
            const Outcome<Image> picture = readPicture(path, stop);
            if (picture.isFailed()) {
                return picture.error();
            }
            if (picture.isCancelled()) {
                return Cancelled{};
            }
            return scaledDown(picture.value(), sidePx);
        },
        [this, file, key, number](const Outcome<QImage>& picture) {
            if (m_reading.value(key) != number) {
                return;  // it was forgotten meanwhile: what was found is of before
            }
            m_reading.remove(key);
            if (picture.isDone()) {
                const QImage& image = picture.value();
                m_pictures.insert(key, new QImage(image),
                                  static_cast<int>(image.sizeInBytes() / 1024) + 1);
                Q_EMIT loaded(file);
            } else if (picture.isFailed()) {
                if (m_problems.size() >= kMostProblems) {
                    m_problems.clear();
                }
                const QString sentence = failureSentence(picture.error());
                m_problems.insert(file, sentence);
                Q_EMIT failed(file, sentence);
            }
        });
}

}  // namespace limn::ui
