// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/Composer.h"

#include "ui/chat/AttachmentIntake.h"
#include "ui/chat/AttachmentStrip.h"
#include "ui/chat/ComposerEdit.h"
#include "ui/style/metrics.h"

#include <QDropEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace limn::ui {

Composer::Composer(Background& background, CardPictures& pictures, const Theme& theme,
                   std::filesystem::path pastedFolder, QWidget* parent)
    : QFrame(parent), m_theme(theme),
      m_intake(new AttachmentIntake(background, std::move(pastedFolder), this)),
      m_strip(new AttachmentStrip(pictures, theme, this)), m_edit(new ComposerEdit(this)),
      m_tools(new QHBoxLayout), m_attachButton(new QToolButton(this)),
      m_stopButton(new QPushButton(tr("Stop"), this)),
      m_sendButton(new QPushButton(tr("Send"), this)) {
    setObjectName(QStringLiteral("composerFrame"));
    setAcceptDrops(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpacePx, kSpaceSmallPx + 2, kSpaceSmallPx, kSpaceSmallPx);
    column->setSpacing(kSpaceSmallPx);
    column->addWidget(m_strip);
    column->addWidget(m_edit);
    column->addLayout(m_tools);
    buildTools(*m_tools);

    m_edit->setPlaceholderText(tr("Draw something, or ask about a picture…"));
    m_edit->setAccessibleName(tr("Message"));
    m_edit->viewport()->setAutoFillBackground(false);
    m_edit->setAcceptDrops(false);  // the whole frame takes what is dropped
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);

    connect(m_edit, &QPlainTextEdit::textChanged, this, [this]() { tellDraft(); });
    connect(m_edit, &ComposerEdit::sendRequested, this, &Composer::send);
    connect(m_edit, &ComposerEdit::picturesOffered, this,
            [this](const QMimeData* mime) { m_intake->take(*mime); });
    connect(m_edit, &ComposerEdit::longTextPasted, this, [this](const QString& text) {
        m_longTexts += text;
        showAttachments();
    });
    connect(m_intake, &AttachmentIntake::accepted, this, &Composer::attach);
    connect(m_intake, &AttachmentIntake::refused, this, &Composer::noticeRaised);
    connect(m_strip, &AttachmentStrip::fileRemoved, this, [this](int index) {
        m_files.removeAt(index);
        showAttachments();
        m_edit->setFocus();
    });
    connect(m_strip, &AttachmentStrip::longTextRemoved, this, [this](int index) {
        m_longTexts.removeAt(index);
        showAttachments();
        m_edit->setFocus();
    });
    connect(&theme, &Theme::changed, this, [this]() { update(); });
    setAnswering(false);
    tellDraft();
}

void Composer::buildTools(QHBoxLayout& tools) {
    tools.setSpacing(kSpaceHairPx);
    m_attachButton->setObjectName(QStringLiteral("attachToolButton"));
    m_attachButton->setIcon(m_theme.icon(QLatin1String("attach")));
    m_attachButton->setIconSize({kIconPx, kIconPx});
    m_attachButton->setProperty("look", QStringLiteral("bare"));
    m_attachButton->setToolTip(tr("Attach pictures; pasting and dropping them here works too"));
    m_attachButton->setAccessibleName(tr("Attach pictures"));
    m_stopButton->setObjectName(QStringLiteral("stopPushButton"));
    m_stopButton->setIcon(m_theme.icon(QLatin1String("stop")));
    m_stopButton->setToolTip(tr("Stop what is being made (Esc)"));
    m_sendButton->setObjectName(QStringLiteral("sendPushButton"));
    m_sendButton->setIcon(m_theme.icon(QLatin1String("send"), ColorToken::OnAccent));
    m_sendButton->setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft
                                                                          : Qt::LeftToRight);
    m_sendButton->setProperty("look", QStringLiteral("primary"));
    m_sendButton->setToolTip(
        tr("Send (Enter); to the front of the queue with Ctrl+Shift+Enter; Shift+Enter begins a "
           "line"));
    tools.addWidget(m_attachButton);
    tools.addStretch(1);
    tools.addWidget(m_stopButton);
    tools.addWidget(m_sendButton);
    connect(m_attachButton, &QToolButton::clicked, this, &Composer::chooseFilesRequested);
    connect(m_stopButton, &QPushButton::clicked, this, &Composer::stopRequested);
    connect(m_sendButton, &QPushButton::clicked, this, [this]() { send(JobPlace::Back); });
}

void Composer::addTool(QWidget* tool) {
    m_tools->insertWidget(m_tools->indexOf(m_stopButton) - 1, tool);
}

void Composer::focusText() {
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

Draft Composer::draft() const {
    return {m_edit->toPlainText(), m_files, m_longTexts};
}

void Composer::setDraft(const Draft& draft) {
    m_isSettingDraft = true;
    // Of an older version's draft, what is too long for the editor comes as a long text too.
    const bool fits = draft.text.size() <= ComposerEdit::kMostCharacters;
    m_edit->setPlainText(fits ? draft.text : QString());
    m_edit->moveCursor(QTextCursor::End);
    m_files = draft.attachments;
    m_longTexts = draft.longTexts;
    if (!fits) {
        m_longTexts += draft.text;
    }
    showAttachments();
    m_isSettingDraft = false;
}

void Composer::setText(const QString& text) {
    if (text.size() > ComposerEdit::kMostCharacters) {
        m_longTexts += text;
        showAttachments();
    } else {
        m_edit->replaceText(text);
    }
    focusText();
}

void Composer::setHistory(std::vector<QString> newestFirst) {
    m_edit->history().setEntries(std::move(newestFirst));
}

void Composer::finishSending() {
    m_edit->history().add(m_edit->toPlainText());
    setDraft({});
    tellDraft();
}

void Composer::setAnswering(bool isAnswering) {
    m_stopButton->setVisible(isAnswering);
}

void Composer::setStoring(bool isStoring) {
    m_edit->setReadOnly(isStoring);
    m_attachButton->setEnabled(!isStoring);
    m_strip->setEnabled(!isStoring);
    m_sendButton->setEnabled(!isStoring && !draft().isEmpty());
}

void Composer::take(const QMimeData& mime) {
    m_intake->take(mime);
}

void Composer::attachFiles(const QStringList& files) {
    m_intake->takeFiles(files);
}

void Composer::attach(const QString& file) {
    if (m_files.contains(file)) {
        return;
    }
    if (m_files.size() >= kMostAttachments) {
        Q_EMIT noticeRaised(tr("A message carries at most %n picture(s); this one was left out.",
                               nullptr, kMostAttachments));
        return;
    }
    m_files += file;
    showAttachments();
}

void Composer::moveFile(const QString& before, const QString& after) {
    const qsizetype place = m_files.indexOf(before);
    if (place >= 0) {
        m_files[place] = after;
        showAttachments();
    }
}

void Composer::showAttachments() {
    m_strip->show(m_files, m_longTexts);
    tellDraft();
}

void Composer::tellDraft() {
    const Draft now = draft();
    m_sendButton->setEnabled(!m_edit->isReadOnly() && !now.isEmpty());
    if (!m_isSettingDraft) {
        Q_EMIT draftChanged(now);
    }
}

void Composer::send(JobPlace place) {
    const Draft now = draft();
    const bool hasContent =
        !now.text.trimmed().isEmpty() || !now.attachments.isEmpty() || !now.longTexts.isEmpty();
    if (hasContent && !m_edit->isReadOnly()) {
        Q_EMIT sendRequested(now, place);
    }
}

void Composer::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isFocused = m_edit->hasFocus();
    painter.setBrush(m_theme.color(ColorToken::Pane));
    painter.setPen(QPen(m_theme.color(isFocused ? ColorToken::Accent : ColorToken::Line),
                        isFocused ? 1.5 : 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadiusCardPx, kRadiusCardPx);
}

bool Composer::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        update();  // the frame shows the focus
    }
    return QFrame::eventFilter(watched, event);
}

/// The frame looks like one field, so a click between its parts goes to the text.
void Composer::mousePressEvent(QMouseEvent* /*event*/) {
    m_edit->setFocus(Qt::MouseFocusReason);
}

void Composer::dragEnterEvent(QDragEnterEvent* event) {
    if (ComposerEdit::holdsPictures(*event->mimeData()) || event->mimeData()->hasText()) {
        event->acceptProposedAction();
    }
}

void Composer::dropEvent(QDropEvent* event) {
    if (ComposerEdit::holdsPictures(*event->mimeData())) {
        m_intake->take(*event->mimeData());
        event->acceptProposedAction();
    } else if (event->mimeData()->hasText()) {
        m_edit->insertOutside(*event->mimeData());
        event->acceptProposedAction();
    }
}

}  // namespace limn::ui
