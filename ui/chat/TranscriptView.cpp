// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/TranscriptView.h"

#include "ui/chat/TurnBar.h"
#include "ui/chat/TurnDelegate.h"
#include "ui/chat/turn_words.h"
#include "ui/style/metrics.h"
#include "ui/widgets/key_notes.h"

#include <QHelpEvent>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kAtEndPx = 24;
constexpr int kNearTopPx = 400;

}  // namespace

TranscriptView::TranscriptView(TranscriptModel& model, CardPictures& pictures, const Theme& theme,
                               QWidget* parent)
    : QListView(parent), m_model(model), m_theme(theme),
      m_delegate(new TurnDelegate(model, m_state, pictures, theme, this)),
      m_bar(new TurnBar(theme, viewport())), m_jumpButton(new QPushButton(this)) {
    setObjectName(QStringLiteral("transcriptListView"));
    noteKeys(*this, {{tr("Answer: show or hide what was done"), tr("Space")},
                     {tr("Answer: choose one of its pictures"), QStringLiteral("←  ·  →")},
                     {tr("Answer: open the picture, or try again"), QStringLiteral("Enter")},
                     {tr("Answer: move the picture to the trash"), QStringLiteral("Del")}});
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setResizeMode(QListView::Adjust);
    setMouseTracking(true);
    setItemDelegate(m_delegate);
    verticalScrollBar()->setSingleStep(kSpaceHugePx);
    m_jumpButton->setObjectName(QStringLiteral("jumpToEndPushButton"));
    m_jumpButton->setIcon(theme.icon(QLatin1String("arrow-down")));
    m_jumpButton->hide();
    connect(m_jumpButton, &QPushButton::clicked, this, &TranscriptView::scrollToEnd);
    connect(m_bar, &TurnBar::actionRequested, this, &TranscriptView::actionRequested);
    connect(m_bar, &TurnBar::menuRequested, this, &TranscriptView::showMenu);
    connect(m_bar, &TurnBar::left, this, [this]() { setFocus(Qt::OtherFocusReason); });
    connect(&pictures, &CardPictures::loaded, this, [this]() { viewport()->update(); });
    connect(&pictures, &CardPictures::failed, this, [this]() { viewport()->update(); });
    connect(&theme, &Theme::changed, this, [this]() {
        m_delegate->forgetAll();
        scheduleDelayedItemsLayout();
        viewport()->update();
    });
    connectModel();
    watchScrolling();
    setModel(&model);
}

TranscriptView::~TranscriptView() {
    setItemDelegate(nullptr);  // it reads m_state, which goes before the children do
}

// Before setModel(), so that the delegate has forgotten a turn when the view asks for its size again.
void TranscriptView::connectModel() {
    connect(&m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) {
                takeChange(first.row(), last.row());
            });
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this,
            [this](const QModelIndex&, int first) {
                if (first == 0 && m_model.rowCount() > 0) {
                    rememberTop();
                }
            });
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this]() {
        m_delegate->forgetAll();
        m_bar->hideBar();
        m_state = {};
        m_hoverTurn = 0;
        m_topTurn = 0;
        m_newBelow = 0;
        m_isAtEnd = true;
    });
    connect(
        &m_model, &QAbstractItemModel::modelReset, this,
        [this]() {
            executeDelayedItemsLayout();
            scrollToEnd();
        },
        Qt::QueuedConnection);  // when the view itself has taken the new rows
    connect(&m_model, &TranscriptModel::progressed, this, [this](int row) {
        const QModelIndex index = m_model.index(row);
        viewport()->update(visualRect(index));
    });
}

void TranscriptView::watchScrolling() {
    QScrollBar* bar = verticalScrollBar();
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int maximum) {
        if (m_isAtEnd) {
            bar->setValue(maximum);
        }
        placeBar();
        placeJumpButton();
    });
    connect(bar, &QScrollBar::actionTriggered, this, [this]() { m_topTurn = 0; });
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) {
        m_isAtEnd = value >= bar->maximum() - kAtEndPx;
        if (m_isAtEnd) {
            m_newBelow = 0;
        }
        placeJumpButton();
        if (value < kNearTopPx && bar->maximum() > 0 && m_topTurn == 0) {
            Q_EMIT olderWanted();
        }
    });
}

void TranscriptView::takeChange(int firstRow, int lastRow) {
    for (int row = firstRow; row <= lastRow; ++row) {
        const Turn& turn = m_model.turnAt(row);
        m_delegate->forget(turn.id);
        if (turn.state != TurnState::Streaming && !m_isAtEnd) {
            countNew();
        }
    }
    scheduleDelayedItemsLayout();
}

void TranscriptView::rowsInserted(const QModelIndex& parent, int start, int end) {
    QListView::rowsInserted(parent, start, end);
    if (start > 0 && !m_isAtEnd) {
        countNew();
    }
}

void TranscriptView::countNew() {
    ++m_newBelow;
    placeJumpButton();
}

void TranscriptView::rememberTop() {
    const QModelIndex top = indexAt(QPoint(kSpaceLargePx, 0));
    if (top.isValid()) {
        m_topTurn = m_model.turnAt(top.row()).id;
        m_topOffset = visualRect(top).top();
        // After the change is over: asking for a place then lays out what has come.
        QMetaObject::invokeMethod(
            this, [this]() { restoreTop(); }, Qt::QueuedConnection);
    }
}

void TranscriptView::restoreTop() {
    const int row = m_model.rowOf(std::exchange(m_topTurn, 0));
    if (row >= 0) {
        const int moved = visualRect(m_model.index(row)).top() - m_topOffset;
        verticalScrollBar()->setValue(verticalScrollBar()->value() + moved);
    }
}

void TranscriptView::scrollToEnd() {
    m_isAtEnd = true;
    m_newBelow = 0;
    m_topTurn = 0;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    placeJumpButton();
}

void TranscriptView::placeJumpButton() {
    const bool isNeeded = !m_isAtEnd && m_newBelow > 0;
    m_jumpButton->setVisible(isNeeded);
    if (!isNeeded) {
        return;
    }
    m_jumpButton->setText(tr("New below"));
    m_jumpButton->adjustSize();
    m_jumpButton->move((width() - m_jumpButton->width()) / 2,
                       height() - m_jumpButton->height() - kSpacePx);
    m_jumpButton->raise();
}

void TranscriptView::resizeEvent(QResizeEvent* event) {
    if (!m_isAtEnd && m_topTurn == 0) {
        rememberTop();
    }
    m_delegate->setWidth(viewport()->width(), layoutDirection());
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout();
    placeJumpButton();
}

void TranscriptView::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    placeBar();
}

int TranscriptView::barRow() const {
    const auto rowWithButtons = [this](TurnId id) {
        const int row = id == 0 ? -1 : m_model.rowOf(id);
        if (row < 0) {
            return -1;
        }
        const Turn& turn = m_model.turnAt(row);
        return footerButtons(turn, m_state.cardOf(turn)).empty() ? -1 : row;
    };
    if (m_bar->hasFocusInside()) {
        return rowWithButtons(m_bar->turn());
    }
    const int hovered = rowWithButtons(m_hoverTurn);
    if (hovered >= 0) {
        return hovered;
    }
    const Turn* current = hasFocus() ? currentTurn() : nullptr;
    return current == nullptr ? -1 : rowWithButtons(current->id);
}

void TranscriptView::placeBar() {
    const int row = barRow();
    const TurnId former = m_state.barTurn;
    if (row < 0) {
        m_state.barTurn = 0;
        m_bar->hideBar();
    } else {
        const Turn& turn = m_model.turnAt(row);
        const QRect place = visualRect(m_model.index(row));
        const QRect footer = m_delegate->layoutOf(row).footer.translated(place.topLeft());
        m_state.barTurn = turn.id;
        m_bar->showFor(turn, m_state.cardOf(turn), footer, layoutDirection());
    }
    if (former != m_state.barTurn) {
        viewport()->update();
    }
}

void TranscriptView::focusInEvent(QFocusEvent* event) {
    const bool isByKey = event->reason() != Qt::MouseFocusReason;
    if (isByKey && !currentIndex().isValid() && m_model.rowCount() > 0) {
        setCurrentIndex(m_model.index(m_model.rowCount() - 1));
    }
    QListView::focusInEvent(event);
    placeBar();
}

void TranscriptView::focusOutEvent(QFocusEvent* event) {
    QListView::focusOutEvent(event);
    placeBar();
}

void TranscriptView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    placeBar();
}

const Turn* TranscriptView::currentTurn() const {
    const QModelIndex current = currentIndex();
    return current.isValid() && current.row() < m_model.rowCount() ? &m_model.turnAt(current.row())
                                                                   : nullptr;
}

void TranscriptView::toggleDetails(int row) {
    const Turn& turn = m_model.turnAt(row);
    if (!hasCalls(turn)) {
        return;
    }
    if (!m_state.expanded.remove(turn.id)) {
        m_state.expanded.insert(turn.id);
    }
    m_delegate->forget(turn.id);
    scheduleDelayedItemsLayout();
}

void TranscriptView::chooseCard(int row, int card) {
    const Turn& turn = m_model.turnAt(row);
    const int last = static_cast<int>(turn.cards.size()) - 1;
    if (last >= 0) {
        const int chosen = std::clamp(card, 0, last);
        const bool isOther = chosen != m_state.cardOf(turn);
        m_state.chosenCard[turn.id] = chosen;
        if (isOther) {
            const PictureCard& picture = turn.cards[static_cast<std::size_t>(chosen)];
            Q_EMIT cardChosen(tr("Picture %1 of %2, seed %3. %4")
                                  .arg(chosen + 1)
                                  .arg(last + 1)
                                  .arg(picture.seed)
                                  .arg(picture.verdictText)
                                  .trimmed());
        }
        viewport()->update();
        placeBar();
    }
}

void TranscriptView::showMenu(TurnId turnId, int card, const QPoint& globalPosition) {
    const int row = m_model.rowOf(turnId);
    if (row < 0) {
        return;
    }
    const Turn& turn = m_model.turnAt(row);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("turnMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](CardAction action, const QString& words, const char* icon) {
        QAction* item = menu->addAction(m_theme.icon(QLatin1String(icon)), words);
        connect(item, &QAction::triggered, this,
                [this, action, turnId, card]() { Q_EMIT actionRequested(action, turnId, card); });
    };
    const bool hasPicture = card >= 0 && card < static_cast<int>(turn.cards.size()) &&
                            !turn.cards[static_cast<std::size_t>(card)].file.isEmpty();
    if (hasPicture) {
        add(CardAction::Open, tr("Open"), "open");
        if (!turn.cards[static_cast<std::size_t>(card)].isRepaint()) {
            add(CardAction::Again, tr("Draw again"), "again");
        }
        add(CardAction::Vary, tr("Vary"), "vary");
        add(CardAction::Describe, tr("Describe"), "describe");
        add(CardAction::UseAsStart, tr("Use as start"), "start-from");
        menu->addSeparator();
        add(CardAction::CopyPrompt, tr("Copy prompt"), "copy");
        add(CardAction::CopySeed, tr("Copy seed"), "copy");
    } else if (turn.state == TurnState::Failed || turn.state == TurnState::Cancelled) {
        add(CardAction::Retry, tr("Try again"), "again");
    }
    if (!turn.text.isEmpty()) {
        QAction* copy = menu->addAction(m_theme.icon(QLatin1String("copy")), tr("Copy text"));
        connect(copy, &QAction::triggered, this, [this, text = turn.text]() {
            Q_EMIT copyRequested(m_state.hasSelection() ? textToCopy() : text);
        });
    }
    if (hasCalls(turn)) {
        const bool isShown = m_state.expanded.contains(turnId);
        QAction* details =
            menu->addAction(isShown ? tr("Hide what was done") : tr("Show what was done"));
        connect(details, &QAction::triggered, this, [this, turnId]() {
            const int now = m_model.rowOf(turnId);
            if (now >= 0) {
                toggleDetails(now);
            }
        });
    }
    if (hasPicture) {
        menu->addSeparator();
        add(CardAction::Delete, tr("Delete"), "trash");
    }
    if (menu->isEmpty()) {
        menu->deleteLater();
    } else {
        menu->popup(globalPosition);
    }
}

bool TranscriptView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto& help = static_cast<QHelpEvent&>(*event);
        const Spot spot = spotAt(help.pos());
        if (spot.part == Part::Picture) {
            const Turn& turn = m_model.turnAt(spot.row);
            // As plain text: a prompt must not become marks.
            const QString tip =
                toolTipOf(turn.cards[static_cast<std::size_t>(spot.index)]).toHtmlEscaped();
            QToolTip::showText(help.globalPos(),
                               QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(tip),
                               this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QListView::viewportEvent(event);
}

}  // namespace limn::ui
