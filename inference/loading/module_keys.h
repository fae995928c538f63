// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/key_report.h"

namespace limn::loading {

/// What the strict loader would say of the model's parts, without reading a weight: every module is built over a store
/// that only notes what is asked of it. A checkpoint::KeyCheck. Any thread; throws nothing.
checkpoint::KeyReport compareWithModules(const checkpoint::ModelDescription& model);

}  // namespace limn::loading
