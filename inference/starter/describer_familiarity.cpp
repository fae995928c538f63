// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/describer_familiarity.h"

#include "inference/checkpoint/safetensors_writer.h"
#include "inference/pipelines/Familiarity.h"

#include <ATen/ATen.h>

#include <iostream>
#include <vector>

namespace limn::starter {
namespace {

constexpr double kShareInside = 0.999;
constexpr double kRidge =
    1e-3;  // of the mean variance: directions in which nothing varies are not infinitely strange

}  // namespace

Status writeFamiliarity(const std::filesystem::path& folder, const at::Tensor& features) {
    const auto half = features.size(0) / 2;
    const auto width = features.size(1);
    const auto first = features.narrow(0, 0, half).to(at::kDouble);
    const auto mean = first.mean(0);
    const auto away = first - mean;
    const auto covariance = at::mm(away.t(), away) / static_cast<double>(half - 1);
    const double ridge = kRidge * covariance.diagonal().mean().item<double>();
    const auto precision = at::inverse(covariance + ridge * at::eye(width, at::kDouble));
    const auto others = features.narrow(0, half, features.size(0) - half).to(at::kDouble) - mean;
    const auto distances = at::sqrt((at::mm(others, precision) * others).sum(1).clamp_min(0));
    const auto sorted = std::get<0>(distances.sort());
    for (const double share : {0.9, 0.95, 0.98, 0.99, 0.995, 0.999}) {
        std::cout
            << "own pictures within "
            << sorted[static_cast<std::int64_t>(share * static_cast<double>(sorted.size(0) - 1))]
                   .item<double>()
            << ": " << share << '\n';
    }
    const auto limit =
        sorted[static_cast<std::int64_t>(kShareInside * static_cast<double>(sorted.size(0) - 1))];
    const std::vector<std::pair<const char*, at::Tensor>> named{
        {"mean", mean.to(at::kFloat).contiguous()},
        {"precision", precision.to(at::kFloat).contiguous()},
        {"limit", limit.to(at::kFloat).reshape({1}).contiguous()}};
    std::vector<checkpoint::TensorToWrite> tensors;
    for (const auto& [name, tensor] : named) {
        tensors.push_back(
            {name,
             checkpoint::ElementType::F32,
             tensor.sizes().vec(),
             {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()}});
    }
    return checkpoint::writeSafetensors(folder / pipelines::Familiarity::kFileName, tensors,
                                        Overwrite::Replace);
}

}  // namespace limn::starter
