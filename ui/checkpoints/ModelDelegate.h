// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QStyledItemDelegate>

namespace limn::ui {

class Theme;

/// A model as three lines: name, what it is, what is wrong or going on.
class ModelDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ModelDelegate(const Theme& theme, QObject* parent = nullptr)
        : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

}  // namespace limn::ui
