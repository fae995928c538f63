// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <memory>

namespace limn::inference {

/// The Engine that libtorch runs. The exception boundary: inside, torch and our model code throw; nothing leaves.
/// Lives on one thread, which it lowers into inference mode for each order. After a cancel or a fault it is usable at
/// once, with the model still loaded.
std::unique_ptr<Engine> makeTorchEngine();

}  // namespace limn::inference
