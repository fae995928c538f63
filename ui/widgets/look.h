// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QLatin1String>

class QWidget;

namespace limn::ui {

/// Which rules of resources/style/limn.qss a widget takes: "primary", "quiet", "muted", "card" ... May be changed later.
void setLook(QWidget& widget, QLatin1String look);

}  // namespace limn::ui
