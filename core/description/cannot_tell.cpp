// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/cannot_tell.h"

namespace limn {

bool cannotTell(const Description& description) {
    return description.strangeness.value_or(0) > 1 ||
           description.text.starts_with("I cannot tell") ||
           description.text.starts_with("Saya tidak tahu");
}

}  // namespace limn
