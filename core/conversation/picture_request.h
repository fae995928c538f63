// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"
#include "core/conversation/prompt_syntax.h"
#include "core/jobs/PictureOrder.h"

#include <optional>
#include <vector>

namespace limn {

struct SizePx {
    int width = 0;
    int height = 0;
    bool operator==(const SizePx&) const = default;
};

/// The size with this shape whose area is nearest to the given one, both sides multiples of `multiplePx`.
SizePx sizeForAspect(AspectRatio aspect, SizePx area, int multiplePx);

/// The size that an order will be drawn in; 0 × 0 where neither it nor the model says.
SizePx expectedSize(const PictureOrder& order, const std::optional<ModelInfo>& model);

/// Puts what a message says into the order: words, seed, shape, what is to be kept out.
void applyReading(const PromptReading& reading, const std::optional<ModelInfo>& model,
                  PictureOrder& order);

/// How the message was understood, as rows in plain words. `order` is the one after applyReading.
std::vector<DoneRow> readingRows(const PromptReading& reading, const PictureOrder& order);

/// "512 × 512 · 20 steps · guidance 7.5 · seed 5", only what the order says.
QString orderInWords(const PictureOrder& order, const std::optional<ModelInfo>& model);

/// A title for a conversation that begins with this message: its first words, without options and weights.
QString titleFrom(const QString& message);

}  // namespace limn
