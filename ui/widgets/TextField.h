// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QPlainTextEdit>

namespace limn::ui {

/// A field for several lines of plain text. It takes text that is dropped on it, and leaves files and pictures to the
/// window, which asks what to do with them: a plain QPlainTextEdit would write their addresses into the text.
class TextField final : public QPlainTextEdit {
    Q_OBJECT
public:
    using QPlainTextEdit::QPlainTextEdit;

protected:
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
};

}  // namespace limn::ui
