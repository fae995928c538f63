// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
// What pointer and keyboard do in a TranscriptView.
#include "ui/chat/TranscriptView.h"
#include "ui/chat/TurnBar.h"
#include "ui/chat/TurnDelegate.h"
#include "ui/chat/turn_words.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QContextMenuEvent>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QTextDocumentFragment>
#include <QUrl>

#include <array>

namespace limn::ui {

TranscriptView::Spot TranscriptView::spotAt(const QPoint& position) const {
    const QModelIndex index = indexAt(position);
    if (!index.isValid()) {
        return {};
    }
    const int row = index.row();
    const Turn& turn = m_model.turnAt(row);
    const TurnLayout& layout = m_delegate->layoutOf(row);
    const QPoint inRow = position - visualRect(index).topLeft();
    if (layout.summaryLine.contains(inRow) && hasCalls(turn)) {
        return {Part::Summary, row, 0};
    }
    for (std::size_t i = 0; i < layout.pictures.size() && i < turn.cards.size(); ++i) {
        if (layout.pictures[i].contains(inRow)) {
            return {Part::Picture, row, static_cast<int>(i)};
        }
    }
    const auto buttons = footerButtons(turn, m_state.cardOf(turn));
    const auto places = footerButtonRects(layout.footer, buttons, layoutDirection());
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].contains(inRow)) {
            return {Part::Button, row, static_cast<int>(i)};
        }
    }
    if (layout.text && layout.textArea.contains(inRow)) {
        const int character =
            layout.text->documentLayout()->hitTest(inRow - layout.textArea.topLeft(), Qt::FuzzyHit);
        return {Part::Text, row, std::max(character, 0)};
    }
    return {Part::Nothing, row, 0};
}

void TranscriptView::mousePressEvent(QMouseEvent* event) {
    const Spot spot = spotAt(event->pos());
    if (spot.row >= 0) {
        setAutoScroll(false);  // what was pressed must not move away from under the pointer
        setCurrentIndex(m_model.index(spot.row));
        setAutoScroll(true);
    }
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_pressed = spot;
    m_pressedAt = event->pos();
    if (spot.part == Part::Text) {
        select(spot.row, spot.index, spot.index);
    } else {
        clearSelection();
    }
    event->accept();
}

void TranscriptView::mouseMoveEvent(QMouseEvent* event) {
    const Spot spot = spotAt(event->pos());
    const TurnId hovered = spot.row >= 0 ? m_model.turnAt(spot.row).id : 0;
    if (hovered != m_hoverTurn) {
        m_hoverTurn = hovered;
        placeBar();
    }
    const bool isDragging = event->buttons().testFlag(Qt::LeftButton);
    if (isDragging && m_pressed.part == Part::Text && m_pressed.row < m_model.rowCount()) {
        const TurnLayout& layout = m_delegate->layoutOf(m_pressed.row);
        const QPoint inRow = event->pos() - visualRect(m_model.index(m_pressed.row)).topLeft();
        const int end = layout.text ? layout.text->documentLayout()->hitTest(
                                          inRow - layout.textArea.topLeft(), Qt::FuzzyHit)
                                    : -1;
        if (end >= 0) {
            select(m_pressed.row, m_pressed.index, end);
        }
    } else if (isDragging && m_pressed.part == Part::Picture &&
               (event->pos() - m_pressedAt).manhattanLength() >=
                   QApplication::startDragDistance()) {
        const Spot dragged = std::exchange(m_pressed, {});
        startPictureDrag(dragged);
        return;
    }
    const bool isLink = spot.part == Part::Summary || spot.part == Part::Picture;
    viewport()->setCursor(spot.part == Part::Text ? Qt::IBeamCursor
                          : isLink                ? Qt::PointingHandCursor
                                                  : Qt::ArrowCursor);
}

void TranscriptView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const Spot spot = spotAt(event->pos());
    const Spot pressed = std::exchange(m_pressed, {});
    if (spot.part == pressed.part && spot.row == pressed.row && spot.row >= 0) {
        press(spot);
    }
}

void TranscriptView::press(const Spot& spot) {
    const Turn& turn = m_model.turnAt(spot.row);
    const TurnId id = turn.id;
    if (spot.part == Part::Summary) {
        toggleDetails(spot.row);
    } else if (spot.part == Part::Picture) {
        chooseCard(spot.row, spot.index);
        if (!turn.cards[static_cast<std::size_t>(spot.index)].file.isEmpty()) {
            Q_EMIT actionRequested(CardAction::Open, id, spot.index);
        }
    } else if (spot.part == Part::Button) {
        const int card = m_state.cardOf(turn);
        const FooterButton button = footerButtons(turn, card)[static_cast<std::size_t>(spot.index)];
        if (button.isMenu) {
            showMenu(id, card, viewport()->mapToGlobal(m_pressedAt));
        } else {
            Q_EMIT actionRequested(button.action, id, card);
        }
    }
}

void TranscriptView::mouseDoubleClickEvent(QMouseEvent* event) {
    const Spot spot = spotAt(event->pos());
    if (spot.part != Part::Text) {
        return;
    }
    const TurnLayout& layout = m_delegate->layoutOf(spot.row);
    QTextCursor cursor(layout.text.get());
    cursor.setPosition(std::min(spot.index, layout.text->characterCount() - 1));
    cursor.select(QTextCursor::WordUnderCursor);
    select(spot.row, cursor.selectionStart(), cursor.selectionEnd());
}

void TranscriptView::leaveEvent(QEvent* event) {
    QListView::leaveEvent(event);
    m_hoverTurn = 0;
    placeBar();
}

void TranscriptView::startPictureDrag(const Spot& spot) {
    const Turn& turn = m_model.turnAt(spot.row);
    const QString file = turn.cards[static_cast<std::size_t>(spot.index)].file;
    if (file.isEmpty()) {
        return;
    }
    auto* mime = new QMimeData;
    mime->setUrls({QUrl::fromLocalFile(file)});
    auto* drag = new QDrag(this);
    drag->setMimeData(mime);
    drag->exec(Qt::CopyAction);
}

void TranscriptView::select(int row, int anchor, int end) {
    m_state.selectionTurn = m_model.turnAt(row).id;
    m_state.selectionAnchor = anchor;
    m_state.selectionEnd = end;
    viewport()->update();
}

void TranscriptView::clearSelection() {
    if (m_state.selectionTurn != 0) {
        m_state.selectionTurn = 0;
        viewport()->update();
    }
}

QString TranscriptView::textToCopy() const {
    const int row = m_state.hasSelection() ? m_model.rowOf(m_state.selectionTurn) : -1;
    if (row >= 0) {
        const TurnLayout& layout = m_delegate->layoutOf(row);
        if (layout.text) {
            const int last = std::max(layout.text->characterCount() - 1, 0);
            QTextCursor cursor(layout.text.get());
            cursor.setPosition(std::min(m_state.selectionAnchor, last));
            cursor.setPosition(std::min(m_state.selectionEnd, last), QTextCursor::KeepAnchor);
            return cursor.selection().toPlainText();
        }
    }
    const Turn* current = currentTurn();
    if (current == nullptr) {
        return {};
    }
    if (current->text.isEmpty() && !current->cards.empty()) {
        return current->cards[static_cast<std::size_t>(m_state.cardOf(*current))].prompt;
    }
    return current->text.isEmpty() ? current->failure : current->text;
}

/// Shift with an arrow, as in every text: grows or shrinks what is selected of the current message.
bool TranscriptView::moveSelection(const QKeyEvent& event) {
    struct Move {
        QKeySequence::StandardKey key;
        QTextCursor::MoveOperation operation;
    };
    static constexpr std::array<Move, 8> kMoves = {{
        {QKeySequence::SelectNextChar, QTextCursor::Right},
        {QKeySequence::SelectPreviousChar, QTextCursor::Left},
        {QKeySequence::SelectNextWord, QTextCursor::WordRight},
        {QKeySequence::SelectPreviousWord, QTextCursor::WordLeft},
        {QKeySequence::SelectNextLine, QTextCursor::Down},
        {QKeySequence::SelectPreviousLine, QTextCursor::Up},
        {QKeySequence::SelectEndOfLine, QTextCursor::EndOfLine},
        {QKeySequence::SelectStartOfLine, QTextCursor::StartOfLine},
    }};
    const Turn* current = currentTurn();
    if (current == nullptr) {
        return false;
    }
    const int row = currentIndex().row();
    const TurnLayout& layout = m_delegate->layoutOf(row);
    if (!layout.text) {
        return false;
    }
    const int last = std::max(layout.text->characterCount() - 1, 0);
    if (event.matches(QKeySequence::SelectAll)) {
        select(row, 0, last);
        return true;
    }
    for (const Move& move : kMoves) {
        if (event.matches(move.key)) {
            const bool goesOn = m_state.selectionTurn == current->id;
            QTextCursor cursor(layout.text.get());
            cursor.setPosition(goesOn ? std::min(m_state.selectionEnd, last) : 0);
            cursor.movePosition(move.operation);
            select(row, goesOn ? m_state.selectionAnchor : 0, cursor.position());
            return true;
        }
    }
    return false;
}

bool TranscriptView::actOnCurrent(const QKeyEvent& event) {
    const Turn* turn = currentTurn();
    if (turn == nullptr || (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) {
        return false;
    }
    const int row = currentIndex().row();
    const int card = m_state.cardOf(*turn);
    const bool hasPicture =
        !turn->cards.empty() && !turn->cards[static_cast<std::size_t>(card)].file.isEmpty();
    const int forward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    switch (event.key()) {
    case Qt::Key_Space:
        toggleDetails(row);
        return true;
    case Qt::Key_Left:
        chooseCard(row, card - forward);
        return true;
    case Qt::Key_Right:
        chooseCard(row, card + forward);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (hasPicture) {
            Q_EMIT actionRequested(CardAction::Open, turn->id, card);
        } else if (turn->state == TurnState::Failed) {
            Q_EMIT actionRequested(CardAction::Retry, turn->id, card);
        }
        return true;
    case Qt::Key_Delete:
        if (hasPicture) {
            Q_EMIT actionRequested(CardAction::Delete, turn->id, card);
        }
        return true;
    case Qt::Key_Escape:
        if (m_state.hasSelection()) {
            clearSelection();
            return true;
        }
        return false;
    default:
        return false;
    }
}

void TranscriptView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested(textToCopy());
        event->accept();
    } else if (moveSelection(*event) || actOnCurrent(*event)) {
        event->accept();
    } else if (event->key() == Qt::Key_Escape) {
        event->ignore();  // the window stops what runs
    } else {
        QListView::keyPressEvent(event);
    }
}

void TranscriptView::contextMenuEvent(QContextMenuEvent* event) {
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const Spot spot = isKey ? Spot{} : spotAt(event->pos());
    const int row = isKey ? currentIndex().row() : spot.row;
    if (row < 0) {
        return;
    }
    const Turn& turn = m_model.turnAt(row);
    if (spot.part == Part::Picture) {
        chooseCard(row, spot.index);
    }
    const QPoint place =
        isKey ? viewport()->mapToGlobal(visualRect(m_model.index(row)).topLeft() + QPoint(20, 20))
              : event->globalPos();
    showMenu(turn.id, m_state.cardOf(turn), place);
}

}  // namespace limn::ui
