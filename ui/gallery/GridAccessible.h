// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QAccessibleWidget>
#include <QHash>

namespace limn::ui {

class ThumbnailGrid;

/// What a screen reader sees of a ThumbnailGrid: a list with one entry a picture, which says what the model's accessible
/// roles say. Qt has this for its own item views only. Entries are made when they are asked for. Owned by QAccessible; GUI
/// thread.
class GridAccessible final : public QAccessibleWidget {
public:
    explicit GridAccessible(ThumbnailGrid& grid);
    ~GridAccessible() override;

    /// Once, before the first grid is asked for its interface.
    static void install();

    int childCount() const override;
    QAccessibleInterface* child(int row) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;
    int indexOfChild(const QAccessibleInterface* child) const override;

private:
    ThumbnailGrid& grid() const;
    void forgetEntries() const;

    mutable QHash<int, QAccessible::Id> m_entries;  // by row
};

}  // namespace limn::ui
