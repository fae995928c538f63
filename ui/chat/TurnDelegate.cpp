// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/TurnDelegate.h"

#include "ui/chat/turn_paint.h"
#include "ui/chat/turn_words.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QPainterPath>
#include <QTextCursor>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr std::size_t kKeptLayouts = 64;

}  // namespace

TurnDelegate::TurnDelegate(TranscriptModel& model, const TranscriptState& state,
                           CardPictures& pictures, const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_state(state), m_pictures(pictures),
      m_theme(theme) {}

void TurnDelegate::setWidth(int widthPx, Qt::LayoutDirection direction) {
    if (widthPx != m_widthPx || direction != m_direction) {
        m_widthPx = widthPx;
        m_direction = direction;
        forgetAll();
    }
}

void TurnDelegate::forget(TurnId turn) {
    m_heights.erase(turn);
    m_layouts.remove_if([turn](const Entry& entry) { return entry.turn == turn; });
}

void TurnDelegate::forgetAll() {
    m_heights.clear();
    m_layouts.clear();
}

bool TurnDelegate::hasPromptLine(int row) const {
    const Turn& turn = m_model.turnAt(row);
    if (turn.cards.empty()) {
        return false;
    }
    const bool followsMessage = row > 0 && m_model.turnAt(row - 1).author == TurnAuthor::Person;
    return !followsMessage ||
           m_model.turnAt(row - 1).text.simplified() != turn.cards.front().prompt.simplified();
}

const TurnLayout& TurnDelegate::layoutOf(int row) const {
    const Turn& turn = m_model.turnAt(row);
    const auto known = std::find_if(m_layouts.begin(), m_layouts.end(),
                                    [&turn](const Entry& entry) { return entry.turn == turn.id; });
    if (known != m_layouts.end()) {
        m_layouts.splice(m_layouts.begin(), m_layouts, known);
        return m_layouts.front().layout;
    }
    const TurnLayoutOptions options{m_widthPx, m_direction, m_state.expanded.contains(turn.id),
                                    m_model.isStopping(turn.id), hasPromptLine(row)};
    m_layouts.push_front({turn.id, layOut(turn, options, m_theme)});
    if (m_layouts.size() > kKeptLayouts) {
        m_layouts.pop_back();
    }
    m_heights[turn.id] = m_layouts.front().layout.heightPx;
    return m_layouts.front().layout;
}

QSize TurnDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                             const QModelIndex& index) const {
    const auto known = m_heights.find(m_model.turnAt(index.row()).id);
    const int height = known != m_heights.end() ? known->second : layoutOf(index.row()).heightPx;
    return {m_widthPx, height};
}

void TurnDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const Turn& turn = m_model.turnAt(index.row());
    const TurnLayout& layout = layoutOf(index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->translate(option.rect.topLeft());
    if (turn.author == TurnAuthor::Person) {
        paintPerson(*painter, turn, layout);
    } else {
        paintAnswer(*painter, turn, layout);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        paintFocus(*painter, QRect(0, 0, option.rect.width(), layout.heightPx), m_theme);
    }
    painter->restore();
}

void TurnDelegate::paintText(QPainter& painter, QTextDocument& document, const QRect& area,
                             QColor color, TurnId selectable) const {
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, color);
    if (m_state.hasSelection() && m_state.selectionTurn == selectable) {
        QAbstractTextDocumentLayout::Selection selection;
        selection.cursor = QTextCursor(&document);
        const int last = std::max(document.characterCount() - 1, 0);
        selection.cursor.setPosition(std::min(m_state.selectionAnchor, last));
        selection.cursor.setPosition(std::min(m_state.selectionEnd, last), QTextCursor::KeepAnchor);
        selection.format.setBackground(m_theme.color(ColorToken::Accent));
        selection.format.setForeground(m_theme.color(ColorToken::OnAccent));
        context.selections.append(selection);
    }
    painter.save();
    painter.translate(area.topLeft());
    painter.setClipRect(QRect(QPoint(0, 0), area.size()).adjusted(-1, 0, 1, 1));
    document.documentLayout()->draw(&painter, context);
    painter.restore();
}

void TurnDelegate::paintWords(QPainter& painter, const QRect& area, const QString& words,
                              ColorToken color, Qt::Alignment alignment) const {
    // The painter mirrors the alignment itself where the interface is read from right to left.
    painter.setPen(m_theme.color(color));
    const QString shown = painter.fontMetrics().elidedText(words, Qt::ElideRight, area.width());
    painter.drawText(area, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
                     shown);
}

void TurnDelegate::paintPerson(QPainter& painter, const Turn& turn,
                               const TurnLayout& layout) const {
    for (std::size_t i = 0; i < layout.attachments.size(); ++i) {
        const QString file = turn.attachments[static_cast<qsizetype>(i)];
        const QRect place = layout.attachments[i];
        const int side = static_cast<int>(place.width() * painter.device()->devicePixelRatioF());
        paintThumbnail(painter, place, m_pictures.picture(file, side), m_theme);
    }
    if (layout.text) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(ColorToken::Tint));
        painter.drawPath(bubblePath(layout.bubble, m_direction));
        paintText(painter, *layout.text, layout.textArea, m_theme.color(ColorToken::Text), turn.id);
    }
}

void TurnDelegate::paintAnswer(QPainter& painter, const Turn& turn,
                               const TurnLayout& layout) const {
    paintSummary(painter, turn, layout);
    if (layout.text) {
        paintText(painter, *layout.text, layout.textArea, m_theme.color(ColorToken::Text), turn.id);
    }
    if (!layout.pictures.empty()) {
        paintCards(painter, turn, layout);
    }
    if (layout.failure) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(ColorToken::CareGround));
        painter.drawRoundedRect(layout.failureBox, kRadiusCardPx, kRadiusCardPx);
        paintText(painter, *layout.failure, layout.failureArea, m_theme.color(ColorToken::Care), 0);
    }
    if (layout.footer.isValid()) {
        paintFooter(painter, turn, layout);
    }
}

void TurnDelegate::paintSummary(QPainter& painter, const Turn& turn,
                                const TurnLayout& layout) const {
    if (layout.summaryLine.isValid()) {
        const bool isExpanded = m_state.expanded.contains(turn.id);
        const bool isLeft = m_direction == Qt::LeftToRight;
        QRect words = layout.summaryLine;
        if (hasCalls(turn)) {
            const QRect arrow = QRect(isLeft ? words.left() - 2 : words.right() - kSpacePx + 1,
                                      words.top(), kSpacePx, words.height());
            const char* name = isExpanded ? "chevron-down"
                               : isLeft   ? "chevron-right"
                                          : "chevron-left";
            m_theme.icon(QLatin1String(name), ColorToken::MutedText).paint(&painter, arrow);
            words.adjust(isLeft ? kSpacePx + 2 : 0, 0, isLeft ? 0 : -kSpacePx - 2, 0);
        }
        painter.setFont(labelFont());
        paintWords(painter, words, layout.summary, ColorToken::MutedText, Qt::AlignLeft);
    }
    if (layout.details) {
        paintText(painter, *layout.details, layout.detailsArea,
                  m_theme.color(ColorToken::MutedText), 0);
    }
}

void TurnDelegate::paintCards(QPainter& painter, const Turn& turn, const TurnLayout& layout) const {
    const QRectF frame = QRectF(layout.frame).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.addRoundedRect(frame, kRadiusCardPx, kRadiusCardPx);
    painter.fillPath(outline, m_theme.color(ColorToken::Pane));
    painter.save();
    painter.setClipPath(outline, Qt::IntersectClip);
    for (std::size_t i = 0; i < layout.pictures.size() && i < turn.cards.size(); ++i) {
        paintPicture(painter, turn, static_cast<int>(i), layout.pictures[i]);
    }
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.color(ColorToken::Line), 1));
    painter.drawPath(outline);
    if (turn.cards.size() > 1) {
        const int chosen = m_state.cardOf(turn);
        painter.setPen(QPen(m_theme.color(ColorToken::Accent), 2));
        painter.drawRoundedRect(
            QRectF(layout.pictures[static_cast<std::size_t>(chosen)]).adjusted(1, 1, -1, -1), 4, 4);
    }
    if (layout.promptLine.isValid()) {
        painter.setFont(bodyFont());
        const PictureCard& card = turn.cards[static_cast<std::size_t>(m_state.cardOf(turn))];
        paintWords(painter, layout.promptLine, card.prompt.simplified(), ColorToken::Text,
                   Qt::AlignLeft);
    }
}

void TurnDelegate::paintPicture(QPainter& painter, const Turn& turn, int card,
                                const QRect& place) const {
    const PictureCard& shown = turn.cards[static_cast<std::size_t>(card)];
    const LivePicture* live = m_model.live(turn.id, card);
    const double scale = painter.device()->devicePixelRatioF();
    const int side = static_cast<int>(std::max(place.width(), place.height()) * scale);
    QImage picture = shown.file.isEmpty() ? QImage() : m_pictures.picture(shown.file, side);
    const bool isReady = !picture.isNull();
    if (!isReady && live != nullptr) {
        picture = live->preview;
    }
    painter.fillRect(place, m_theme.color(ColorToken::Sunk));
    if (!picture.isNull()) {
        const QSize size = picture.size().scaled(place.size(), Qt::KeepAspectRatio);
        QRect target(QPoint(0, 0), size);
        target.moveCenter(place.center());
        painter.drawImage(target, picture);
    }
    painter.setFont(labelFont());
    if (isReady) {
        return;
    }
    if (shown.file.isEmpty()) {
        if (picture.isNull()) {
            QRect icon(0, 0, kSpaceHugePx, kSpaceHugePx);
            icon.moveCenter(place.center());
            m_theme.icon(QLatin1String("picture"), ColorToken::MutedText).paint(&painter, icon);
        }
        paintProgress(painter, place, shareDrawn(live), m_theme);
    } else if (const auto problem = m_pictures.problem(shown.file)) {
        painter.setPen(m_theme.color(ColorToken::MutedText));
        painter.drawText(place.adjusted(kSpacePx, kSpaceSmallPx, -kSpacePx, -kSpaceSmallPx),
                         Qt::AlignCenter | Qt::TextWordWrap, *problem);
    }
}

void TurnDelegate::paintFooter(QPainter& painter, const Turn& turn,
                               const TurnLayout& layout) const {
    const bool isLeft = m_direction == Qt::LeftToRight;
    const auto buttons = footerButtons(turn, m_state.cardOf(turn));
    const int taken = footerButtonsWidth(buttons);
    if (m_state.barTurn != turn.id) {
        paintButtons(painter, layout.footer, buttons, m_theme, m_direction);
    }
    if (turn.cards.empty()) {
        return;
    }
    const QRect words = layout.footer.adjusted(isLeft ? 0 : taken + kSpaceHairPx, 0,
                                               isLeft ? -taken - kSpaceHairPx : 0, 0);
    const int index = m_state.cardOf(turn);
    const PictureCard& card = turn.cards[static_cast<std::size_t>(index)];
    painter.setFont(labelFont());
    if (card.file.isEmpty()) {
        const LivePicture* live = m_model.live(turn.id, index);
        paintWords(painter, words, phaseInWords(live), ColorToken::MutedText, Qt::AlignLeft);
        return;
    }
    const Chip chip = chipOf(card);
    if (chip.kind == ChipKind::None) {
        paintWords(painter, words, factsOf(card), ColorToken::MutedText, Qt::AlignLeft);
    } else {
        paintChip(painter, words, chip, m_theme, m_direction);
    }
}

}  // namespace limn::ui
