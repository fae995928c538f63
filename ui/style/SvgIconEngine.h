// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QByteArray>
#include <QColor>
#include <QIconEngine>

#include <functional>

namespace limn::ui {

/// Paints one of Limn's SVG drawings in a colour that is asked for at each painting. Drawings use "currentColor".
class SvgIconEngine final : public QIconEngine {
public:
    using ColorOf = std::function<QColor(QIcon::Mode, QIcon::State)>;

    SvgIconEngine(QByteArray svg, ColorOf colorOf);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QIconEngine* clone() const override;

private:
    QByteArray m_svg;
    ColorOf m_colorOf;
};

}  // namespace limn::ui
