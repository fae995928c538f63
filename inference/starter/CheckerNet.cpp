// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/CheckerNet.h"

#include "inference/nn/group_norm_silu.h"
#include "inference/starter/vocabulary.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

namespace limn::starter {
namespace {

constexpr std::int64_t kGroups = 8;
constexpr std::int64_t kStem = 16;
constexpr std::int64_t kEarly = 32;
constexpr std::int64_t kMiddle = 64;
constexpr std::int64_t kDeep = 112;
constexpr double kEps = 1e-5;
constexpr nn::Conv2dOptions kHalving{.kernel = 3, .stride = 2, .padding = 1};
constexpr nn::Conv2dOptions kPointwise{.kernel = 1, .stride = 1, .padding = 0};

nn::ResnetBlockOptions block(std::int64_t in, std::int64_t out) {
    return {
        .inChannels = in, .outChannels = out, .timeChannels = 0, .groups = kGroups, .eps = kEps};
}

std::vector<float> toVector(const at::Tensor& tensor) {
    const auto whole = tensor.to(at::kFloat).contiguous();
    const auto* values = whole.const_data_ptr<float>();
    return {values, values + whole.numel()};
}

/// [classes, 16, 16] to [cells][classes].
std::vector<float> cellsFirst(const at::Tensor& probabilities) {
    return toVector(probabilities.permute({1, 2, 0}));
}

}  // namespace

CheckerNet::CheckerNet(const nn::WeightScope& scope, bool readsLooks)
    : m_stem(scope["stem"], 3, kStem, kHalving), m_enter(scope["enter"], kStem, kEarly, kHalving),
      m_mix(scope["mix"], kEarly, kEarly), m_down16(scope["down16"], kEarly, kMiddle, kHalving),
      m_block16(scope["block16"], block(kMiddle, kMiddle)),
      m_down8(scope["down8"], kMiddle, kDeep, kHalving),
      m_block8(scope["block8"], block(kDeep, kDeep)),
      m_down4(scope["down4"], kDeep, kDeep, kHalving),
      m_block4(scope["block4"], block(kDeep, kDeep)), m_up8(scope["up8"], kDeep),
      m_join8(scope["join8"], block(2 * kDeep, kDeep)), m_up16(scope["up16"], kDeep),
      m_join16(scope["join16"], block(kDeep + kMiddle, kMiddle)),
      m_stemNorm(scope["stem_norm"], kGroups, kStem, kEps),
      m_enterNorm(scope["enter_norm"], kGroups, kEarly, kEps),
      m_mixNorm(scope["mix_norm"], kGroups, kEarly, kEps),
      m_wholeNorm(scope["whole_norm"], kGroups, kDeep, kEps),
      m_cellNorm(scope["cell_norm"], kGroups, kMiddle, kEps),
      m_kinds(scope["kinds"], kMiddle, 1 + static_cast<std::int64_t>(things().size()), kPointwise),
      m_tints(scope["tints"], kMiddle, kTintCount, kPointwise),
      m_toMiddle(scope["to_middle"], kMiddle, 2, kPointwise),
      m_places(scope["places"], kDeep, kPlaceCount), m_times(scope["times"], kDeep, kTimeCount) {
    if (readsLooks) {
        m_weathers.emplace(scope["weathers"], kDeep, kWeatherCount);
        m_styles.emplace(scope["styles"], kDeep, kStyleCount);
    }
}

CheckerOutput CheckerNet::operator()(const at::Tensor& pixels) const {
    const auto early = nn::groupNormSilu(m_stemNorm, m_stem(pixels));
    const auto entered = nn::groupNormSilu(m_enterNorm, m_enter(early));
    const auto at32 = nn::groupNormSilu(m_mixNorm, m_mix(entered));
    const auto at16 = m_block16(m_down16(at32));
    const auto at8 = m_block8(m_down8(at16));
    const auto at4 = m_block4(m_down4(at8));
    const auto up8 = m_join8(at::cat({m_up8(at4, 8, 8), at8}, 1));
    const auto up16 = m_join16(at::cat({m_up16(up8, kCheckerGrid, kCheckerGrid), at16}, 1));
    const auto cells = nn::groupNormSilu(m_cellNorm, up16);
    const auto whole = nn::groupNormSilu(m_wholeNorm, up8).mean({2, 3});
    CheckerOutput output;
    output.kinds = m_kinds(cells).to(at::kFloat);
    output.tints = m_tints(cells).to(at::kFloat);
    output.toMiddle = m_toMiddle(cells).to(at::kFloat);
    output.places = m_places(whole).to(at::kFloat);
    output.times = m_times(whole).to(at::kFloat);
    if (readsLooks()) {
        output.weathers = (*m_weathers)(whole).to(at::kFloat);
        output.styles = (*m_styles)(whole).to(at::kFloat);
    }
    return output;
}

std::vector<Reading> readPictures(const CheckerNet& net, const at::Tensor& pixels) {
    const c10::NoGradGuard noGradients;
    const auto output = net(pixels.to(at::kBFloat16).contiguous(at::MemoryFormat::ChannelsLast));
    const auto kinds = output.kinds.softmax(1);
    const auto tints = output.tints.softmax(1);
    const auto places = output.places.softmax(1);
    const auto times = output.times.softmax(1);
    const auto rowOf = [](const at::Tensor& logits, std::int64_t i) {
        return logits.defined() ? toVector(logits[i].softmax(0)) : std::vector<float>();
    };
    std::vector<Reading> readings;
    for (std::int64_t i = 0; i < pixels.size(0); ++i) {
        readings.push_back(
            readCells({cellsFirst(kinds[i]), cellsFirst(tints[i]), toVector(output.toMiddle[i]),
                       toVector(places[i]), toVector(times[i]), rowOf(output.weathers, i),
                       rowOf(output.styles, i)}));
    }
    return readings;
}

}  // namespace limn::starter
