// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QFrame>

namespace limn::ui {

class CanvasActions;

/// The floating column of tools.
class ToolColumn final : public QFrame {
    Q_OBJECT
public:
    ToolColumn(CanvasActions& actions, QWidget* parent);
};

}  // namespace limn::ui
