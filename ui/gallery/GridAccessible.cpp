// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/GridAccessible.h"

#include "ui/gallery/ThumbnailGrid.h"

#include <QPersistentModelIndex>
#include <QPointer>

namespace limn::ui {
namespace {

/// One picture. It keeps to its picture when others come and go before it.
class GridEntry final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    GridEntry(ThumbnailGrid& grid, const QModelIndex& index) : m_grid(&grid), m_index(index) {}

    int row() const { return m_index.row(); }

    bool isValid() const override { return m_grid != nullptr && m_index.isValid(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override {
        return m_grid != nullptr ? m_grid->window()->windowHandle() : nullptr;
    }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_grid);
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Name) {
            const QString words = m_index.data(Qt::AccessibleTextRole).toString();
            return words.isEmpty() ? m_index.data().toString() : words;
        }
        return kind == QAccessible::Description
                   ? m_index.data(Qt::AccessibleDescriptionRole).toString()
                   : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        if (!isValid()) {
            return {};
        }
        const QRect cell = m_grid->visualRect(m_index);
        return {m_grid->viewport()->mapToGlobal(cell.topLeft()), cell.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const bool isSeen = m_grid->viewport()->rect().intersects(m_grid->visualRect(m_index));
        state.selectable = true;
        state.multiSelectable = true;
        state.focusable = true;
        state.selected = m_grid->selectionModel()->isSelected(m_index);
        state.focused = m_grid->hasFocus() && m_grid->currentIndex() == m_index;
        state.offscreen = !isSeen;
        state.invisible = !m_grid->isVisible();
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString& name) override {
        if (!isValid()) {
            return;
        }
        ThumbnailGrid* grid = m_grid;  // who hears of the new current one may let this entry go
        const QPersistentModelIndex index = m_index;
        grid->setFocus();
        grid->setCurrentIndex(index);
        if (name == pressAction()) {
            Q_EMIT grid->activated(index);
        }
    }

private:
    QPointer<ThumbnailGrid> m_grid;
    QPersistentModelIndex m_index;
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object) {
    auto* grid = className == QLatin1String(ThumbnailGrid::staticMetaObject.className())
                     ? qobject_cast<ThumbnailGrid*>(object)
                     : nullptr;
    return grid != nullptr ? new GridAccessible(*grid) : nullptr;
}

}  // namespace

void GridAccessible::install() {
    QAccessible::installFactory(makeInterface);  // the same one twice counts once
}

GridAccessible::GridAccessible(ThumbnailGrid& grid) : QAccessibleWidget(&grid, QAccessible::List) {}

GridAccessible::~GridAccessible() {
    forgetEntries();
}

ThumbnailGrid& GridAccessible::grid() const {
    return static_cast<ThumbnailGrid&>(*widget());
}

void GridAccessible::forgetEntries() const {
    for (const QAccessible::Id id : std::as_const(m_entries)) {
        QAccessible::deleteAccessibleInterface(id);
    }
    m_entries.clear();
}

int GridAccessible::childCount() const {
    return grid().model() != nullptr ? grid().model()->rowCount() : 0;
}

QAccessibleInterface* GridAccessible::child(int row) const {
    if (row < 0 || row >= childCount()) {
        return nullptr;
    }
    const auto known = m_entries.constFind(row);
    if (known != m_entries.constEnd()) {
        auto* entry = static_cast<GridEntry*>(QAccessible::accessibleInterface(*known));
        if (entry != nullptr && entry->row() == row) {
            return entry;
        }
        forgetEntries();  // the list has changed, and a screen reader may keep what it was told of them
    }
    auto* made = new GridEntry(grid(), grid().model()->index(row, 0));
    m_entries.insert(row, QAccessible::registerAccessibleInterface(made));
    return made;
}

QAccessibleInterface* GridAccessible::childAt(int x, int y) const {
    const QPoint place = grid().viewport()->mapFromGlobal(QPoint(x, y));
    return child(grid().indexAt(place).row());
}

QAccessibleInterface* GridAccessible::focusChild() const {
    return grid().hasFocus() ? child(grid().currentIndex().row()) : nullptr;
}

int GridAccessible::indexOfChild(const QAccessibleInterface* child) const {
    const bool isEntry = child != nullptr && child->role() == QAccessible::ListItem;
    return isEntry ? static_cast<const GridEntry*>(child)->row() : -1;
}

}  // namespace limn::ui
