// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/style/ColorTable.h"

#include <QPalette>
#include <QString>

namespace limn::ui {

/// What Qt's own widgets paint with.
QPalette paletteFrom(const ColorTable& colors);

/// resources/style/limn.qss with each "@token" replaced by its colour and "@theme" by light or dark.
QString styleSheetFrom(const QString& source, const ColorTable& colors);

}  // namespace limn::ui
