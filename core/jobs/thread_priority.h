// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn {

/// The calling thread, and every thread that it starts from now on, gives way to others (nice 10), so that the window
/// stays smooth where there are few cores. Never fails loudly: it is a kindness, not a need.
void lowerThreadPriority();

}  // namespace limn
