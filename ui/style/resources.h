// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QByteArray>
#include <QString>

namespace limn::ui {

/// Makes :/limn/… readable. Cheap; may be called again.
void openResources();

/// The whole of a file of the program's own resources; empty if there is none of this name.
QByteArray readResource(const QString& path);

}  // namespace limn::ui
