// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/PickleReader.h"
#include "inference/checkpoint/index_parsers.h"
#include "inference/checkpoint/pickle_tensors.h"
#include "inference/checkpoint/zip_directory.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limn::checkpoint {

namespace {

constexpr std::uint64_t kMaxPickleBytes = 64ULL << 20U;
constexpr std::size_t kFirstReadBytes = 1U << 20U;  // of a file without a container; enough for most
// PROTO 2, LONG1 of 10 bytes 0x1950a86a20f9469cfc6c, STOP: how PyTorch before 1.6 began its files.
constexpr std::string_view kLegacyMagic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);

Error asError(const ByteSource& source, const PickleRefusal& refusal) {
    return refusal.kind == PickleRefusal::Kind::Refused ? source.refused(refusal.reason) : source.damaged(refusal.reason);
}

// ---- the ZIP container ----

/// "archive" of the one "archive/data.pkl".
Result<std::string> findArchiveName(const ByteSource& source, const std::vector<ZipEntry>& entries) {
    constexpr std::string_view kSuffix = "/data.pkl";
    std::string found;
    for (const ZipEntry& entry : entries) {
        const std::string_view name = entry.name;
        if (name.size() <= kSuffix.size() || name.substr(name.size() - kSuffix.size()) != kSuffix ||
            name.find('/') != name.size() - kSuffix.size()) {
            continue;
        }
        if (!found.empty()) {
            return source.refused("its ZIP archive holds two pickles");
        }
        found = name.substr(0, name.size() - kSuffix.size());
    }
    if (found.empty()) {
        return source.unsupported("it is a ZIP archive without a PyTorch pickle in it");
    }
    const bool isProgram = std::any_of(entries.begin(), entries.end(), [&](const ZipEntry& entry) {
        return entry.name.starts_with(found + "/code/") || entry.name == found + "/constants.pkl";
    });
    if (isProgram) {
        return source.refused("it is a TorchScript program and not a file of tensors; nothing was run");
    }
    return found;
}

Status checkByteOrder(const ByteSource& source, const std::vector<ZipEntry>& entries, const std::string& archive) {
    const ZipEntry* const entry = findZipEntry(entries, archive + "/byteorder");
    if (entry == nullptr) {
        return Unit{};  // older files have none and are little-endian
    }
    const Result<std::string> order = readZipEntry(source, *entry, 16);
    if (!order) {
        return order.error();
    }
    if (*order != "little") {
        return source.unsupported("its byte order is '" + displayText(*order) + "', and only little is known");
    }
    return Unit{};
}

/// Once for each entry, however many tensors share it.
std::vector<StoredSum> sumsOf(std::vector<const ZipEntry*> entries) {
    std::sort(entries.begin(), entries.end(),
              [](const ZipEntry* a, const ZipEntry* b) { return a->byteOffset < b->byteOffset; });
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    std::vector<StoredSum> sums;
    for (const ZipEntry* const entry : entries) {
        sums.push_back({entry->name, 0, entry->byteOffset, entry->byteSize, entry->crc32});
    }
    return sums;
}

Result<CheckpointIndex> parseZip(const ByteSource& source) {
    const Result<std::vector<ZipEntry>> entries = readZipDirectory(source);
    if (!entries) {
        return entries.error();
    }
    const Result<std::string> archive = findArchiveName(source, *entries);
    if (!archive) {
        return archive.error();
    }
    if (Status status = checkByteOrder(source, *entries, *archive); !status) {
        return std::move(status).error();
    }
    const Result<std::string> pickle = readZipEntry(source, *findZipEntry(*entries, *archive + "/data.pkl"), kMaxPickleBytes);
    if (!pickle) {
        return pickle.error();
    }
    PickleDocument document;
    if (const auto refusal = readPickle(*pickle, document)) {
        return asError(source, *refusal);
    }
    if (document.byteSize != pickle->size()) {
        return source.damaged(std::to_string(pickle->size() - document.byteSize) + " bytes follow the end of its pickle");
    }
    std::vector<StoragePlace> places;
    places.reserve(document.storages.size());
    std::vector<const ZipEntry*> used;
    for (const PickleStorage& storage : document.storages) {
        const ZipEntry* const entry = findZipEntry(*entries, *archive + "/data/" + std::string(storage.key));
        if (entry == nullptr) {
            return source.damaged("its pickle refers to the storage '" + displayText(storage.key) + "', which the archive does not hold");
        }
        places.push_back({entry->byteOffset, entry->byteSize});
        if (entry->byteSize > 0) {
            used.push_back(entry);
        }
    }
    Result<CheckpointIndex> index = indexPickledTensors(source, document, places);
    if (index) {
        index->sums = sumsOf(std::move(used));
    }
    return index;
}

// ---- files of PyTorch before 1.6: five pickles, then the storages one after the other ----

class LegacyReader {
public:
    LegacyReader(const ByteSource& source, std::string_view head) : m_source(source), m_head(head) {}

    /// EndsTooEarly: `head` was too short a part of the file.
    std::optional<PickleRefusal> readPickles() {
        m_at = kLegacyMagic.size();
        constexpr std::size_t kSmall = 4096;
        constexpr std::size_t kAll = std::string_view::npos;
        using Part = std::pair<PickleDocument*, std::size_t>;
        for (const auto& [document, maxBytes] : {Part{&m_version, kSmall}, {&m_system, kSmall}, {&m_main, kAll}, {&m_keys, kAll}}) {
            if (const auto refusal = readPickle(m_head.substr(m_at, maxBytes), *document)) {
                return refusal;
            }
            m_at += document->byteSize;
        }
        return std::nullopt;
    }

    Result<CheckpointIndex> index() {
        const PickleValue& version = m_version.values[m_version.root];
        if (version.kind != PickleValue::Kind::Int || version.number != 1001) {
            return m_source.unsupported("it is an old PyTorch file of an unknown version");
        }
        if (Status status = checkSystem(); !status) {
            return std::move(status).error();
        }
        if (Status status = collectStorages(); !status) {
            return std::move(status).error();
        }
        std::vector<StoragePlace> places;
        places.reserve(m_main.storages.size());
        for (const PickleStorage& storage : m_main.storages) {
            places.push_back(m_places.at(storage.key));  // collectStorages has found each
        }
        return indexPickledTensors(m_source, m_main, places);
    }

private:
    Status checkSystem() const {
        const PickleValue& system = m_system.values[m_system.root];
        if (system.kind == PickleValue::Kind::Dict) {
            for (std::size_t i = 0; i + 1 < system.items.size(); i += 2) {
                const PickleValue& key = m_system.values[system.items[i]];
                const PickleValue& value = m_system.values[system.items[i + 1]];
                if (key.kind == PickleValue::Kind::Text && key.text == "little_endian" &&
                    value.kind == PickleValue::Kind::Bool && value.number == 1) {
                    return Unit{};
                }
            }
        }
        return m_source.unsupported("it is an old PyTorch file that does not say that it is little-endian");
    }

    /// Walks the storages in the order of the list of keys: count, then bytes.
    Status collectStorages() {
        std::map<std::string_view, const PickleStorage*> wanted;
        for (const PickleStorage& storage : m_main.storages) {
            const auto [place, isNew] = wanted.try_emplace(storage.key, &storage);
            if (!isNew && (place->second->type != storage.type || place->second->elementCount != storage.elementCount)) {
                return m_source.damaged("its pickle describes the storage '" + displayText(storage.key) + "' in two ways");
            }
        }
        const PickleValue& keys = m_keys.values[m_keys.root];
        if (keys.kind != PickleValue::Kind::List) {
            return m_source.damaged("its list of storages is malformed");
        }
        std::uint64_t at = m_at;
        for (const PickleId id : keys.items) {
            const PickleValue& key = m_keys.values[id];
            const auto found = key.kind == PickleValue::Kind::Text ? wanted.find(key.text) : wanted.end();
            if (found == wanted.end()) {
                return m_source.damaged("its list of storages names one that its pickle does not describe");
            }
            if (Status status = placeStorage(*found->second, at); !status) {
                return status;
            }
        }
        if (m_places.size() != wanted.size()) {
            return m_source.damaged("its list of storages lacks some that its pickle refers to");
        }
        return Unit{};
    }

    Status placeStorage(const PickleStorage& storage, std::uint64_t& at) {
        const Result<std::string> count = m_source.readText(at, 8);
        if (!count) {
            return count.error();
        }
        if (count->size() < 8 || littleEndian<std::uint64_t>(count->data()) != storage.elementCount) {
            return m_source.damaged("the storage '" + displayText(storage.key) + "' is cut short or has another length than its pickle says");
        }
        const auto bytes = checkedMultiply(storage.elementCount, storage.type->elementBytes);
        const std::uint64_t left = m_source.sizeBytes() - (at + 8);
        if (!bytes || *bytes > left) {
            return m_source.damaged("it is cut short, the storage '" + displayText(storage.key) + "' needs " +
                                    (bytes ? std::to_string(*bytes - left) : std::string("far")) + " more bytes than the file has");
        }
        if (!m_places.try_emplace(storage.key, StoragePlace{at + 8, *bytes}).second) {
            return m_source.damaged("its list of storages names '" + displayText(storage.key) + "' twice");
        }
        at += 8 + *bytes;
        return Unit{};
    }

    const ByteSource& m_source;
    std::string_view m_head;
    std::size_t m_at = 0;
    PickleDocument m_version;
    PickleDocument m_system;
    PickleDocument m_main;
    PickleDocument m_keys;
    std::map<std::string_view, StoragePlace> m_places;
};

Result<CheckpointIndex> parseLegacy(const ByteSource& source) {
    for (const std::uint64_t count : {std::uint64_t{kFirstReadBytes}, kMaxPickleBytes}) {
        const Result<std::string> head = source.readText(0, static_cast<std::size_t>(count));
        if (!head) {
            return head.error();
        }
        LegacyReader reader(source, *head);
        const auto refusal = reader.readPickles();
        if (!refusal) {
            return reader.index();
        }
        if (refusal->kind != PickleRefusal::Kind::EndsTooEarly || head->size() == source.sizeBytes() || count == kMaxPickleBytes) {
            return asError(source, *refusal);
        }
    }
    return source.damaged("its pickle is malformed");
}

/// A pickle that PyTorch did not write has no tensors for us; reading it tells what it would have run.
Error explainPlainPickle(const ByteSource& source) {
    const Result<std::string> bytes = source.readText(0, static_cast<std::size_t>(kMaxPickleBytes));
    if (!bytes) {
        return bytes.error();
    }
    PickleDocument document;
    if (const auto refusal = readPickle(*bytes, document)) {
        return asError(source, *refusal);
    }
    return source.unsupported("it is a plain pickle, not a PyTorch file of tensors");
}

}  // namespace

Result<CheckpointIndex> parsePickle(const ByteSource& source) {
    const Result<std::string> head = source.readText(0, kLegacyMagic.size());
    if (!head) {
        return head.error();
    }
    if (head->starts_with("PK")) {
        return parseZip(source);
    }
    if (*head == kLegacyMagic) {
        return parseLegacy(source);
    }
    if (head->starts_with('\x80')) {
        return explainPlainPickle(source);
    }
    return source.damaged("it is neither a ZIP archive nor a pickle");
}

}  // namespace limn::checkpoint
