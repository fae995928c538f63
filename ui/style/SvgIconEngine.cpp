// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/SvgIconEngine.h"

#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace limn::ui {

SvgIconEngine::SvgIconEngine(QByteArray svg, ColorOf colorOf)
    : m_svg(std::move(svg)), m_colorOf(std::move(colorOf)) {}

void SvgIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
                          QIcon::State state) {
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    QPixmap picture = pixmap(rect.size() * ratio, mode, state);
    picture.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect, picture);
}

QPixmap SvgIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
    const QColor color = m_colorOf(mode, state);
    const QString key = QStringLiteral("limn-icon/%1/%2x%3/%4")
                            .arg(qHash(m_svg))
                            .arg(size.width())
                            .arg(size.height())
                            .arg(color.name(QColor::HexArgb));
    QPixmap picture;
    if (QPixmapCache::find(key, &picture)) {
        return picture;
    }
    QByteArray colored = m_svg;
    colored.replace("currentColor", color.name().toLatin1());
    picture = QPixmap(size);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(color.alphaF());
    QSvgRenderer renderer(colored);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
    painter.end();
    QPixmapCache::insert(key, picture);
    return picture;
}

QIconEngine* SvgIconEngine::clone() const {
    return new SvgIconEngine(*this);
}

}  // namespace limn::ui
