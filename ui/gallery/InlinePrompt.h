// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QCompleter>
#include <QPointer>
#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;

namespace limn::ui {

/// One question with one line for its answer, in the pane itself: Enter takes it, Esc or leaving drops it. Never modal.
class InlinePrompt final : public QWidget {
    Q_OBJECT
public:
    explicit InlinePrompt(QWidget* parent = nullptr);

    /// Shows itself and takes the focus; goes back to `returnTo` afterwards. `select` is how many letters of the text are
    /// selected, -1: all.
    void ask(const QString& question, const QString& text, int select, QWidget* returnTo,
             std::function<void(const QString&)> answered);
    /// Words to complete a comma-separated answer by.
    void setSuggestions(const QStringList& words);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void close(bool isTaken);
    void completeLastWord(const QString& word);
    bool takeSuggestion();

    QLabel* m_question;
    QLineEdit* m_answer;
    QPointer<QCompleter> m_completer;
    QWidget* m_returnTo = nullptr;
    std::function<void(const QString&)> m_answered;
};

}  // namespace limn::ui
