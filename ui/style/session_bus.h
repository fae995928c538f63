// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn::ui {

/// Whether a desktop's message bus is there. To be asked before anything of D-Bus: without one the library would try to
/// start a bus of its own, and the window would wait for it.
bool hasSessionBus();

}  // namespace limn::ui
