// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QString>

namespace limn {

/// Text from outside (a prompt, a path, a name) as a tool tip that shows it letter by letter. Qt takes a tool tip that looks
/// like HTML for HTML, and would then read files that it names; here nothing is markup. At most 600 characters of it, so
/// that laying it out stays cheap. Empty stays empty: no tool tip.
QString plainToolTip(const QString& text);

}  // namespace limn
