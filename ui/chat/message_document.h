// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <memory>

class QTextDocument;

namespace limn::ui {

struct MessageStyle {
    QFont font;
    QColor codeGround;
    QColor link;
};

/// A message longer than this is shown cut; copying gives all of it.
inline constexpr int kLongestShownMessage = 4000;

/// A text as the person wrote it: nothing in it is read as marks, since prompts are full of stars and underscores.
std::unique_ptr<QTextDocument> plainDocument(const QString& text, const MessageStyle& style);

/// Small Markdown of untrusted origin: HTML is shown as it is written, pictures become their words, links are not
/// followed, and nothing is ever fetched. Long or deeply nested text is shown plain.
std::unique_ptr<QTextDocument> markdownDocument(const QString& markdown, const MessageStyle& style);

}  // namespace limn::ui
