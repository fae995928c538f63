// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/RegularFile.h"
#include "core/base/Sha256.h"
#include "core/checkpoints/ModelList.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <system_error>

namespace limn {
namespace {

constexpr std::size_t kChunkBytes = 1U << 20U;
constexpr int kDeepestLevel = 2;  // model/unet/…; the model's own level is 0
constexpr std::size_t kMostFiles = 1'000;
constexpr std::size_t kMostLooked = 50'000;
constexpr std::array<std::string_view, 9> kModelSuffixes = {
    ".safetensors", ".ckpt", ".pt", ".pth", ".bin", ".gguf", ".json", ".txt", ".model"};

struct Found {
    std::string name;
    RegularFile file;
};

bool belongsToModel(const std::filesystem::path& file) {
    const std::string suffix = file.extension().string();
    return std::find(kModelSuffixes.begin(), kModelSuffixes.end(), suffix) != kModelSuffixes.end();
}

Error tooMany(const std::filesystem::path& folder) {
    return {ErrorCode::Unsupported,
            "The folder '" + folder.string() +
                "' holds far more files than a model has; give the model's own folder.",
            {}};
}

Result<std::vector<std::filesystem::path>> filesBelow(const std::filesystem::path& folder,
                                                      std::stop_token stop) {
    std::error_code failed;
    std::vector<std::filesystem::path> files;
    std::size_t looked = 0;
    // Links to files are followed (caches keep models that way), links to folders are not.
    auto it = std::filesystem::recursive_directory_iterator(folder, failed);
    for (; !failed && it != std::filesystem::recursive_directory_iterator(); it.increment(failed)) {
        if (stop.stop_requested()) {
            break;
        }
        if (++looked > kMostLooked || files.size() > kMostFiles) {
            return tooMany(folder);
        }
        std::error_code ignored;
        if (it.depth() >= kDeepestLevel && it->is_directory(ignored)) {
            it.disable_recursion_pending();
        }
        if (it->is_regular_file(ignored) && belongsToModel(it->path())) {
            files.push_back(it->path());
        }
    }
    if (failed) {
        return Error{
            ErrorCode::FileNotFound,
            "The folder '" + folder.string() + "' cannot be read: " + failed.message() + ".",
            {}};
    }
    std::sort(files.begin(), files.end());
    return files;
}

Result<std::vector<Found>> openFiles(const std::filesystem::path& model,
                                     const std::stop_token& stop) {
    std::error_code ignored;
    std::vector<std::filesystem::path> paths{model};
    const bool isFolder = std::filesystem::is_directory(model, ignored);
    if (isFolder) {
        auto below = filesBelow(model, stop);
        if (!below) {
            return below.error();
        }
        paths = *std::move(below);
    }
    std::vector<Found> found;
    for (const auto& path : paths) {
        auto file = RegularFile::open(path);
        if (!file) {
            return file.error();
        }
        found.push_back(
            {isFolder ? path.lexically_relative(model).string() : std::string(), std::move(*file)});
    }
    return found;
}

}  // namespace

Outcome<std::vector<ModelFile>> fingerprintModel(
    const std::filesystem::path& model, std::stop_token stop,
    const std::function<void(std::uint64_t done, std::uint64_t of)>& progress) {
    const auto found = openFiles(model, stop);
    if (!found) {
        return found.error();
    }
    std::uint64_t totalBytes = 0;
    for (const Found& each : *found) {
        totalBytes += each.file.sizeBytes();
    }
    std::vector<ModelFile> files;
    std::vector<std::byte> chunk(kChunkBytes);
    std::uint64_t doneBytes = 0;
    for (const Found& each : *found) {
        Sha256 hash;
        for (std::uint64_t offset = 0; offset < each.file.sizeBytes();) {
            if (stop.stop_requested()) {
                return Cancelled{};
            }
            const auto length = static_cast<std::size_t>(
                std::min<std::uint64_t>(kChunkBytes, each.file.sizeBytes() - offset));
            const std::span<std::byte> part(chunk.data(), length);
            const Status read = each.file.readAt(offset, part);
            if (!read) {
                return read.error();
            }
            hash.update(part);
            offset += length;
            doneBytes += length;
            progress(doneBytes, totalBytes);
        }
        const Status unchanged = each.file.checkUnchanged();
        if (!unchanged) {
            return unchanged.error();
        }
        files.push_back({each.name, each.file.sizeBytes(), hash.finish()});
    }
    if (stop.stop_requested()) {
        return Cancelled{};
    }
    return files;
}

}  // namespace limn
