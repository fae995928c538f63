// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/TrainingState.h"

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/safetensors_writer.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <map>

namespace limn::training {
namespace {

struct Part {
    const char* prefix;
    at::Tensor Parameter::*tensor;
};

constexpr std::array<Part, 4> kParts{{{"value.", &Parameter::value},
                                      {"average.", &Parameter::average},
                                      {"first.", &Parameter::firstMoment},
                                      {"second.", &Parameter::secondMoment}}};

std::array<std::filesystem::path, 2> stateFiles(const std::filesystem::path& folder) {
    return {folder / "state-0.safetensors", folder / "state-1.safetensors"};
}

std::map<std::string, std::string> metadataOf(const Progress& progress) {
    return {{"format", "pt"},
            {"step", std::to_string(progress.step)},
            {"samples", std::to_string(progress.samples)},
            {"seconds", std::to_string(progress.seconds)}};
}

template <class Number>
bool parse(const std::map<std::string, std::string>& metadata, const char* key, Number& out) {
    const auto it = metadata.find(key);
    if (it == metadata.end()) {
        return false;
    }
    const auto* end = it->second.data() + it->second.size();
    return std::from_chars(it->second.data(), end, out).ptr == end;
}

struct SavedState {
    checkpoint::CheckpointIndex index;
    Progress progress;
};

std::optional<SavedState> readHeader(const std::filesystem::path& file) {
    auto index = checkpoint::readSafetensorsIndex(file);
    if (!index) {
        return std::nullopt;
    }
    SavedState state{std::move(*index), {}};
    const auto& metadata = state.index.metadata;
    const bool isWhole = parse(metadata, "step", state.progress.step) &&
                         parse(metadata, "samples", state.progress.samples) &&
                         parse(metadata, "seconds", state.progress.seconds);
    return isWhole ? std::optional(std::move(state)) : std::nullopt;
}

Error mismatch(const std::filesystem::path& file, const std::string& key) {
    return {ErrorCode::KeysMismatch,
            "The training state '" + file.string() + "' has no tensor '" + key +
                "' of the shape that this model needs.",
            {}};
}

Status readTensor(std::ifstream& stream, const SavedState& state, const std::string& key,
                  const at::Tensor& target) {
    const auto& file = state.index.files.front();
    const auto* record = state.index.find(key);
    if (record == nullptr || record->type != checkpoint::ElementType::F32 ||
        at::IntArrayRef(record->shape) != target.sizes()) {
        return mismatch(file, key);
    }
    auto loaded = at::empty(target.sizes(), at::kFloat);
    stream.seekg(static_cast<std::streamoff>(record->byteOffset));
    if (!stream.read(static_cast<char*>(loaded.data_ptr()),
                     static_cast<std::streamsize>(loaded.nbytes()))) {
        return Error{ErrorCode::FileDamaged,
                     "The training state '" + file.string() + "' could not be read to its end.",
                     {}};
    }
    target.detach().copy_(loaded);
    return Unit{};
}

Status fill(const SavedState& state, std::vector<Parameter>& parameters) {
    std::ifstream stream(state.index.files.front(), std::ios::binary);
    for (const Part& part : kParts) {
        for (Parameter& parameter : parameters) {
            if (const auto read =
                    readTensor(stream, state, part.prefix + parameter.name, parameter.*part.tensor);
                !read) {
                return read;
            }
        }
    }
    for (const Parameter& parameter : parameters) {
        parameter.renewCopy();
    }
    return Unit{};
}

}  // namespace

Status saveState(const std::filesystem::path& folder, const std::vector<Parameter>& parameters,
                 const Progress& progress) {
    const auto files = stateFiles(folder);
    const auto first = readHeader(files[0]);
    const auto second = readHeader(files[1]);
    // The older one is replaced; one that cannot be read counts as older.
    const bool replaceSecond =
        first && (!second || second->progress.samples <= first->progress.samples);

    std::vector<at::Tensor> kept;  // alive until written
    std::vector<checkpoint::TensorToWrite> tensors;
    for (const Part& part : kParts) {
        for (const Parameter& parameter : parameters) {
            kept.push_back((parameter.*part.tensor).detach().to(at::kCPU).contiguous());
            const auto& tensor = kept.back();
            tensors.push_back(
                {part.prefix + parameter.name,
                 checkpoint::ElementType::F32,
                 tensor.sizes().vec(),
                 {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}});
        }
    }
    return checkpoint::writeSafetensors(files[replaceSecond ? 1 : 0], tensors, Overwrite::Replace,
                                        metadataOf(progress));
}

Result<std::optional<Progress>> loadState(const std::filesystem::path& folder,
                                          std::vector<Parameter>& parameters) {
    std::vector<SavedState> states;
    bool hasAny = false;
    for (const auto& file : stateFiles(folder)) {
        hasAny = hasAny || std::filesystem::exists(file);
        if (auto state = readHeader(file)) {
            states.push_back(std::move(*state));
        }
    }
    if (!hasAny) {
        return std::optional<Progress>();
    }
    std::ranges::sort(states, std::ranges::greater(),
                      [](const SavedState& state) { return state.progress.samples; });
    Error last{ErrorCode::FileDamaged,
               "The folder '" + folder.string() + "' holds no training state that is whole.",
               {}};
    for (const SavedState& state : states) {
        const auto filled = fill(state, parameters);
        if (filled) {
            return std::optional(state.progress);
        }
        last = filled.error();
    }
    return last;
}

Status loadRequiredState(const std::filesystem::path& folder, std::vector<Parameter>& parameters) {
    const auto loaded = loadState(folder, parameters);
    if (!loaded) {
        return loaded.error();
    }
    if (!*loaded) {
        return Error{ErrorCode::FileNotFound,
                     "The folder '" + folder.string() + "' holds no training state.",
                     {}};
    }
    return Unit{};
}

}  // namespace limn::training
