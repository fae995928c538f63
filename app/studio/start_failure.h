// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <QString>

#include <memory>

class QMessageBox;

namespace limn::studio {

/// Whether a start that fails is told in a window: nobody reads what goes to standard error where the program was started
/// from a menu. `platform` is Qt's; those without a screen would wait for a click that never comes.
bool needsFailureBox(bool hasTerminal, const QString& platform);

/// Not shown yet. GUI thread.
std::unique_ptr<QMessageBox> makeFailureBox(const Error& error);

}  // namespace limn::studio
