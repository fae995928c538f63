// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"
#include "ui/style/Theme.h"

#include <QRect>
#include <QTextDocument>

#include <memory>
#include <vector>

namespace limn::ui {

/// What a turn is laid out for.
struct TurnLayoutOptions {
    int widthPx = 0;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    bool isExpanded = false;  ///< the calls of "what was done" are in sight
    bool isStopping = false;
    bool hasPromptLine = false;  ///< the picture's words are not those of the message before
};

/// Where everything of one turn goes, relative to its row, with its texts laid out. Nothing here depends on how far a
/// picture is: a preview or a finished picture takes the place that was kept for it.
struct TurnLayout {
    std::unique_ptr<QTextDocument> text;
    std::unique_ptr<QTextDocument> details;
    std::unique_ptr<QTextDocument> failure;

    std::vector<QRect> attachments;
    QRect bubble;    ///< around the person's text
    QRect textArea;  ///< of `text`
    QString summary;
    QRect summaryLine;
    QRect detailsArea;
    QRect frame;                  ///< around the pictures and what is below them
    std::vector<QRect> pictures;  ///< one a card
    QRect promptLine;
    QRect footer;  ///< chip or facts, and room for buttons at its end
    QRect failureBox;
    QRect failureArea;  ///< of `failure`
    int heightPx = 0;
};

TurnLayout layOut(const Turn& turn, const TurnLayoutOptions& options, const Theme& theme);

/// Of a button in a card's footer.
inline constexpr int kCardButtonPx = 30;

}  // namespace limn::ui
