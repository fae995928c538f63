// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/ThumbnailGrid.h"

#include "ui/gallery/GridAccessible.h"
#include "ui/style/metrics.h"

#include <QAction>
#include <QKeyEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOptionViewItem>
#include <QWheelEvent>

#include <algorithm>
#include <utility>

namespace limn::ui {
namespace {

constexpr int kEdgePx = 3;  // room for the ring around a selected cell

}  // namespace

ThumbnailGrid::ThumbnailGrid(QWidget* parent)
    : QAbstractItemView(parent), m_gapPx(kSpaceHairPx + 2) {
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there: a bar that comes and goes would change the columns, and those the bar.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setVerticalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    GridAccessible::install();
}

void ThumbnailGrid::setCellPx(int px) {
    const int bounded = std::clamp(px, kSmallestCellPx, kLargestCellPx);
    if (bounded != m_wantedCellPx) {
        m_wantedCellPx = bounded;
        updateGeometries();
        viewport()->update();
        Q_EMIT scrolled();
    }
}

void ThumbnailGrid::startDrag(Qt::DropActions actions) {
    Q_EMIT dragBegun();
    QAbstractItemView::startDrag(actions);
}

int ThumbnailGrid::count() const {
    return model() != nullptr ? model()->rowCount(rootIndex()) : 0;
}

std::pair<int, int> ThumbnailGrid::visibleRows() const {
    const int first = std::max(0, (verticalOffset() - kEdgePx) / rowHeightPx()) * m_columns;
    const int end = ((verticalOffset() + viewport()->height()) / rowHeightPx() + 1) * m_columns;
    return {std::min(first, count()), std::min(end, count())};
}

QRect ThumbnailGrid::cellRect(int row) const {
    int column = row % m_columns;
    if (isRightToLeft()) {
        column = m_columns - 1 - column;
    }
    return {kEdgePx + column * (m_cellPx + m_gapPx), kEdgePx + row / m_columns * rowHeightPx(),
            m_cellPx, m_cellPx};
}

int ThumbnailGrid::verticalOffset() const {
    return verticalScrollBar()->value();
}

QRect ThumbnailGrid::visualRect(const QModelIndex& index) const {
    return index.isValid() ? cellRect(index.row()).translated(0, -verticalOffset()) : QRect();
}

QModelIndex ThumbnailGrid::indexAt(const QPoint& point) const {
    const QPoint contents = point + QPoint(0, verticalOffset());
    const int row = rowNear(contents);
    return row >= 0 && cellRect(row).contains(contents) ? model()->index(row, 0, rootIndex())
                                                        : QModelIndex();
}

/// The cell under the point or nearest to it in its line; -1 where there are none.
int ThumbnailGrid::rowNear(const QPoint& contentsPoint) const {
    if (count() == 0) {
        return -1;
    }
    int column = std::clamp((contentsPoint.x() - kEdgePx + m_gapPx / 2) / (m_cellPx + m_gapPx), 0,
                            m_columns - 1);
    if (isRightToLeft()) {
        column = m_columns - 1 - column;
    }
    const int line = std::max(0, contentsPoint.y() - kEdgePx + m_gapPx / 2) / rowHeightPx();
    return std::min(line * m_columns + column, count() - 1);
}

void ThumbnailGrid::scrollTo(const QModelIndex& index, ScrollHint hint) {
    if (!index.isValid()) {
        return;
    }
    const QRect cell = cellRect(index.row()).adjusted(0, -m_gapPx, 0, m_gapPx);
    const int top = verticalOffset();
    const int height = viewport()->height();
    int wanted = top;
    if (hint == PositionAtCenter) {
        wanted = cell.center().y() - height / 2;
    } else if (hint == PositionAtTop || cell.top() < top) {
        wanted = cell.top();
    } else if (hint == PositionAtBottom || cell.bottom() > top + height) {
        wanted = cell.bottom() - height;
    }
    verticalScrollBar()->setValue(wanted);
}

void ThumbnailGrid::setModel(QAbstractItemModel* model) {
    QAbstractItemView::setModel(model);
    updateGeometries();
}

void ThumbnailGrid::reset() {
    QAbstractItemView::reset();
    m_top = QPersistentModelIndex();
    updateGeometries();
    viewport()->update();
}

void ThumbnailGrid::doItemsLayout() {
    QAbstractItemView::doItemsLayout();
    updateGeometries();
}

QSize ThumbnailGrid::sizeHint() const {
    return {kSideWidthPx, kSideWidthPx};
}

void ThumbnailGrid::layOut() {
    const int width =
        std::max(viewport()->width() - 2 * kEdgePx + m_gapPx, kSmallestCellPx + m_gapPx);
    m_columns = std::max(1, (width + m_wantedCellPx / 8) / (m_wantedCellPx + m_gapPx));
    m_cellPx = width / m_columns - m_gapPx;
}

void ThumbnailGrid::updateGeometries() {
    layOut();
    const int lines = (count() + m_columns - 1) / m_columns;
    const int heightPx = 2 * kEdgePx - m_gapPx + lines * rowHeightPx();
    verticalScrollBar()->setSingleStep(std::max(24, rowHeightPx() / 3));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, heightPx - viewport()->height()));
    if (m_top.isValid()) {
        verticalScrollBar()->setValue(cellRect(m_top.row()).top() + m_topOffsetPx);
    }
    QAbstractItemView::updateGeometries();
}

/// At the very top new pictures are to be seen; anywhere else the screen stays with what it shows.
void ThumbnailGrid::holdPlace() {
    const int first = visibleRows().first;
    if (verticalOffset() == 0 || first >= count()) {
        m_top = QPersistentModelIndex();
        return;
    }
    m_top = model()->index(first, 0, rootIndex());
    m_topOffsetPx = verticalOffset() - cellRect(first).top();
}

void ThumbnailGrid::rowsInserted(const QModelIndex& parent, int start, int end) {
    QAbstractItemView::rowsInserted(parent, start, end);
    updateGeometries();
    viewport()->update();
}

void ThumbnailGrid::resizeEvent(QResizeEvent* event) {
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void ThumbnailGrid::scrollContentsBy(int, int) {
    holdPlace();
    viewport()->update();
    Q_EMIT scrolled();
}

void ThumbnailGrid::wheelEvent(QWheelEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        constexpr int kStepPx = 16;
        setCellPx(m_wantedCellPx + (event->angleDelta().y() > 0 ? kStepPx : -kStepPx));
        event->accept();
        return;
    }
    QAbstractItemView::wheelEvent(event);
}

void ThumbnailGrid::tellCurrent(QAccessible::Event what) {
    if (hasFocus() && currentIndex().isValid()) {
        QAccessibleEvent event(this, what);
        event.setChild(currentIndex().row());
        QAccessible::updateAccessibility(&event);
    }
}

void ThumbnailGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QAbstractItemView::currentChanged(current, previous);
    tellCurrent(QAccessible::Focus);
}

void ThumbnailGrid::selectionChanged(const QItemSelection& selected,
                                     const QItemSelection& deselected) {
    QAbstractItemView::selectionChanged(selected, deselected);
    tellCurrent(QAccessible::Selection);
}

/// What was far from the screen is read when it is wanted: only now there is something to say.
void ThumbnailGrid::dataChanged(const QModelIndex& first, const QModelIndex& last,
                                const QList<int>& roles) {
    QAbstractItemView::dataChanged(first, last, roles);
    const int current = currentIndex().row();
    if (current >= first.row() && current <= last.row()) {
        tellCurrent(QAccessible::NameChanged);
    }
}

void ThumbnailGrid::focusInEvent(QFocusEvent* event) {
    QAbstractItemView::focusInEvent(event);
    tellCurrent(QAccessible::Focus);
}

QAction* ThumbnailGrid::actionFor(const QKeyEvent& event) const {
    const auto all = actions();
    const auto found = std::find_if(all.begin(), all.end(), [&](const QAction* action) {
        return action->isEnabled() && action->shortcut() == QKeySequence(event.keyCombination());
    });
    return found == all.end() ? nullptr : *found;
}

bool ThumbnailGrid::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride &&
        actionFor(*static_cast<QKeyEvent*>(event)) != nullptr) {
        event->accept();  // it comes as a key press then
        return true;
    }
    return QAbstractItemView::event(event);
}

void ThumbnailGrid::keyPressEvent(QKeyEvent* event) {
    if (QAction* action = actionFor(*event)) {
        action->trigger();
        return;
    }
    // Other letters and digits are no search by the first letter: names of pictures are seldom words.
    if (!event->text().isEmpty() && event->text().at(0).isPrint() &&
        event->key() != Qt::Key_Space) {
        event->ignore();
        return;
    }
    QAbstractItemView::keyPressEvent(event);
}

QModelIndex ThumbnailGrid::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
    if (count() == 0) {
        return {};
    }
    const int current = std::max(0, currentIndex().row());
    const int page = std::max(1, viewport()->height() / rowHeightPx()) * m_columns;
    const int forward = isRightToLeft() ? -1 : 1;
    int row = current;
    switch (action) {
    case MoveLeft:
        row = current - forward;
        break;
    case MoveRight:
        row = current + forward;
        break;
    case MovePrevious:
        row = current - 1;
        break;
    case MoveNext:
        row = current + 1;
        break;
    case MoveUp:
        row = current >= m_columns ? current - m_columns : current;
        break;
    case MoveDown:
        // From the last full line into a shorter one: to its end.
        row = current / m_columns < (count() - 1) / m_columns ? current + m_columns : current;
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = count() - 1;
        break;
    case MovePageUp:
        row = current - page;
        break;
    case MovePageDown:
        row = current + page;
        break;
    }
    return model()->index(std::clamp(row, 0, count() - 1), 0, rootIndex());
}

void ThumbnailGrid::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) {
    const QRect contents = rect.translated(0, verticalOffset());
    if (state() == DragSelectingState) {
        selectInside(contents.normalized(), command);
        return;
    }
    // From a click to a click, or by keys: everything between the two, in the order of the list.
    const int first = rowNear(contents.topLeft());
    const int last = rowNear(contents.bottomRight());
    if (first >= 0 && last >= 0) {
        selectRows(std::min(first, last), std::max(first, last), command);
    }
}

void ThumbnailGrid::selectRows(int first, int last, QItemSelectionModel::SelectionFlags command) {
    selectionModel()->select(
        QItemSelection(model()->index(first, 0, rootIndex()), model()->index(last, 0, rootIndex())),
        command);
}

void ThumbnailGrid::selectInside(const QRect& contentsRect,
                                 QItemSelectionModel::SelectionFlags command) {
    QItemSelection selection;
    const int firstLine = std::max(0, contentsRect.top() - kEdgePx) / rowHeightPx();
    const int lastLine = std::max(0, contentsRect.bottom()) / rowHeightPx();
    for (int line = firstLine; line <= lastLine && line * m_columns < count(); ++line) {
        int from = -1;
        int to = -1;
        for (int row = line * m_columns; row < std::min((line + 1) * m_columns, count()); ++row) {
            if (cellRect(row).intersects(contentsRect)) {
                from = from < 0 ? row : from;
                to = row;
            }
        }
        if (from >= 0) {
            selection.select(model()->index(from, 0, rootIndex()),
                             model()->index(to, 0, rootIndex()));
        }
    }
    selectionModel()->select(selection, command);
}

QRegion ThumbnailGrid::visualRegionForSelection(const QItemSelection& selection) const {
    QRegion region;
    const auto [first, end] = visibleRows();
    for (const QItemSelectionRange& range : selection) {
        for (int row = std::max(first, range.top()); row < std::min(end, range.bottom() + 1);
             ++row) {
            region += cellRect(row)
                          .translated(0, -verticalOffset())
                          .adjusted(-m_gapPx, -m_gapPx, m_gapPx, m_gapPx);
        }
    }
    return region;
}

void ThumbnailGrid::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QPoint mouse = viewport()->mapFromGlobal(QCursor::pos());
    const auto [first, end] = visibleRows();
    for (int row = first; row < end; ++row) {
        const QModelIndex index = model()->index(row, 0, rootIndex());
        option.rect = visualRect(index);
        if (!event->region().intersects(
                option.rect.adjusted(-m_gapPx, -m_gapPx, m_gapPx, m_gapPx))) {
            continue;
        }
        option.state =
            QStyle::State_Enabled | (hasFocus() ? QStyle::State_Active : QStyle::State_None);
        option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
        option.state.setFlag(QStyle::State_HasFocus, hasFocus() && index == currentIndex());
        option.state.setFlag(QStyle::State_MouseOver, underMouse() && option.rect.contains(mouse));
        itemDelegateForIndex(index)->paint(&painter, option, index);
    }
}

}  // namespace limn::ui
