// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/ElidedButton.h"

#include <QEvent>
#include <QFontMetrics>
#include <QStyle>
#include <QStyleOptionButton>

namespace limn::ui {
namespace {

constexpr int kSmallestWidthPx = 48;

}  // namespace

QString nameOnButton(const QString& name, const QFontMetrics& metrics, int widthPx) {
    QString line = name;
    line.replace(QLatin1Char('\n'), QLatin1Char(' '));
    QString shown = metrics.elidedText(line, Qt::ElideMiddle, widthPx);
    return shown.replace(QLatin1Char('&'), QLatin1String("&&"));
}

ElidedButton::ElidedButton(QWidget* parent) : QPushButton(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMinimumWidth(kSmallestWidthPx);
}

void ElidedButton::setWholeText(const QString& text) {
    m_text = text;
    elide();
}

QSize ElidedButton::minimumSizeHint() const {
    return {kSmallestWidthPx, QPushButton::minimumSizeHint().height()};
}

void ElidedButton::resizeEvent(QResizeEvent* event) {
    QPushButton::resizeEvent(event);
    elide();
}

void ElidedButton::changeEvent(QEvent* event) {
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        elide();
    }
}

void ElidedButton::elide() {
    QStyleOptionButton option;
    initStyleOption(&option);
    const QRect room = style()->subElementRect(QStyle::SE_PushButtonContents, &option, this);
    const QString shown = nameOnButton(m_text, fontMetrics(), room.width());
    if (shown != text()) {
        setText(shown);
    }
}

}  // namespace limn::ui
