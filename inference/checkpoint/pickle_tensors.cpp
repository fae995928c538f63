// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/pickle_tensors.h"

#include "core/base/display_text.h"
#include "inference/checkpoint/index_parsers.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limn::checkpoint {

namespace {

constexpr std::size_t kMaxDepth = 8;           // of dictionaries inside each other
constexpr std::size_t kMaxVisits = 2'000'000;  // shared dictionaries could be visited again and again
constexpr std::size_t kMaxKeptTextBytes = 4096;

bool isContiguous(const PickleTensor& tensor) {
    std::uint64_t expected = 1;  // elementCount() has bounded the product
    for (std::size_t i = tensor.shape.size(); i-- > 0;) {
        if (tensor.shape[i] != 1 && static_cast<std::uint64_t>(tensor.strides[i]) != expected) {
            return false;
        }
        expected *= static_cast<std::uint64_t>(std::max<std::int64_t>(tensor.shape[i], 1));
    }
    return true;
}

class TensorCollector {
public:
    TensorCollector(const ByteSource& source, const PickleDocument& document, std::span<const StoragePlace> places)
        : m_source(source), m_document(document), m_places(places) {
        m_index.format = FileFormat::PickleZip;
    }

    Result<CheckpointIndex> collect() {
        if (value(m_document.root).kind != Kind::Dict) {
            return m_source.unsupported("its pickle holds no dictionary of tensors");
        }
        if (Status status = walk(chooseDictionary()); !status) {
            return std::move(status).error();
        }
        if (Status status = sortByName(m_source, m_index); !status) {
            return std::move(status).error();
        }
        if (m_ignoredCount > 0) {
            addWarning(m_index, std::to_string(m_ignoredCount) + " entries that are not tensors were passed over, the first is '" +
                                    displayText(m_firstIgnored) + "'.");
        }
        if (m_index.tensors.empty()) {
            addWarning(m_index, "The file holds no tensors.");
        }
        return std::move(m_index);
    }

private:
    using Kind = PickleValue::Kind;

    struct Level {
        PickleId dictionary = 0;
        std::size_t next = 0;
        std::string prefix;
    };

    const PickleValue& value(PickleId id) const { return m_document.values[id]; }

    PickleId chooseDictionary() {
        const PickleValue& top = value(m_document.root);
        PickleId chosen = m_document.root;
        for (std::size_t i = 0; i + 1 < top.items.size(); i += 2) {
            const PickleValue& key = value(top.items[i]);
            if (key.kind == Kind::Text && key.text == "state_dict" && value(top.items[i + 1]).kind == Kind::Dict) {
                chosen = top.items[i + 1];
            }
        }
        if (chosen == m_document.root) {
            return chosen;
        }
        std::string others;
        for (std::size_t i = 0; i + 1 < top.items.size(); i += 2) {
            const PickleValue& key = value(top.items[i]);
            if (key.kind == Kind::Text && key.text != "state_dict" && others.size() < 200) {
                others += (others.empty() ? "'" : ", '") + displayText(key.text, 40) + "'";
                keepMetadata(key.text, value(top.items[i + 1]));
            }
        }
        if (!others.empty()) {
            addWarning(m_index, "Beside 'state_dict' the file holds " + others + ", which are not read.");
        }
        return chosen;
    }

    void keepMetadata(std::string_view key, const PickleValue& content) {
        if (m_index.metadata.size() >= 100 || key.size() > kMaxNameBytes || !isValidUtf8(key)) {
            return;
        }
        if (content.kind == Kind::Int) {
            m_index.metadata.emplace(key, std::to_string(content.number));
        } else if (content.kind == Kind::Text && content.text.size() <= kMaxKeptTextBytes && isValidUtf8(content.text)) {
            m_index.metadata.emplace(key, content.text);
        }
    }

    /// A list of open levels in place of recursion.
    Status walk(PickleId first) {
        std::vector<Level> levels;
        levels.push_back({first, 0, {}});
        std::size_t visits = 0;
        while (!levels.empty()) {
            Level& level = levels.back();
            const PickleValue& dictionary = value(level.dictionary);
            if (level.next + 1 >= dictionary.items.size()) {
                levels.pop_back();
                continue;
            }
            if (++visits > kMaxVisits) {
                return m_source.damaged("its dictionaries hold more than " + std::to_string(kMaxVisits) + " entries");
            }
            const PickleValue& key = value(dictionary.items[level.next]);
            const PickleValue& content = value(dictionary.items[level.next + 1]);
            level.next += 2;
            if (key.kind != Kind::Text || (content.kind != Kind::Tensor && content.kind != Kind::Dict)) {
                ignore(key, content, level);
                continue;
            }
            if (key.text.size() + level.prefix.size() > kMaxNameBytes || !isValidUtf8(key.text)) {
                return m_source.damaged("its tensor name '" + displayText(key.text, 40) + "' is longer than " +
                                        std::to_string(kMaxNameBytes) + " bytes or not UTF-8");
            }
            std::string name = level.prefix + std::string(key.text);
            if (content.kind == Kind::Tensor) {
                if (Status status = addTensor(std::move(name), content); !status) {
                    return status;
                }
            } else if (levels.size() == kMaxDepth) {
                return m_source.damaged("its dictionaries nest deeper than " + std::to_string(kMaxDepth) + " levels");
            } else {
                const PickleId inner = dictionary.items[level.next - 1];
                levels.push_back({inner, 0, name + "."});  // `level` is invalid from here
            }
        }
        return Unit{};
    }

    void ignore(const PickleValue& key, const PickleValue& content, const Level& level) {
        if (m_ignoredCount++ == 0) {
            m_firstIgnored = level.prefix + (key.kind == Kind::Text ? std::string(key.text.substr(0, 100)) : "(no text)");
        }
        if (level.prefix.empty() && key.kind == Kind::Text) {
            keepMetadata(key.text, content);
        }
    }

    Status addTensor(std::string name, const PickleValue& content) {
        if (m_index.tensors.size() == kMaxTensors) {
            return m_source.damaged("it holds more than " + std::to_string(kMaxTensors) + " tensors");
        }
        const PickleTensor& tensor = m_document.tensors[static_cast<std::size_t>(content.number)];
        const PickleStorage& storage = m_document.storages[tensor.storage];
        const StoragePlace& place = m_places[tensor.storage];
        const std::string quoted = "'" + displayText(name) + "'";

        const auto storageBytes = checkedMultiply(storage.elementCount, storage.type->elementBytes);
        if (!storageBytes || *storageBytes > place.byteSize) {
            return m_source.damaged("the storage of tensor " + quoted + " has " + std::to_string(place.byteSize) +
                                    " bytes, too few for the " + std::to_string(storage.elementCount) + " elements that it claims");
        }
        const auto elements = elementCount(tensor.shape);
        if (!elements) {
            return m_source.damaged("the shape of tensor " + quoted + " is impossibly large");
        }
        const std::uint64_t elementSize = tensor.type->elementBytes;
        const std::uint64_t capacity = *storageBytes / elementSize;
        const auto reach = reachedElements(tensor, *elements);
        const auto end = reach ? checkedAdd(tensor.elementOffset, *reach) : std::nullopt;
        if (!end || *end > capacity) {
            return m_source.damaged("tensor " + quoted + " reaches beyond the " + std::to_string(capacity) + " elements of its storage");
        }
        if (*elements > capacity) {
            return m_source.refused("tensor " + quoted + " spreads the " + std::to_string(capacity) + " elements of its storage over " +
                                    std::to_string(*elements));
        }
        TensorRecord record;
        record.name = std::move(name);
        record.type = tensor.type->type;
        record.typeName = std::string(tensor.type->module) + "." + std::string(tensor.type->name);
        record.shape = tensor.shape;
        if (*elements > 0 && !isContiguous(tensor)) {
            record.strides = tensor.strides;
        }
        record.byteOffset = place.byteOffset + tensor.elementOffset * elementSize;  // inside the file, as checked above
        record.byteSize = *reach * elementSize;
        m_index.tensors.push_back(std::move(record));
        return Unit{};
    }

    /// Elements from the first to the last that the strides reach.
    static std::optional<std::uint64_t> reachedElements(const PickleTensor& tensor, std::uint64_t elements) {
        if (elements == 0) {
            return 0;
        }
        std::uint64_t reach = 1;
        for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
            const auto step = checkedMultiply(static_cast<std::uint64_t>(tensor.strides[i]),
                                              static_cast<std::uint64_t>(tensor.shape[i]) - 1);
            const auto next = step ? checkedAdd(reach, *step) : std::nullopt;
            if (!next) {
                return std::nullopt;
            }
            reach = *next;
        }
        return reach;
    }

    const ByteSource& m_source;
    const PickleDocument& m_document;
    std::span<const StoragePlace> m_places;
    CheckpointIndex m_index;
    std::size_t m_ignoredCount = 0;
    std::string m_firstIgnored;
};

}  // namespace

Result<CheckpointIndex> indexPickledTensors(const ByteSource& source, const PickleDocument& document,
                                            std::span<const StoragePlace> places) {
    return TensorCollector(source, document, places).collect();
}

}  // namespace limn::checkpoint
