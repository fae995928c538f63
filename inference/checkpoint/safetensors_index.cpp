// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/index_parsers.h"

#include "core/base/display_text.h"
#include "core/json/strict_json.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace limn::checkpoint {

namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the reference reader's limit
constexpr std::size_t kMaxUnknownFields = 16;           // of one tensor

struct KnownType {
    std::string_view name;
    unsigned bits;
    ElementType type;
};

// The 22 types of the reference implementation at version 0.8.
constexpr std::array kKnownTypes = {
    KnownType{"F16", 16, ElementType::F16},       KnownType{"BF16", 16, ElementType::BF16},
    KnownType{"F32", 32, ElementType::F32},       KnownType{"F64", 64, ElementType::F64},
    KnownType{"I64", 64, ElementType::I64},       KnownType{"I32", 32, ElementType::I32},
    KnownType{"I16", 16, ElementType::I16},       KnownType{"I8", 8, ElementType::I8},
    KnownType{"U8", 8, ElementType::U8},          KnownType{"BOOL", 8, ElementType::Bool},
    KnownType{"F8_E4M3", 8, ElementType::Other},  KnownType{"F8_E5M2", 8, ElementType::Other},
    KnownType{"F8_E8M0", 8, ElementType::Other},  KnownType{"F8_E4M3FNUZ", 8, ElementType::Other},
    KnownType{"F8_E5M2FNUZ", 8, ElementType::Other}, KnownType{"F6_E2M3", 6, ElementType::Other},
    KnownType{"F6_E3M2", 6, ElementType::Other},  KnownType{"F4", 4, ElementType::Other},
    KnownType{"U16", 16, ElementType::Other},     KnownType{"U32", 32, ElementType::Other},
    KnownType{"U64", 64, ElementType::Other},     KnownType{"C64", 64, ElementType::Other},
};

const KnownType* findType(std::string_view name) {
    const auto found = std::find_if(kKnownTypes.begin(), kKnownTypes.end(),
                                    [&](const KnownType& known) { return known.name == name; });
    return found == kKnownTypes.end() ? nullptr : &*found;
}

/// Turns the header's JSON into records as it is read: 200,000 tensors as a tree would cost a second and 400 MB.
/// byteOffset is relative to the data section until the places have been checked.
class HeaderVisitor final : public JsonVisitor {
public:
    explicit HeaderVisitor(CheckpointIndex& index) : m_index(index) {}

    bool null() override {
        if (m_place == Place::Metadata) {  // the reference accepts null for "no metadata"
            m_place = Place::Top;
            return true;
        }
        return scalar("null");
    }
    bool boolean(bool) override { return scalar("a truth value"); }
    bool integer(std::int64_t) override { return scalar("a negative number"); }
    bool real(double) override { return scalar("a number with a fraction or an exponent"); }

    bool unsignedInteger(std::uint64_t value) override {
        if (m_place != Place::Shape && m_place != Place::Offsets) {
            return scalar("a number");
        }
        if (value > kMaxDimension) {
            return stop("tensor " + quotedName() + " has the number " + std::to_string(value) +
                        " where at most 2^48 - 1 is allowed");
        }
        if (m_place == Place::Offsets) {
            if (m_offsetCount == 2) {
                return stop("tensor " + quotedName() + " has more than two data_offsets");
            }
            m_offsets[m_offsetCount++] = value;
            return true;
        }
        if (m_record.shape.size() == kMaxRank) {
            return stop("tensor " + quotedName() + " has more than " + std::to_string(kMaxRank) + " dimensions");
        }
        m_record.shape.push_back(static_cast<std::int64_t>(value));
        return true;
    }

    bool string(std::string&& value) override {
        if (m_place == Place::MetadataEntry) {
            m_place = Place::MetadataObject;
            m_index.metadata.insert_or_assign(std::move(m_key), std::move(value));
            return true;
        }
        if (m_place == Place::Dtype) {
            m_record.typeName = std::move(value);
            m_place = Place::Tensor;
            return true;
        }
        return scalar("a text");
    }

    bool startObject() override {
        switch (m_place) {
            case Place::Start: m_place = Place::Top; return true;
            case Place::Metadata: m_place = Place::MetadataObject; return true;
            case Place::TensorStart: m_place = Place::Tensor; return true;
            default: return misplaced("an object");
        }
    }

    bool key(std::string&& name) override {
        switch (m_place) {
            case Place::Top: return topKey(std::move(name));
            case Place::MetadataObject: return metadataKey(std::move(name));
            default: return fieldKey(std::move(name));
        }
    }

    bool endObject() override {
        if (m_place == Place::Tensor) {
            m_place = Place::Top;
            return finishTensor();
        }
        m_place = m_place == Place::MetadataObject ? Place::Top : Place::End;
        return true;
    }

    bool startArray() override {
        switch (m_place) {
            case Place::ShapeStart: m_place = Place::Shape; return true;
            case Place::OffsetsStart: m_place = Place::Offsets; return true;
            case Place::Unknown: ++m_unknownDepth; return true;
            default: return misplaced("an array");
        }
    }

    bool endArray() override {
        if (m_place == Place::Unknown && --m_unknownDepth > 0) {
            return true;
        }
        m_place = Place::Tensor;
        return true;
    }

private:
    enum class Place {
        Start = 1, Top, Metadata, MetadataObject, MetadataEntry, TensorStart, Tensor, Dtype, ShapeStart, Shape,
        OffsetsStart, Offsets, Unknown, End
    };
    enum Field : unsigned { kDtype = 1, kShape = 2, kOffsets = 4 };

    bool stop(std::string reason) {
        refusal = std::move(reason);
        return false;
    }
    std::string quotedName() const { return "'" + displayText(m_record.name) + "'"; }

    bool misplaced(const char* what) {
        switch (m_place) {
            case Place::Start: return stop(std::string("its header is ") + what + " and not an object");
            case Place::Metadata: return stop(std::string("its __metadata__ is ") + what + " and not an object");
            case Place::MetadataEntry:
                return stop("its metadata entry '" + displayText(m_key) + "' is " + what + " and not a text");
            case Place::TensorStart: return stop("tensor " + quotedName() + " is " + what + " and not an object");
            case Place::Dtype: return stop("the dtype of tensor " + quotedName() + " is " + what + " and not a text");
            case Place::ShapeStart:
            case Place::Shape: return stop("the shape of tensor " + quotedName() + " has " + what + " in it");
            case Place::OffsetsStart:
            case Place::Offsets: return stop("the data_offsets of tensor " + quotedName() + " have " + what + " in them");
            default: return stop("tensor " + quotedName() + " has " + what + " in an unknown field");
        }
    }

    bool scalar(const char* what) {
        if (m_place != Place::Unknown) {
            return misplaced(what);
        }
        if (m_unknownDepth == 0) {
            m_place = Place::Tensor;
        }
        return true;
    }

    bool topKey(std::string&& name) {
        if (name == "__metadata__") {
            if (std::exchange(m_hasMetadata, true)) {
                return stop("__metadata__ appears twice");
            }
            m_place = Place::Metadata;
            return true;
        }
        if (m_index.tensors.size() == kMaxTensors) {
            return stop("it holds more than " + std::to_string(kMaxTensors) + " tensors");
        }
        if (name.size() > kMaxNameBytes) {
            return stop("the tensor name '" + displayText(name, 40) + "' has " + std::to_string(name.size()) +
                        " bytes; at most " + std::to_string(kMaxNameBytes) + " are allowed");
        }
        m_record = {};
        m_record.name = std::move(name);
        m_fields = 0;
        m_offsetCount = 0;
        m_unknownFields.clear();
        m_place = Place::TensorStart;
        return true;
    }

    bool metadataKey(std::string&& name) {
        if (m_index.metadata.contains(name)) {
            return stop("the metadata key '" + displayText(name) + "' appears twice");
        }
        if (m_index.metadata.size() == kMaxMetadataEntries) {
            return stop("it holds more than " + std::to_string(kMaxMetadataEntries) + " metadata entries");
        }
        m_key = std::move(name);
        m_place = Place::MetadataEntry;
        return true;
    }

    bool fieldKey(std::string&& name) {
        const unsigned field = name == "dtype" ? kDtype : name == "shape" ? kShape : name == "data_offsets" ? kOffsets : 0U;
        const bool isSecond = field != 0 ? (m_fields & field) != 0
                                         : std::find(m_unknownFields.begin(), m_unknownFields.end(), name) != m_unknownFields.end();
        if (isSecond) {
            return stop("tensor " + quotedName() + " has the field '" + displayText(name) + "' twice");
        }
        m_fields |= field;
        m_place = field == kDtype     ? Place::Dtype
                  : field == kShape   ? Place::ShapeStart
                  : field == kOffsets ? Place::OffsetsStart
                                      : Place::Unknown;
        if (field == 0) {
            if (m_unknownFields.size() == kMaxUnknownFields) {
                return stop("tensor " + quotedName() + " has too many unknown fields");
            }
            addWarning(m_index, "Tensor " + quotedName() + " has the unknown field '" + displayText(name) + "'.");
            m_unknownDepth = 0;
            m_unknownFields.push_back(std::move(name));
        }
        return true;
    }

    bool finishTensor() {
        if (m_fields != (kDtype | kShape | kOffsets) || m_offsetCount != 2) {
            return stop("tensor " + quotedName() + " lacks its dtype, its shape or its two data_offsets");
        }
        const auto elements = elementCount(m_record.shape);
        if (!elements) {
            return stop("the shape of tensor " + quotedName() + " is impossibly large");
        }
        if (m_offsets[0] > m_offsets[1]) {
            return stop("tensor " + quotedName() + " ends at byte " + std::to_string(m_offsets[1]) +
                        ", before it begins at " + std::to_string(m_offsets[0]));
        }
        m_record.byteOffset = m_offsets[0];
        m_record.byteSize = m_offsets[1] - m_offsets[0];
        const KnownType* const known = findType(m_record.typeName);
        if (known == nullptr) {
            addWarning(m_index, "Tensor " + quotedName() + " has the unknown type '" + displayText(m_record.typeName, 40) + "'.");
        } else {
            m_record.type = known->type;
            const std::uint64_t bits = *elements * known->bits;  // at most 2^60 * 64: may wrap, so check
            if (*elements > (1ULL << 57U) || bits % 8 != 0 || bits / 8 != m_record.byteSize) {
                return stop("tensor " + quotedName() + " has " + std::to_string(m_record.byteSize) + " bytes, and " +
                            std::to_string(*elements) + " elements of type " + std::string(known->name) + " need another number");
            }
        }
        m_index.tensors.push_back(std::move(m_record));
        return true;
    }

    CheckpointIndex& m_index;
    Place m_place = Place::Start;
    std::string m_key;
    TensorRecord m_record;
    unsigned m_fields = 0;
    std::array<std::uint64_t, 2> m_offsets{};
    std::size_t m_offsetCount = 0;
    std::size_t m_unknownDepth = 0;
    std::vector<std::string> m_unknownFields;
    bool m_hasMetadata = false;
};

/// The tensors must fill the data section from first to last byte, without hole or overlap. Makes their places
/// relative to the file.
Status placeTensors(const ByteSource& source, std::uint64_t dataOffset, CheckpointIndex& index) {
    std::vector<TensorRecord*> byPlace;
    byPlace.reserve(index.tensors.size());
    for (TensorRecord& record : index.tensors) {
        byPlace.push_back(&record);
    }
    // An empty tensor sorts before the one that begins where it lies, so it may stand at any boundary and nowhere else.
    std::sort(byPlace.begin(), byPlace.end(), [](const TensorRecord* a, const TensorRecord* b) {
        return a->byteOffset != b->byteOffset ? a->byteOffset < b->byteOffset : a->byteSize < b->byteSize;
    });
    std::uint64_t end = 0;
    for (TensorRecord* const record : byPlace) {
        if (record->byteOffset != end) {
            return source.damaged("tensor '" + displayText(record->name) + "' begins at byte " +
                                  std::to_string(record->byteOffset) + " of the data, where byte " + std::to_string(end) +
                                  " was expected (" + (record->byteOffset < end ? "it overlaps another" : "there is a hole") + ")");
        }
        end += record->byteSize;  // both below 2^48
        record->byteOffset += dataOffset;
    }
    const std::uint64_t dataBytes = source.sizeBytes() - dataOffset;
    if (end > dataBytes) {
        return source.damaged("it is cut short, " + std::to_string(end - dataBytes) + " of its " +
                              std::to_string(dataOffset + end) + " bytes are missing");
    }
    if (end < dataBytes) {
        return source.damaged("its header tells of " + std::to_string(end) + " bytes of data, and " +
                              std::to_string(dataBytes - end) + " more follow them");
    }
    return Unit{};
}

}  // namespace

Result<CheckpointIndex> parseSafetensors(const ByteSource& source) {
    std::array<std::byte, 8> lengthBytes{};
    if (source.sizeBytes() < lengthBytes.size()) {
        return source.damaged("it has " + std::to_string(source.sizeBytes()) + " bytes, too few for a safetensors file");
    }
    if (Status status = source.readAt(0, lengthBytes); !status) {
        return std::move(status).error();
    }
    const auto headerBytes = littleEndian<std::uint64_t>(lengthBytes.data());
    if (headerBytes > kMaxHeaderBytes) {
        return source.damaged("it claims a header of " + std::to_string(headerBytes) + " bytes, and at most " +
                              std::to_string(kMaxHeaderBytes) + " are allowed");
    }
    const std::uint64_t dataOffset = lengthBytes.size() + headerBytes;
    if (dataOffset > source.sizeBytes()) {
        return source.damaged("it is cut short, its header alone needs " + std::to_string(dataOffset) +
                              " bytes and the file has " + std::to_string(source.sizeBytes()));
    }
    Result<std::string> header = source.readText(lengthBytes.size(), static_cast<std::size_t>(headerBytes));
    if (!header) {
        return std::move(header).error();
    }

    CheckpointIndex index;
    index.format = FileFormat::Safetensors;
    HeaderVisitor visitor(index);
    const JsonLimits limits{.maxBytes = kMaxHeaderBytes, .maxDepth = 8, .maxElements = 20 * kMaxTensors};
    if (Status status = visitStrictJson(*header, source.name(), limits, visitor); !status) {
        return std::move(status).error();
    }
    if (Status status = placeTensors(source, dataOffset, index); !status) {
        return std::move(status).error();
    }
    if (Status status = sortByName(source, index); !status) {
        return std::move(status).error();
    }
    if (index.tensors.empty()) {
        addWarning(index, "The file holds no tensors.");
    }
    return index;
}

}  // namespace limn::checkpoint
