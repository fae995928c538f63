// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QString>

class QObject;

namespace limn::ui {

/// Shows a file, selected, in the desktop's file manager; where that cannot be asked, its folder. Does not wait.
void revealFile(const QString& file, QObject* context);

}  // namespace limn::ui
