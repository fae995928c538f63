// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/nn/residual.h"
#include "inference/starter/checker_reading.h"

#include <optional>
#include <vector>

namespace limn::starter {

/// Logits for a batch of pictures.
struct CheckerOutput {
    at::Tensor kinds;     // [B, 1 + things, 16, 16] float32
    at::Tensor tints;     // [B, kTintCount, 16, 16]
    at::Tensor toMiddle;  // [B, 2, 16, 16] in sides
    at::Tensor places;    // [B, kPlaceCount]
    at::Tensor times;     // [B, kTimeCount]
    at::Tensor weathers;  // [B, kWeatherCount], undefined of a net that does not read them
    at::Tensor styles;    // [B, kStyleCount], undefined likewise
};

/// The benchmark's eye: a small convolutional network that says what is in each cell of a picture. It is trained on
/// renders of its own seeds, held-out combinations included, shares nothing with the generator or the describer, and
/// must never be used to train a model or to choose between states of one. Thread: the owner's.
class CheckerNet {
public:
    /// Checker 1 was trained on the plain world and has no eye for weather and styles.
    explicit CheckerNet(const nn::WeightScope& scope, bool readsLooks = true);

    bool readsLooks() const { return m_weathers.has_value(); }

    /// pixels [B, 3, 128, 128] in -1 ... 1, computed in their type
    CheckerOutput operator()(const at::Tensor& pixels) const;

private:
    nn::Conv2d m_stem;    // 64
    nn::Conv2d m_enter;   // 32
    nn::Conv2d m_mix;     // 32
    nn::Conv2d m_down16;  // 16
    nn::ResnetBlock2D m_block16;
    nn::Conv2d m_down8;
    nn::ResnetBlock2D m_block8;
    nn::Conv2d m_down4;
    nn::ResnetBlock2D m_block4;
    nn::Upsample2D m_up8;
    nn::ResnetBlock2D m_join8;
    nn::Upsample2D m_up16;
    nn::ResnetBlock2D m_join16;
    nn::GroupNorm m_stemNorm;
    nn::GroupNorm m_enterNorm;
    nn::GroupNorm m_mixNorm;
    nn::GroupNorm m_wholeNorm;
    nn::GroupNorm m_cellNorm;
    nn::Conv2d m_kinds;
    nn::Conv2d m_tints;
    nn::Conv2d m_toMiddle;
    nn::Linear m_places;
    nn::Linear m_times;
    std::optional<nn::Linear> m_weathers;
    std::optional<nn::Linear> m_styles;
};

/// What the checker sees on each picture. pixels [B, 3, 128, 128] in -1 ... 1.
std::vector<Reading> readPictures(const CheckerNet& net, const at::Tensor& pixels);

}  // namespace limn::starter
