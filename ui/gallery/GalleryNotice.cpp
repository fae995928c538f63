// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/GalleryNotice.h"

#include "ui/style/metrics.h"
#include "ui/widgets/Announcer.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

#include <utility>

namespace limn::ui {

GalleryNotice::GalleryNotice(QWidget* parent)
    : QFrame(parent), m_text(new QLabel(this)), m_button(new QPushButton(this)),
      m_announcer(new Announcer(this)) {
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setObjectName(QStringLiteral("noticeLabel"));
    m_button->setObjectName(QStringLiteral("noticePushButton"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kSpacePx, kSpaceHairPx, kSpaceHairPx, kSpaceHairPx);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &QWidget::hide);
    connect(m_button, &QPushButton::clicked, this, [this]() {
        hide();
        if (const auto act = std::exchange(m_act, {})) {
            act();
        }
    });
    hide();
}

void GalleryNotice::tell(Kind kind, const QString& text, const QString& action, int keepMs,
                     std::function<void()> act) {
    setProperty("look", kind == Kind::Care ? QStringLiteral("care") : QStringLiteral("sunk"));
    style()->unpolish(this);
    style()->polish(this);
    m_text->setText(text);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    m_act = std::move(act);
    m_end.stop();
    if (keepMs > 0) {
        m_end.start(keepMs);
    }
    show();
    m_announcer->say(text);
}

QString GalleryNotice::text() const {
    return isHidden() ? QString() : m_text->text();
}

}  // namespace limn::ui
