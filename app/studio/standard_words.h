// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <span>

namespace limn::studio {

/// A text of Qt's own: of a button, of the menu of a text field, of the file dialog.
struct StandardWord {
    const char* context;
    const char* text;
};

/// What of Qt's own words is seen in Limn and translated with it: Qt has no Indonesian. Any thread.
std::span<const StandardWord> standardWords();

}  // namespace limn::studio
