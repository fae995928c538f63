// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QDialog>

class QAction;

namespace limn::ui {

/// Every key of the window and of its panes, on one sheet. Made anew each time it is opened.
class ShortcutSheet final : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutSheet(QWidget& window);
};

}  // namespace limn::ui
