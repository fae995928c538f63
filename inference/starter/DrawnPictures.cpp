// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/DrawnPictures.h"

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/safetensors_writer.h"
#include "inference/starter/captions.h"
#include "inference/starter/scene_sampler.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <fstream>
#include <vector>

namespace limn::starter {
namespace {

constexpr std::uint64_t kDrawnSeed = 0xD2A34;
constexpr int kSidePx = 128;
constexpr const char* kName = "pictures";
constexpr std::size_t kPictureBytes = std::size_t{3} * kSidePx * kSidePx;

}  // namespace

Image DrawnPictures::picture(std::int64_t index) const {
    Image image(kSidePx, kSidePx, 3);
    std::copy_n(pictures[index].const_data_ptr<std::uint8_t>(), kPictureBytes, image.pixels.data());
    return image;
}

Scene DrawnPictures::scene(std::int64_t index) {
    return sampleTrainingScene(kDrawnSeed, static_cast<std::uint64_t>(index));
}

Result<DrawnPictures> drawPictures(PictureMaker& maker, std::int64_t count) {
    DrawnPictures drawn{at::empty({count, kSidePx, kSidePx, 3}, at::kByte)};
    for (std::int64_t i = 0; i < count; ++i) {
        const auto made = maker.make(
            {{plainCaption(DrawnPictures::scene(i)), kDrawnSeed + static_cast<std::uint64_t>(i)}});
        if (!made) {
            return made.error();
        }
        std::copy_n(made->front().pixels.data(), kPictureBytes,
                    drawn.pictures[i].data_ptr<std::uint8_t>());
    }
    return drawn;
}

Status saveDrawnPictures(const std::filesystem::path& file, const DrawnPictures& drawn) {
    const std::vector<checkpoint::TensorToWrite> tensors{
        {kName,
         checkpoint::ElementType::U8,
         drawn.pictures.sizes().vec(),
         {static_cast<const std::byte*>(drawn.pictures.data_ptr()), drawn.pictures.nbytes()}}};
    return checkpoint::writeSafetensors(file, tensors, Overwrite::Replace, {{"format", "pt"}});
}

Result<DrawnPictures> loadDrawnPictures(const std::filesystem::path& file) {
    const auto index = checkpoint::readSafetensorsIndex(file);
    if (!index) {
        return index.error();
    }
    const auto* record = index->find(kName);
    if (record == nullptr || record->type != checkpoint::ElementType::U8 ||
        record->shape.size() != 4 || record->shape[1] != kSidePx || record->shape[2] != kSidePx ||
        record->shape[3] != 3) {
        return Error{ErrorCode::FileDamaged,
                     "The file '" + file.string() +
                         "' has no tensor 'pictures' of 128 by 128 RGB bytes each.",
                     {}};
    }
    DrawnPictures drawn{at::empty(record->shape, at::kByte)};
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(record->byteOffset));
    if (!stream.read(static_cast<char*>(drawn.pictures.data_ptr()),
                     static_cast<std::streamsize>(drawn.pictures.nbytes()))) {
        return Error{ErrorCode::FileDamaged,
                     "The file '" + file.string() + "' could not be read to its end.",
                     {}};
    }
    return drawn;
}

}  // namespace limn::starter
