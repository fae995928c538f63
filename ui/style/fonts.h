// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QFont>

namespace limn::ui {

/// Inter in the size of running text, from the program's own resources, so that the window looks the same everywhere.
/// Letters that Inter lacks come from the system's fonts.
QFont bodyFont();
QFont labelFont();
/// 600 in weight, a little larger.
QFont titleFont();

}  // namespace limn::ui
