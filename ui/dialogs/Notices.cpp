// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/dialogs/Notices.h"

#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/Announcer.h"
#include "ui/widgets/look.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kShownMs = 6000;
constexpr int kShownWithActionMs = 15'000;  // it is read first, and then its button is reached
constexpr int kMostWidthPx = 640;
constexpr std::size_t kMostWaiting = 20;

}  // namespace

Notices::Notices(const Theme& theme, QWidget& over)
    : QFrame(&over), m_over(over), m_announcer(new Announcer(this)), m_timer(new QTimer(this)) {
    setObjectName(QStringLiteral("notices"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceLargePx, kSpaceSmallPx, kSpaceSmallPx, kSpaceSmallPx);
    row->setSpacing(kSpacePx);
    m_text = new QLabel(this);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_text, 1);
    m_button = new QPushButton(this);
    m_button->setObjectName(QStringLiteral("noticeActionPushButton"));
    row->addWidget(m_button);
    m_close = new QToolButton(this);
    m_close->setIcon(theme.icon(QLatin1String("close"), ColorToken::MutedText));
    m_close->setIconSize(QSize(kIconPx, kIconPx));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setToolTip(m_close->accessibleName());
    m_close->setObjectName(QStringLiteral("noticeCloseToolButton"));
    row->addWidget(m_close);
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &Notices::showNext);
    connect(m_close, &QToolButton::clicked, this, &Notices::showNext);
    connect(m_button, &QPushButton::clicked, this, [this] {
        const auto run = m_current.action.run;
        showNext();
        if (run) {
            run();
        }
    });
    over.installEventFilter(this);
    for (QWidget* part : {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_button),
                          static_cast<QWidget*>(m_close)}) {
        part->installEventFilter(this);
    }
    hide();
}

void Notices::showError(const QString& sentence, Action action) {
    add({sentence, std::move(action), true});
}

void Notices::showNotice(const QString& sentence, Action action) {
    add({sentence, std::move(action), false});
}

QString Notices::currentText() const {
    return isVisibleTo(&m_over) ? m_text->text() : QString();
}

void Notices::add(Notice notice) {
    const auto isSame = [&](const Notice& other) {
        return other.sentence == notice.sentence;
    };
    const bool isShown = isVisibleTo(&m_over);
    if ((isShown && isSame(m_current)) || std::any_of(m_waiting.begin(), m_waiting.end(), isSame) ||
        m_waiting.size() >= kMostWaiting) {
        return;
    }
    m_waiting.push_back(std::move(notice));
    if (!isShown || !m_current.isError) {
        showNext();
    }
}

void Notices::showNext() {
    m_timer->stop();
    const bool hadKeys = hasKeys();
    if (m_waiting.empty()) {
        giveKeysBack();
        m_isUnderPointer = false;
        hide();
        m_timer->stop();  // the keys have just left
        return;
    }
    m_current = std::move(m_waiting.front());
    m_waiting.erase(m_waiting.begin());
    setLook(*this, QLatin1String(m_current.isError ? "care" : "card"));
    m_text->setText(m_current.sentence);
    m_button->setText(m_current.action.text);
    m_button->setVisible(!m_current.action.text.isEmpty());
    show();
    raise();
    place();
    if (hadKeys) {
        focusButton();
    }
    startTimer();
    m_announcer->say(m_current.sentence);
}

void Notices::takeKeys() {
    if (isVisibleTo(&m_over) && !hasKeys()) {
        m_former = QApplication::focusWidget();
        focusButton();
    }
}

void Notices::giveKeysBack() {
    if (hasKeys() && m_former) {
        m_former->setFocus();
    }
    m_former = nullptr;
}

bool Notices::hasKeys() const {
    const QWidget* focused = QApplication::focusWidget();
    return focused != nullptr && isAncestorOf(focused);
}

void Notices::focusButton() {
    QWidget* button = m_button;
    if (m_button->isHidden()) {
        button = m_close;
    }
    button->setFocus(Qt::ShortcutFocusReason);
}

/// Not for one that somebody is about to press the button of.
void Notices::startTimer() {
    m_timer->stop();
    if (isVisibleTo(&m_over) && !m_current.isError && !m_isUnderPointer && !hasKeys()) {
        m_timer->start(m_current.action.text.isEmpty() ? kShownMs : kShownWithActionMs);
    }
}

void Notices::enterEvent(QEnterEvent* event) {
    m_isUnderPointer = true;
    startTimer();
    QFrame::enterEvent(event);
}

void Notices::leaveEvent(QEvent* event) {
    m_isUnderPointer = false;
    startTimer();
    QFrame::leaveEvent(event);
}

void Notices::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        showNext();
        event->accept();
        return;
    }
    QFrame::keyPressEvent(event);
}

bool Notices::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_over && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    if (watched != &m_over &&
        (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) {
        startTimer();
    }
    return QFrame::eventFilter(watched, event);
}

void Notices::place() {
    const int room = m_over.width() - 2 * kSpaceHugePx;
    const int beside = sizeHint().width() - m_text->sizeHint().width();
    const int wish =
        m_text->fontMetrics().horizontalAdvance(m_text->text()) + beside + kSpaceHairPx;
    const int width = std::min({kMostWidthPx, std::max(room, 1), wish});
    const int height = layout()->heightForWidth(width);
    setGeometry((m_over.width() - width) / 2, kSpaceLargePx, width, height);
}

}  // namespace limn::ui
