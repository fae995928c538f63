// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QDialog>

#include <vector>

class QGridLayout;
class QLabel;

namespace limn::ui {

struct KeyNote;

/// Every key of the window and of its panes, on one sheet, pane by pane. Made anew each time it is opened.
class ShortcutSheet final : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutSheet(QWidget& window);

private:
    struct Shown {
        QLabel* heading = nullptr;
        std::vector<std::pair<QLabel*, QLabel*>> rows;
    };

    void addGroup(const QString& title, const std::vector<KeyNote>& notes);
    void showMatches(const QString& words);

    QGridLayout* m_grid = nullptr;
    std::vector<Shown> m_groups;
};

}  // namespace limn::ui
