// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/ComposerEdit.h"

#include "ui/style/metrics.h"
#include "ui/widgets/key_notes.h"
#include "ui/widgets/loose_bitmap.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace limn::ui {
namespace {

constexpr int kFewestLines = 1;
constexpr int kMostLines = 8;

}  // namespace

ComposerEdit::ComposerEdit(QWidget* parent) : QPlainTextEdit(parent) {
    setObjectName(QStringLiteral("composerPlainTextEdit"));
    setProperty("look", QStringLiteral("bare"));
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(2);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this]() { fitHeight(); });
    connect(this, &QPlainTextEdit::textChanged, this, [this]() {
        if (!m_isRecalling) {
            m_history.leave();
        }
    });
    noteKeys(*this,
             {{tr("Send the message"), QStringLiteral("Enter  ·  Ctrl+Enter")},
              {tr("Start a new line"), QStringLiteral("Shift+Enter")},
              {tr("Earlier and later messages of yours"), QStringLiteral("Alt+Up  ·  Alt+Down")},
              {tr("More or less weight for the selected words"),
               QStringLiteral("Ctrl+Up  ·  Ctrl+Down")}});
    fitHeight();
}

QSize ComposerEdit::sizeHint() const {
    // A plain text's layout measures its height in lines.
    const int lines = std::clamp(static_cast<int>(std::ceil(document()->size().height())),
                                 kFewestLines, kMostLines);
    const int textPx = lines * fontMetrics().lineSpacing();
    const QMargins around = contentsMargins();
    return {QPlainTextEdit::sizeHint().width(),
            textPx + 2 * static_cast<int>(document()->documentMargin()) + around.top() +
                around.bottom() + 2};
}

void ComposerEdit::fitHeight() {
    const int height = sizeHint().height();
    if (minimumHeight() != height) {
        setFixedHeight(height);
    }
    const bool isLonger = document()->size().height() > kMostLines;
    setVerticalScrollBarPolicy(isLonger ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

void ComposerEdit::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void ComposerEdit::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fitHeight();
    }
}

void ComposerEdit::replaceText(const QString& text) {
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    moveCursor(QTextCursor::End);
}

void ComposerEdit::recall(const std::optional<QString>& text) {
    if (text) {
        m_isRecalling = true;
        replaceText(*text);
        m_isRecalling = false;
    }
}

void ComposerEdit::weigh(WeightStep step) {
    QTextCursor cursor = textCursor();
    const QString text = toPlainText();
    const auto edit = changeWeight(text, cursor.selectionStart(), cursor.selectionEnd(), step);
    if (!edit) {
        return;
    }
    cursor.setPosition(edit->from);
    cursor.setPosition(edit->from + edit->length, QTextCursor::KeepAnchor);
    cursor.insertText(edit->replacement);
    cursor.setPosition(edit->selectionStart);
    cursor.setPosition(edit->selectionEnd, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
}

bool ComposerEdit::handleKey(const QKeyEvent& event) {
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool isEnter = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    if (isEnter && modifiers == (Qt::ControlModifier | Qt::ShiftModifier)) {
        Q_EMIT sendRequested(JobPlace::Front);
        return true;
    }
    if (isEnter && (modifiers == Qt::NoModifier || modifiers == Qt::ControlModifier)) {
        Q_EMIT sendRequested(JobPlace::Back);
        return true;
    }
    const bool isUp = event.key() == Qt::Key_Up;
    if (!isUp && event.key() != Qt::Key_Down) {
        return false;
    }
    if (modifiers == Qt::AltModifier) {
        recall(isUp ? m_history.older(toPlainText()) : m_history.newer());
        return true;
    }
    if (modifiers == Qt::ControlModifier && !isReadOnly()) {
        weigh(isUp ? WeightStep::Up : WeightStep::Down);
        return true;
    }
    return false;
}

void ComposerEdit::keyPressEvent(QKeyEvent* event) {
    if (handleKey(*event)) {
        event->accept();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        event->ignore();  // the pane stops what runs
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

bool ComposerEdit::holdsPictures(const QMimeData& mime) {
    const QList<QUrl> urls = mime.urls();
    const bool hasFiles =
        std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); });
    return hasFiles || holdsBitmap(mime);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData* source) const {
    return source != nullptr &&
           (holdsPictures(*source) || QPlainTextEdit::canInsertFromMimeData(source));
}

void ComposerEdit::insertFromMimeData(const QMimeData* source) {
    if (source == nullptr || isReadOnly()) {
        return;
    }
    if (holdsPictures(*source)) {
        Q_EMIT picturesOffered(source);
        return;
    }
    const QString text = source->text();
    if (text.size() + document()->characterCount() > kMostCharacters) {
        Q_EMIT longTextPasted(text);
        return;
    }
    textCursor().insertText(text);
    ensureCursorVisible();
}

}  // namespace limn::ui
