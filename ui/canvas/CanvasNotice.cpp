// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/CanvasNotice.h"

#include "ui/canvas/floating_card.h"
#include "ui/style/Theme.h"
#include "ui/widgets/Announcer.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

namespace limn::ui {

CanvasNotice::CanvasNotice(const Theme& theme, QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("canvasNotice"));
    setProperty("look", QStringLiteral("card"));
    setCursor(Qt::ArrowCursor);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpacePx, kSpaceSmallPx, kSpaceSmallPx, kSpaceSmallPx);
    row->setSpacing(kSpaceSmallPx);
    m_announcer = new Announcer(this);
    m_sentence = new QLabel(this);
    m_sentence->setObjectName(QStringLiteral("canvasNoticeLabel"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_sentence, 1);
    m_button = new QPushButton(this);
    m_button->setObjectName(QStringLiteral("canvasNoticePushButton"));
    row->addWidget(m_button);
    auto* closing = new QToolButton(this);
    closing->setObjectName(QStringLiteral("closeCanvasNoticeToolButton"));
    closing->setProperty("look", QStringLiteral("bare"));
    closing->setIcon(theme.icon(QLatin1String("close")));
    closing->setAccessibleName(tr("Close this message"));
    closing->setToolTip(closing->accessibleName());
    row->addWidget(closing);
    connect(m_button, &QPushButton::clicked, this, [this] {
        const auto pressed = m_pressed;
        dismiss();
        if (pressed) {
            pressed();
        }
    });
    connect(closing, &QToolButton::clicked, this, &CanvasNotice::dismiss);
    hide();
}

void CanvasNotice::showSentence(Kind kind, const QString& sentence, const QString& buttonText,
                                std::function<void()> pressed) {
    setProperty("look", kind == Kind::Trouble ? QStringLiteral("care") : QStringLiteral("card"));
    style()->unpolish(this);
    style()->polish(this);
    m_sentence->setText(sentence);
    m_sentence->style()->unpolish(m_sentence);
    m_sentence->style()->polish(m_sentence);
    m_button->setText(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
    m_pressed = std::move(pressed);
    setAccessibleName(sentence);
    show();
    raise();
    Q_EMIT changedSize();
    m_announcer->say(sentence);
}

QString CanvasNotice::sentence() const {
    return isHidden() ? QString() : m_sentence->text();
}

void CanvasNotice::dismiss() {
    hide();
    m_pressed = {};
    Q_EMIT closed();
}

}  // namespace limn::ui
