// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/JobRunner.h"
#include "core/conversation/prompt_weights.h"
#include "ui/chat/PromptHistory.h"

#include <QPlainTextEdit>

namespace limn::ui {

/// Where a message is written: grows from one line to eight. Enter and Ctrl+Enter send, Ctrl+Shift+Enter sends to the
/// front of the queue, Shift+Enter begins a line, Alt+Up/Down walk through what was sent, Ctrl+Up/Down weigh words.
/// Long texts never get into it, so that every key stays quick: they are handed on instead.
class ComposerEdit final : public QPlainTextEdit {
    Q_OBJECT
public:
    /// A text that would make the editor's longer than this is handed on.
    static constexpr int kMostCharacters = 20000;

    explicit ComposerEdit(QWidget* parent = nullptr);

    PromptHistory& history() { return m_history; }
    /// As if typed: can be undone.
    void replaceText(const QString& text);
    /// What was dropped on the frame around, as if pasted.
    void insertOutside(const QMimeData& mime) { insertFromMimeData(&mime); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// Whether this may be pictures for a message.
    static bool holdsPictures(const QMimeData& mime);

Q_SIGNALS:
    void sendRequested(limn::JobPlace place);
    void picturesOffered(const QMimeData* mime);
    void longTextPasted(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    bool handleKey(const QKeyEvent& event);
    void weigh(WeightStep step);
    void recall(const std::optional<QString>& text);
    void fitHeight();

    PromptHistory m_history;
    bool m_isRecalling = false;
};

}  // namespace limn::ui
