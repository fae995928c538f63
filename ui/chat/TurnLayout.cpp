// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/TurnLayout.h"

#include "ui/chat/message_document.h"
#include "ui/chat/turn_words.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"

#include <QFontMetrics>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace limn::ui {
namespace {

constexpr int kSidePx = 14;
constexpr int kWidestAnswerPx = 420;
constexpr int kNarrowestCardPx = 250;
constexpr int kTallestPicturePx = 300;
constexpr int kTallestTilePx = 220;
constexpr int kTileGapPx = 2;
constexpr int kAttachmentPx = 64;
constexpr int kFooterPx = 42;
constexpr double kBubbleShare = 0.86;
constexpr double kSteepestShape =
    3.0;  // of the place that is kept; the picture itself is never cut

double shapeOf(const PictureCard& card) {
    if (card.widthPx <= 0 || card.heightPx <= 0) {
        return 1;
    }
    const double shape = static_cast<double>(card.widthPx) / card.heightPx;
    return std::clamp(shape, 1 / kSteepestShape, kSteepestShape);
}

QSize textSize(QTextDocument& document, int mostWidthPx) {
    document.setTextWidth(-1);
    const int ideal = static_cast<int>(std::ceil(document.idealWidth()));
    document.setTextWidth(std::clamp(ideal, 1, std::max(mostWidthPx, 1)));
    return {static_cast<int>(document.textWidth()),
            static_cast<int>(std::ceil(document.size().height()))};
}

class Builder {
public:
    Builder(const Turn& turn, const TurnLayoutOptions& options, const Theme& theme)
        : m_turn(turn), m_options(options), m_theme(theme),
          m_widthPx(std::max(options.widthPx - 2 * kSidePx, kAttachmentPx)) {}

    TurnLayout build() {
        m_y = kSpaceSmallPx;
        if (m_turn.author == TurnAuthor::Person) {
            placeAttachments();
            placeBubble();
        } else {
            placeSummary();
            placeAnswerText();
            placeCards();
            placeFailure();
        }
        m_layout.heightPx = m_y + kSpaceSmallPx;
        if (m_options.direction == Qt::RightToLeft) {
            mirror();
        }
        return std::move(m_layout);
    }

private:
    MessageStyle style(const QFont& font) const {
        return {font, m_theme.color(ColorToken::Sunk), m_theme.color(ColorToken::Accent)};
    }

    void gap(int px) {
        if (m_y > kSpaceSmallPx) {
            m_y += px;
        }
    }

    void placeAttachments() {
        const int count = static_cast<int>(m_turn.attachments.size());
        if (count == 0) {
            return;
        }
        const int step = kAttachmentPx + kSpaceHairPx;
        const int perLine = std::max(1, (m_widthPx + kSpaceHairPx) / step);
        for (int i = 0; i < count; ++i) {
            const int inLine = std::min(perLine, count - i / perLine * perLine);
            const int left = kSidePx + m_widthPx - inLine * step + kSpaceHairPx;
            m_layout.attachments.emplace_back(left + i % perLine * step, m_y + i / perLine * step,
                                              kAttachmentPx, kAttachmentPx);
        }
        m_y += (count + perLine - 1) / perLine * step - kSpaceHairPx;
    }

    void placeBubble() {
        if (m_turn.text.isEmpty()) {
            return;
        }
        gap(kSpaceHairPx);
        m_layout.text = plainDocument(m_turn.text, style(bodyFont()));
        const int most = static_cast<int>(m_widthPx * kBubbleShare) - 2 * kSpacePx;
        const QSize size = textSize(*m_layout.text, most);
        const int left = kSidePx + m_widthPx - size.width() - 2 * kSpacePx;
        m_layout.textArea = QRect(QPoint(left + kSpacePx, m_y + kSpaceSmallPx + 1), size);
        // The room between lines is below each of them, so the one below the last counts for the edge.
        m_layout.bubble =
            m_layout.textArea.adjusted(-kSpacePx, -kSpaceSmallPx - 1, kSpacePx, kSpaceSmallPx - 1);
        m_y = m_layout.bubble.bottom() + 1;
    }

    void placeSummary() {
        m_layout.summary = summaryOf(m_turn, m_options.isStopping);
        if (!m_layout.summary.isEmpty()) {
            const int height = QFontMetrics(labelFont()).height() + kSpaceHairPx;
            m_layout.summaryLine = QRect(kSidePx, m_y, m_widthPx, height);
            m_y += height;
        }
        const QString details = detailsOf(m_turn, m_options.isExpanded);
        if (!details.isEmpty()) {
            m_layout.details = plainDocument(details, style(labelFont()));
            const QSize size = textSize(*m_layout.details, m_widthPx - kSpaceLargePx);
            m_layout.detailsArea = QRect(QPoint(kSidePx + kSpaceLargePx, m_y), size);
            m_y += size.height() + kSpaceHairPx;
        }
    }

    void placeAnswerText() {
        if (m_turn.text.isEmpty()) {
            return;
        }
        gap(kSpaceHairPx);
        m_layout.text = markdownDocument(m_turn.text, style(bodyFont()));
        const QSize size = textSize(*m_layout.text, m_widthPx);
        m_layout.textArea = QRect(QPoint(kSidePx, m_y), size);
        m_y += size.height();
    }

    void placeCards() {
        if (m_turn.cards.empty()) {
            return;
        }
        gap(kSpaceHairPx);
        const int top = m_y;
        const int widest = std::min(m_widthPx, kWidestAnswerPx);
        const int width = m_turn.cards.size() == 1 ? placeOne(widest) : placeGrid(widest);
        if (m_options.hasPromptLine) {
            const int height = QFontMetrics(bodyFont()).height() + kSpaceSmallPx;
            m_layout.promptLine =
                QRect(kSidePx + kSpacePx, m_y + kSpaceHairPx, width - 2 * kSpacePx, height);
            m_y += height;
        }
        m_layout.footer =
            QRect(kSidePx + kSpacePx, m_y, width - kSpacePx - kSpaceHairPx, kFooterPx);
        m_y += kFooterPx;
        m_layout.frame = QRect(kSidePx, top, width, m_y - top);
    }

    /// The whole picture, never cut. Gives the width of the card.
    int placeOne(int widestPx) {
        const double shape = shapeOf(m_turn.cards.front());
        int height = kTallestPicturePx;
        int width = static_cast<int>(std::lround(height * shape));
        if (width > widestPx) {
            width = widestPx;
            height = std::max(1, static_cast<int>(std::lround(width / shape)));
        }
        const int card = std::max(width, std::min(kNarrowestCardPx, widestPx));
        m_layout.pictures.emplace_back(kSidePx, m_y, card, height);
        m_y += height;
        return card;
    }

    int placeGrid(int widestPx) {
        constexpr int kColumns = 2;
        const int width = (widestPx - kTileGapPx) / kColumns;
        const double shape = shapeOf(m_turn.cards.front());
        const int height =
            std::clamp(static_cast<int>(std::lround(width / shape)), 1, kTallestTilePx);
        const int count = static_cast<int>(m_turn.cards.size());
        for (int i = 0; i < count; ++i) {
            const bool isAlone = i == count - 1 && i % kColumns == 0;
            m_layout.pictures.emplace_back(kSidePx + i % kColumns * (width + kTileGapPx),
                                           m_y + i / kColumns * (height + kTileGapPx),
                                           isAlone ? widestPx : width, height);
        }
        m_y += (count + kColumns - 1) / kColumns * (height + kTileGapPx) - kTileGapPx;
        return widestPx;
    }

    void placeFailure() {
        if (m_turn.state != TurnState::Failed || m_turn.failure.isEmpty()) {
            return;
        }
        gap(kSpaceHairPx);
        const int width = std::min(m_widthPx, kWidestAnswerPx);
        m_layout.failure = plainDocument(m_turn.failure, style(bodyFont()));
        const QSize size = textSize(*m_layout.failure, width - 2 * kSpacePx);
        m_layout.failureArea = QRect(QPoint(kSidePx + kSpacePx, m_y + kSpacePx), size);
        int bottom = m_layout.failureArea.bottom() + 1 + kSpaceSmallPx;
        if (m_turn.cards.empty()) {  // else the pictures that were finished have the buttons
            m_layout.footer = QRect(kSidePx + kSpacePx, bottom - kSpaceHairPx,
                                    width - kSpacePx - kSpaceSmallPx, kFooterPx);
            bottom = m_layout.footer.bottom() + 1;
        }
        m_layout.failureBox = QRect(kSidePx, m_y, width, bottom - m_y);
        m_y = bottom;
    }

    void mirror() {
        const QRect whole(0, 0, m_options.widthPx, m_layout.heightPx);
        const auto turnOver = [&whole](QRect& rect) {
            if (rect.isValid()) {
                rect = QStyle::visualRect(Qt::RightToLeft, whole, rect);
            }
        };
        for (QRect* rect : {&m_layout.bubble, &m_layout.textArea, &m_layout.summaryLine,
                            &m_layout.detailsArea, &m_layout.frame, &m_layout.promptLine,
                            &m_layout.footer, &m_layout.failureBox, &m_layout.failureArea}) {
            turnOver(*rect);
        }
        std::for_each(m_layout.attachments.begin(), m_layout.attachments.end(), turnOver);
        std::for_each(m_layout.pictures.begin(), m_layout.pictures.end(), turnOver);
    }

    const Turn& m_turn;
    const TurnLayoutOptions& m_options;
    const Theme& m_theme;
    TurnLayout m_layout;
    int m_widthPx;
    int m_y = 0;
};

}  // namespace

TurnLayout layOut(const Turn& turn, const TurnLayoutOptions& options, const Theme& theme) {
    return Builder(turn, options, theme).build();
}

}  // namespace limn::ui
