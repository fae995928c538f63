// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QAbstractItemView>
#include <QAccessible>
#include <QPersistentModelIndex>

namespace limn::ui {

/// A grid of square cells over a list model. Every place follows from the row's number alone, so that a model of any length
/// costs as much as what is on the screen. Cells stretch so that columns fill the width. While it has the focus, the keys of
/// its actions() come before equal ones of the window.
class ThumbnailGrid final : public QAbstractItemView {
    Q_OBJECT
public:
    static constexpr int kSmallestCellPx = 48;
    static constexpr int kLargestCellPx = 512;

    explicit ThumbnailGrid(QWidget* parent = nullptr);

    /// The wanted side of a cell; cells are at most a little larger.
    void setCellPx(int px);
    int cellPx() const { return m_wantedCellPx; }
    int columns() const { return m_columns; }
    /// Rows of the model that are on the screen, as [first, end).
    std::pair<int, int> visibleRows() const;

    QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint& point) const override;
    void setModel(QAbstractItemModel* model) override;
    void reset() override;
    void doItemsLayout() override;
    QSize sizeHint() const override;

Q_SIGNALS:
    /// Other rows are on the screen now.
    void scrolled();
    /// The selected ones are about to be dragged out.
    void dragBegun();

protected:
    void startDrag(Qt::DropActions actions) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex&) const override { return false; }
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection& selection) const override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

protected Q_SLOTS:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected,
                          const QItemSelection& deselected) override;
    void dataChanged(const QModelIndex& first, const QModelIndex& last,
                     const QList<int>& roles) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;

private:
    int count() const;
    void tellCurrent(QAccessible::Event what);
    QAction* actionFor(const QKeyEvent& event) const;
    int rowHeightPx() const { return m_cellPx + m_gapPx; }
    QRect cellRect(int row) const;  // in the contents, not in the viewport
    int rowNear(const QPoint& contentsPoint) const;
    void layOut();
    void holdPlace();
    void selectRows(int first, int last, QItemSelectionModel::SelectionFlags command);
    void selectInside(const QRect& contentsRect, QItemSelectionModel::SelectionFlags command);

    int m_wantedCellPx = 96;
    int m_gapPx = 0;
    int m_cellPx = 96;
    int m_columns = 1;
    QPersistentModelIndex m_top;  // the first one on the screen, for keeping one's place
    int m_topOffsetPx = 0;        // of the screen below its upper edge
};

}  // namespace limn::ui
