// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/checkpoints/ModelList.h"

#include "core/base/AtomicFile.h"
#include "core/base/display_text.h"
#include "core/json/strict_json.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace limn {
namespace {

constexpr int kFormatVersion = 1;
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kHashDigits = 64;
constexpr JsonLimits kListLimits{.maxBytes = 16U << 20U, .maxDepth = 8, .maxElements = 500'000};

Error damaged(const std::filesystem::path& file, const std::string& what) {
    return {
        ErrorCode::FileDamaged,
        "The list of models '" + file.string() + "' " + what + "; put it right or move it away.",
        {}};
}

/// Held while the list is read, changed and written. The lock file stays: removing it would let two
/// in.
class ListLock {
public:
    explicit ListLock(const std::filesystem::path& dataFolder)
        : m_descriptor(
              ::open((dataFolder / "models.lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
        if (m_descriptor >= 0) {
            while (::flock(m_descriptor, LOCK_EX) != 0 && errno == EINTR) {
            }
        }
    }
    ~ListLock() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    ListLock(const ListLock&) = delete;
    ListLock& operator=(const ListLock&) = delete;
    bool isHeld() const { return m_descriptor >= 0; }

private:
    int m_descriptor = -1;
};

bool isHash(const std::string& text) {
    return text.size() == kHashDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<std::string> stringAt(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                       : std::nullopt;
}

std::optional<ModelFile> fileFrom(const nlohmann::json& json) {
    if (!json.is_object()) {
        return std::nullopt;
    }
    const auto name = stringAt(json, "name");
    const auto sha256 = stringAt(json, "sha256");
    const auto bytes = json.find("bytes");
    if (!name || !sha256 || !isHash(*sha256) || bytes == json.end() ||
        !bytes->is_number_unsigned()) {
        return std::nullopt;
    }
    return ModelFile{*name, bytes->get<std::uint64_t>(), *sha256};
}

std::optional<ModelEntry> entryFrom(const nlohmann::json& json) {
    if (!json.is_object()) {
        return std::nullopt;
    }
    const auto name = stringAt(json, "name");
    const auto path = stringAt(json, "path");
    const auto architecture = stringAt(json, "architecture");
    const auto files = json.find("files");
    if (!name || !isModelName(*name) || !path || !path->starts_with('/') || !architecture ||
        files == json.end() || !files->is_array()) {
        return std::nullopt;
    }
    ModelEntry entry{*name, *path, *architecture, {}, stringAt(json, "family").value_or("")};
    for (const nlohmann::json& each : *files) {
        auto file = fileFrom(each);
        if (!file) {
            return std::nullopt;
        }
        entry.files.push_back(*std::move(file));
    }
    return entry;
}

nlohmann::ordered_json jsonOf(const ModelListContent& content) {
    auto models = nlohmann::ordered_json::array();
    for (const ModelEntry& entry : content.entries) {
        auto files = nlohmann::ordered_json::array();
        for (const ModelFile& file : entry.files) {
            files.push_back(
                {{"name", file.name}, {"bytes", file.sizeBytes}, {"sha256", file.sha256}});
        }
        models.push_back({{"name", entry.name},
                          {"path", entry.path.string()},
                          {"architecture", entry.architecture},
                          {"family", entry.family},
                          {"files", std::move(files)}});
    }
    nlohmann::ordered_json json = {{"version", kFormatVersion}, {"models", std::move(models)}};
    if (!content.folders.empty()) {
        auto folders = nlohmann::ordered_json::array();
        for (const std::filesystem::path& folder : content.folders) {
            folders.push_back(folder.string());
        }
        json["folders"] = std::move(folders);
    }
    return json;
}

/// None at all in lists that were made before folders were kept; nothing where one is not proper.
std::optional<std::vector<std::filesystem::path>> foldersFrom(const nlohmann::json& json) {
    std::vector<std::filesystem::path> folders;
    const auto found = json.find("folders");
    if (found == json.end()) {
        return folders;
    }
    if (!found->is_array()) {
        return std::nullopt;
    }
    for (const nlohmann::json& each : *found) {
        if (!each.is_string() || !each.get_ref<const std::string&>().starts_with('/')) {
            return std::nullopt;
        }
        folders.emplace_back(each.get<std::string>());
    }
    return folders;
}

Status requireFreeName(const std::vector<ModelEntry>& entries, std::string_view name) {
    const auto taken = std::ranges::find(entries, name, &ModelEntry::name);
    if (taken == entries.end()) {
        return Unit{};
    }
    return Error{ErrorCode::InvalidRequest,
                 "The name '" + taken->name + "' is taken by '" + taken->path.string() +
                     "'; choose another with --name, or remove that one first.",
                 {}};
}

}  // namespace

bool isModelName(std::string_view name) {
    const auto isRefused = [](char c) {
        return c == '/' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    return !name.empty() && name.size() <= kLongestName && name.front() != '-' &&
           name.front() != '.' && isValidUtf8(name) &&
           std::none_of(name.begin(), name.end(), isRefused);
}

ModelList::ModelList(std::filesystem::path dataFolder) : m_dataFolder(std::move(dataFolder)) {}

Result<std::vector<ModelEntry>> ModelList::entries() const {
    auto now = content();
    if (!now) {
        return now.error();
    }
    return std::move(now->entries);
}

Result<ModelListContent> ModelList::content() const {
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(file(), ignored))) {
        return ModelListContent();
    }
    const auto json = readStrictJsonFile(file(), kListLimits);
    if (!json) {
        return json.error();
    }
    const auto version = json->is_object() ? json->find("version") : json->end();
    if (!json->is_object() || version == json->end() || !version->is_number_integer()) {
        return damaged(file(), "has no version");
    }
    if (version->get<std::int64_t>() != kFormatVersion) {
        return damaged(file(),
                       "is of version " + version->dump() + ", but this Limn knows version 1 only");
    }
    const auto models = json->find("models");
    if (models == json->end() || !models->is_array()) {
        return damaged(file(), "has no array 'models'");
    }
    ModelListContent content;
    for (const nlohmann::json& each : *models) {
        auto entry = entryFrom(each);
        if (!entry) {
            return damaged(file(), "has an entry (number " +
                                       std::to_string(content.entries.size() + 1) +
                                       ") without a proper name, path, architecture or files");
        }
        content.entries.push_back(*std::move(entry));
    }
    auto folders = foldersFrom(*json);
    if (!folders) {
        return damaged(file(), "has 'folders' that are no array of absolute paths");
    }
    content.folders = *std::move(folders);
    return content;
}

Status ModelList::requireFree(std::string_view name) const {
    const auto now = entries();
    return now ? requireFreeName(*now, name) : Status(now.error());
}

Status ModelList::add(ModelEntry entry) {
    return change([&](ModelListContent& content) -> Status {
        if (Status free = requireFreeName(content.entries, entry.name); !free) {
            return free;
        }
        content.entries.push_back(std::move(entry));
        return Unit{};
    });
}

Status ModelList::remove(std::string_view name) {
    return change([&](ModelListContent& content) -> Status {
        const auto removed = std::erase_if(
            content.entries, [&](const ModelEntry& entry) { return entry.name == name; });
        if (removed == 0) {
            return Error{ErrorCode::InvalidRequest,
                         "There is no model '" + std::string(name) + "' in the list.",
                         {}};
        }
        return Unit{};
    });
}

Status ModelList::addFolder(const std::filesystem::path& folder) {
    return change([&](ModelListContent& content) -> Status {
        if (std::ranges::find(content.folders, folder) == content.folders.end()) {
            content.folders.push_back(folder);
        }
        return Unit{};
    });
}

Status ModelList::removeFolder(const std::filesystem::path& folder) {
    return change([&](ModelListContent& content) -> Status {
        if (std::erase(content.folders, folder) == 0) {
            return Error{ErrorCode::InvalidRequest,
                         "There is no folder '" + folder.string() + "' in the list of models.",
                         {}};
        }
        return Unit{};
    });
}

Status ModelList::change(const std::function<Status(ModelListContent&)>& edit) {
    std::error_code failed;
    std::filesystem::create_directories(m_dataFolder, failed);
    const ListLock lock(m_dataFolder);
    if (!lock.isHeld()) {
        return Error{ErrorCode::WriteFailed,
                     "The folder '" + m_dataFolder.string() +
                         "' cannot be written: " + std::strerror(errno) + ".",
                     {}};
    }
    auto current = content();
    if (!current) {
        return current.error();
    }
    const Status edited = edit(*current);
    if (!edited) {
        return edited;
    }
    const std::string text =
        jsonOf(*current).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    return writeFileAtomically(file(),
                               {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()},
                               Overwrite::Replace);
}

}  // namespace limn
