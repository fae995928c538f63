// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/index_parsers.h"

#include "core/base/display_text.h"
#include "core/json/strict_json.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <utility>

namespace limn::checkpoint {

namespace {

constexpr std::size_t kMaxShards = 1000;
constexpr std::uint64_t kMaxIndexBytes = 64ULL << 20U;

using nlohmann::json;

class ShardedReader {
public:
    ShardedReader(std::filesystem::path indexJson, std::stop_token stop)
        : m_file(std::move(indexJson)), m_name(displayText(m_file.string(), 400)), m_stop(std::move(stop)) {}

    Result<CheckpointIndex> read() {
        if (Status status = readIndexText(); !status) {
            return std::move(status).error();
        }
        for (const auto& [shard, names] : m_namesOfShard) {
            if (m_stop.stop_requested()) {
                return Error{ErrorCode::InvalidRequest, "Reading '" + m_name + "' was stopped.", {}};
            }
            if (Status status = readShard(shard, names); !status) {
                return std::move(status).error();
            }
        }
        std::sort(m_index.tensors.begin(), m_index.tensors.end(),
                  [](const TensorRecord& a, const TensorRecord& b) { return a.name < b.name; });
        return std::move(m_index);
    }

private:
    Error damaged(const std::string& reason) const {
        return {ErrorCode::FileDamaged, "'" + m_name + "' is damaged: " + reason + ".", {}};
    }
    Error refused(const std::string& reason) const {
        return {ErrorCode::FileRefused, "'" + m_name + "' is refused: " + reason + ".", {}};
    }

    Status readIndexText() {
        const JsonLimits limits{.maxBytes = kMaxIndexBytes, .maxDepth = 8, .maxElements = 2 * kMaxTensors};
        const Result<json> text = readStrictJsonFile(m_file, limits);
        if (!text) {
            return text.error();
        }
        if (!text->is_object() || !text->contains("weight_map")) {
            return Error{ErrorCode::Unsupported, "'" + m_name + "' is a JSON text without a 'weight_map', so not an index of shards.", {}};
        }
        const json& map = text->at("weight_map");
        if (!map.is_object() || map.size() > kMaxTensors) {
            return damaged("its 'weight_map' is not an object of at most " + std::to_string(kMaxTensors) + " names");
        }
        for (const auto& [tensor, shard] : map.items()) {
            if (!shard.is_string()) {
                return damaged("its 'weight_map' gives tensor '" + displayText(tensor) + "' something that is no file name");
            }
            const auto& shardName = shard.get_ref<const std::string&>();
            if (Status status = checkShardName(shardName); !status) {
                return status;
            }
            m_namesOfShard[shardName].insert(tensor);
        }
        if (m_namesOfShard.size() > kMaxShards) {
            return damaged("it names " + std::to_string(m_namesOfShard.size()) + " shards, and at most " + std::to_string(kMaxShards) + " are allowed");
        }
        keepMetadata(*text);
        return Unit{};
    }

    void keepMetadata(const json& text) {
        const auto metadata = text.find("metadata");
        if (metadata == text.end() || !metadata->is_object()) {
            return;
        }
        for (const auto& [key, value] : metadata->items()) {
            if (m_index.metadata.size() < kMaxMetadataEntries && value.is_primitive()) {
                m_index.metadata.emplace(key, value.is_string() ? value.get<std::string>() : value.dump());
            }
        }
    }

    Status checkShardName(const std::string& name) const {
        const bool isBare = !name.empty() && name != "." && name != ".." && name.size() <= 255 &&
                            name.find_first_of(std::string_view("/\\:\0", 4)) == std::string::npos;
        if (!isBare) {
            return refused("it names the shard '" + displayText(name) + "', and only plain names in its own folder are allowed");
        }
        return Unit{};
    }

    /// A link may lead to a file in the same folder, or, as download caches lay them out, from <model>/snapshots/<version>
    /// to a file elsewhere in <model>.
    Status checkStaysInside(const std::filesystem::path& shard) const {
        std::error_code problem;
        const std::filesystem::path folder = std::filesystem::canonical(m_file.has_parent_path() ? m_file.parent_path() : ".", problem);
        const std::filesystem::path target = problem ? std::filesystem::path() : std::filesystem::canonical(shard, problem);
        if (problem) {
            return Error{ErrorCode::FileNotFound, "The shard '" + displayText(shard.string(), 400) + "' is missing.", {}};
        }
        const bool isCache = folder.parent_path().filename() == "snapshots";
        const std::filesystem::path root = isCache ? folder.parent_path().parent_path() : folder;
        const bool isInside = isCache ? std::mismatch(root.begin(), root.end(), target.begin(), target.end()).first == root.end()
                                      : target.parent_path() == root;
        if (!isInside) {
            return refused("its shard '" + displayText(shard.filename().string()) + "' is a link that leads out of its folder");
        }
        return Unit{};
    }

    /// The same header under a thousand names would be read a thousand times.
    Status checkIsNew(const std::filesystem::path& shard) {
        struct stat state {};
        if (::stat(shard.c_str(), &state) == 0 &&
            !m_filesRead.emplace(state.st_dev, state.st_ino).second) {
            return refused("its shard '" + displayText(shard.filename().string()) +
                           "' is the same file as another of its shards");
        }
        return Unit{};
    }

    Status readShard(const std::string& shardName, const std::set<std::string>& names) {
        const std::filesystem::path shard = m_file.parent_path() / shardName;
        if (Status status = checkStaysInside(shard); !status) {
            return status;
        }
        if (Status status = checkIsNew(shard); !status) {
            return status;
        }
        Result<CheckpointIndex> part = indexFile(shard, parseSingleFile);
        if (!part) {
            return std::move(part).error();
        }
        if (!m_index.files.empty() && part->format != m_index.format) {
            return damaged("its shards are of different formats");
        }
        m_index.format = part->format;
        m_tensorsRead += part->tensors.size();
        if (m_tensorsRead > kMaxTensors) {
            return refused("its shards hold more than " + std::to_string(kMaxTensors) +
                           " tensors in all");
        }
        std::size_t found = 0;
        for (TensorRecord& record : part->tensors) {
            if (!names.contains(record.name)) {
                continue;
            }
            ++found;
            record.fileIndex = m_index.files.size();
            m_index.tensors.push_back(std::move(record));
        }
        for (StoredSum& sum : part->sums) {
            sum.fileIndex = m_index.files.size();
            m_index.sums.push_back(std::move(sum));
        }
        if (found != names.size()) {
            return damaged(std::to_string(names.size() - found) + " of the " + std::to_string(names.size()) +
                           " tensors that it promises in '" + displayText(shardName) + "' are not there");
        }
        if (found != part->tensors.size()) {
            addWarning(m_index, "'" + displayText(shardName) + "' holds " + std::to_string(part->tensors.size() - found) +
                                    " tensors that the index does not name; they are not read.");
        }
        for (std::string& warning : part->warnings) {
            addWarning(m_index, std::move(warning));
        }
        m_index.files.push_back(shard);
        return Unit{};
    }

    std::filesystem::path m_file;
    std::string m_name;
    std::stop_token m_stop;
    CheckpointIndex m_index;
    std::map<std::string, std::set<std::string>> m_namesOfShard;
    std::set<std::pair<dev_t, ino_t>> m_filesRead;
    std::size_t m_tensorsRead = 0;
};

}  // namespace

Result<CheckpointIndex> readShardedIndex(const std::filesystem::path& indexJson, std::stop_token stop) {
    return ShardedReader(indexJson, std::move(stop)).read();
}

}  // namespace limn::checkpoint
