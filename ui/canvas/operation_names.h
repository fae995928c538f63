// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/Operation.h"

#include <QString>

#include <optional>

namespace limn::ui {

/// "Undo brush stroke"; only "Undo" where there is nothing.
QString undoText(std::optional<OperationKind> kind);
QString redoText(std::optional<OperationKind> kind);

}  // namespace limn::ui
