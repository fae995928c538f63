// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/InlinePrompt.h"

#include "ui/style/metrics.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStringListModel>
#include <QVBoxLayout>

#include <utility>

namespace limn::ui {

InlinePrompt::InlinePrompt(QWidget* parent)
    : QWidget(parent), m_question(new QLabel(this)), m_answer(new QLineEdit(this)) {
    m_question->setProperty("look", QStringLiteral("label"));
    m_question->setTextFormat(Qt::PlainText);
    m_question->setBuddy(m_answer);
    m_answer->setObjectName(QStringLiteral("promptLineEdit"));
    m_answer->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, kSpaceHairPx, 0, kSpaceHairPx);
    layout->setSpacing(kSpaceHairPx);
    layout->addWidget(m_question);
    layout->addWidget(m_answer);
    connect(m_answer, &QLineEdit::returnPressed, this, [this]() {
        if (!takeSuggestion()) {
            close(true);
        }
    });
    hide();
}

void InlinePrompt::ask(const QString& question, const QString& text, int select, QWidget* returnTo,
                       std::function<void(const QString&)> answered) {
    m_question->setText(question);
    m_answer->setAccessibleName(question);
    m_answer->setText(text);
    m_returnTo = returnTo;
    m_answered = std::move(answered);
    setSuggestions({});
    show();
    m_answer->setFocus(Qt::ShortcutFocusReason);
    m_answer->setSelection(0, select < 0 ? static_cast<int>(text.size()) : select);
}

void InlinePrompt::setSuggestions(const QStringList& words) {
    if (QCompleter* former = m_answer->completer()) {
        m_answer->setCompleter(nullptr);
        former->deleteLater();
    }
    for (QCompleter* former : findChildren<QCompleter*>()) {
        former->deleteLater();
    }
    if (words.isEmpty()) {
        return;
    }
    // Not the line's own completer: that one knows only whole lines.
    auto* completer = new QCompleter(words, this);
    completer->setWidget(m_answer);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer = completer;
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this,
            &InlinePrompt::completeLastWord);
    connect(m_answer, &QLineEdit::textEdited, completer, [completer](const QString& text) {
        const QString word = text.section(QLatin1Char(','), -1).trimmed();
        if (word.isEmpty()) {
            return;
        }
        completer->setCompletionPrefix(word);
        completer->complete();
    });
}

void InlinePrompt::completeLastWord(const QString& word) {
    const QString text = m_answer->text();
    const qsizetype comma = text.lastIndexOf(QLatin1Char(','));
    m_answer->setText((comma < 0 ? QString() : text.left(comma + 1) + QLatin1Char(' ')) + word);
}

/// The completer hands Enter to the line first, and only then takes what is chosen in its list.
bool InlinePrompt::takeSuggestion() {
    if (m_completer == nullptr || !m_completer->popup()->isVisible()) {
        return false;
    }
    const QModelIndex chosen = m_completer->popup()->currentIndex();
    m_completer->popup()->hide();
    if (chosen.isValid()) {
        completeLastWord(chosen.data().toString());
    }
    return chosen.isValid();
}

bool InlinePrompt::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();  // Esc means this line, not the drawing that runs
        return true;
    }
    if (event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        close(false);
        return true;
    }
    if (event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason) {
        close(false);
    }
    return QWidget::eventFilter(watched, event);
}

void InlinePrompt::close(bool isTaken) {
    if (isHidden()) {
        return;
    }
    const auto answered = std::exchange(m_answered, {});
    const QString text = m_answer->text();
    QWidget* returnTo = std::exchange(m_returnTo, nullptr);
    const bool hadFocus = m_answer->hasFocus();
    hide();
    if (hadFocus && returnTo != nullptr) {
        returnTo->setFocus();
    }
    if (isTaken && answered) {
        answered(text);
    }
}

}  // namespace limn::ui
