// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/half_weights.h"

#include "core/base/AtomicFile.h"
#include "inference/checkpoint/safetensors_writer.h"

#include <ATen/ATen.h>

#include <vector>

namespace limn::starter {

Status writeHalf(const std::filesystem::path& file,
                 const std::map<std::string, at::Tensor>& weights,
                 const std::map<std::string, std::string>& metadata) {
    std::vector<at::Tensor> kept;  // alive until written
    std::vector<checkpoint::TensorToWrite> tensors;
    for (const auto& [name, weight] : weights) {
        kept.push_back(weight.detach().to(at::kCPU, at::kHalf).contiguous());
        const auto& value = kept.back();
        tensors.push_back({name,
                           checkpoint::ElementType::F16,
                           value.sizes().vec(),
                           {static_cast<const std::byte*>(value.data_ptr()), value.nbytes()}});
    }
    return checkpoint::writeSafetensors(file, tensors, Overwrite::Replace, metadata);
}

Status writeText(const std::filesystem::path& file, const std::string& text) {
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    return writeFileAtomically(file, bytes, Overwrite::Replace);
}

}  // namespace limn::starter
