// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <functional>

namespace limn::training {

/// Floating-point operations of the matrix products and convolutions that `work` runs forwards on this thread. A training
/// step takes about three times that.
double countForwardFlops(const std::function<void()>& work);

}  // namespace limn::training
