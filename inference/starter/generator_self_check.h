// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/GeneratorTask.h"

#include <string>

namespace limn::starter {

/// Draws a few fixed prompts and lets the generator's own auxiliary head say what is on them: how a training goes, for
/// its log. The loss does not show it. It is no measurement, since the head was trained beside the pictures; the
/// benchmark's checker measures, and must not be asked while a training can still be steered. About two seconds.
/// "own head: asked things seen 0.81 (one 0.92, two 0.75, three 0.71)  other cells 0.12"
std::string ownHeadReport(const GeneratorModels& models, const nn::Linear& kindHead,
                          const tokenizers::ClipTokenizer& tokenizer);

}  // namespace limn::starter
