// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/ThumbnailProvider.h"

#include <QFile>

#include <algorithm>
#include <utility>

namespace limn {
namespace {

constexpr qint64 kBytesAUnit = 1024;
constexpr int kDefaultMemoryKib = 96 * 1024;
constexpr int kMostProblems = 20'000;
constexpr std::size_t kMostWaiting = 2000;

int costOf(const QImage& image) {
    return static_cast<int>(std::max<qint64>(1, image.sizeInBytes() / kBytesAUnit));
}

}  // namespace

ThumbnailProvider::ThumbnailProvider(Background& background, std::filesystem::path folder,
                                     int atWork, QObject* parent)
    : QObject(parent), m_background(background), m_folder(std::move(folder)),
      m_mostAtWork(std::max(1, atWork)), m_images(kDefaultMemoryKib), m_problems(kMostProblems) {}

ThumbnailProvider::~ThumbnailProvider() {
    for (BackgroundTask& task : m_atWork) {
        task.cancel();
    }
}

QString ThumbnailProvider::keyOf(const Wish& wish) {
    return QString::number(static_cast<int>(wish.size)) + QLatin1Char(':') +
           QString::number(wish.modifiedNs) + QLatin1Char(':') + wish.file;
}

QImage ThumbnailProvider::thumbnail(const QString& file, qint64 modifiedNs, int px) {
    Wish wish{file, modifiedNs, thumbnailSizeFor(px)};
    const QString key = keyOf(wish);
    if (const QImage* image = m_images.object(key)) {
        return *image;
    }
    if (!m_problems.contains(key) && !m_atWork.contains(key)) {
        // Asked again: it is the newest wish now.
        std::erase(m_waiting, wish);
        if (m_waiting.size() >= kMostWaiting) {
            m_waiting.erase(m_waiting.begin());
        }
        m_waiting.push_back(wish);
        startNext();
    }
    for (const ThumbnailSize other : {ThumbnailSize::ExtraLarge, ThumbnailSize::Large,
                                      ThumbnailSize::Normal, ThumbnailSize::Huge}) {
        if (const QImage* image = m_images.object(keyOf({file, modifiedNs, other}))) {
            return *image;
        }
    }
    return {};
}

QString ThumbnailProvider::problem(const QString& file) const {
    const QString* text = m_problems.object(file);
    return text != nullptr ? *text : QString();
}

void ThumbnailProvider::setMemoryLimit(qint64 bytes) {
    m_images.setMaxCost(static_cast<int>(std::max<qint64>(1, bytes / kBytesAUnit)));
}

qint64 ThumbnailProvider::memoryUsed() const {
    return m_images.totalCost() * kBytesAUnit;
}

void ThumbnailProvider::startNext() {
    while (m_atWork.size() < m_mostAtWork && !m_waiting.empty()) {
        const Wish wish = std::move(m_waiting.back());
        m_waiting.pop_back();
        m_atWork.insert(keyOf(wish),
                        m_background.start(
                            this,
                            [wish, folder = m_folder](const std::stop_token& stop) {
                                return makeThumbnail(folder,
                                                     QFile::encodeName(wish.file).toStdString(),
                                                     wish.modifiedNs, wish.size, stop);
                            },
                            [this, wish](const Outcome<QImage>& outcome) { finish(wish, outcome); },
                            BackgroundPriority::High));
    }
}

void ThumbnailProvider::finish(const Wish& wish, const Outcome<QImage>& outcome) {
    const QString key = keyOf(wish);
    m_atWork.remove(key);
    if (outcome.isDone()) {
        const QImage& image = outcome.value();
        m_images.insert(key, new QImage(image), costOf(image));
        m_problems.remove(wish.file);
    } else if (outcome.isFailed()) {
        // By the wish, so that a changed file is tried again; by the file, for who asks why.
        m_problems.insert(key, new QString());
        m_problems.insert(wish.file, new QString(QString::fromStdString(outcome.error().message)));
    }
    Q_EMIT thumbnailReady(wish.file);
    startNext();
}

}  // namespace limn
