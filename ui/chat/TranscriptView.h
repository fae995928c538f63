// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/TranscriptModel.h"
#include "ui/chat/CardAction.h"
#include "ui/chat/CardPictures.h"
#include "ui/chat/TranscriptState.h"
#include "ui/style/Theme.h"

#include <QListView>
#include <QTextCursor>

class QPushButton;

namespace limn::ui {

class TurnBar;
class TurnDelegate;

/// The transcript of a conversation. Stays at its end while the person is there, and where the person is otherwise,
/// with a button that says what is new below. Text is selected with pointer or keyboard inside one message.
class TranscriptView final : public QListView {
    Q_OBJECT
public:
    TranscriptView(TranscriptModel& model, CardPictures& pictures, const Theme& theme,
                   QWidget* parent = nullptr);
    ~TranscriptView() override;

    void scrollToEnd();
    /// The selected text, or the whole text of the current message if nothing is selected.
    QString textToCopy() const;

Q_SIGNALS:
    void actionRequested(limn::ui::CardAction action, limn::TurnId turn, int card);
    void copyRequested(const QString& text);
    /// The top is near: older turns are wanted.
    void olderWanted();
    /// Another picture of an answer is the current one: the words say which.
    void cardChosen(const QString& words);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;

private:
    enum class Part { Nothing = 1, Text, Summary, Picture, Button };
    struct Spot {
        Part part = Part::Nothing;
        int row = -1;
        int index = 0;  // of the picture, the button, or the character
    };

    Spot spotAt(const QPoint& position) const;
    const Turn* currentTurn() const;
    void connectModel();
    void watchScrolling();
    void takeChange(int firstRow, int lastRow);
    void rememberTop();
    void restoreTop();
    void placeBar();
    int barRow() const;
    void placeJumpButton();
    void countNew();
    void toggleDetails(int row);
    void chooseCard(int row, int card);
    void press(const Spot& spot);
    bool moveSelection(const QKeyEvent& event);
    bool actOnCurrent(const QKeyEvent& event);
    void select(int row, int anchor, int end);
    void clearSelection();
    void showMenu(TurnId turn, int card, const QPoint& globalPosition);
    void startPictureDrag(const Spot& spot);

    TranscriptModel& m_model;
    const Theme& m_theme;
    TranscriptState m_state;
    TurnDelegate* m_delegate;
    TurnBar* m_bar;
    QPushButton* m_jumpButton;
    Spot m_pressed;
    QPoint m_pressedAt;
    TurnId m_hoverTurn = 0;
    TurnId m_topTurn = 0;  // to be put back at m_topOffset after rows came above it
    int m_topOffset = 0;
    int m_newBelow = 0;
    bool m_isAtEnd = true;
};

}  // namespace limn::ui
