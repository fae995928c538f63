// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/HeaderCursor.h"
#include "inference/checkpoint/index_parsers.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

// The format: the GGUF specification in the ggml project's docs/gguf.md, versions 2 and 3.

namespace limn::checkpoint {

namespace {

constexpr std::uint64_t kMaxHeaderBytes = 128ULL << 20U;
constexpr std::uint64_t kMaxStringBytes = 16ULL << 20U;
constexpr std::uint64_t kMaxArrayItems = 16ULL << 20U;
constexpr std::uint64_t kMaxKeyBytes = 65'535;
constexpr std::uint64_t kKeptValueBytes = 64 * 1024;         // of one text; the rest is cut
constexpr std::uint64_t kMaxMetadataBytes = 64ULL << 20U;  // of all kept texts and keys together
constexpr std::uint32_t kDefaultAlignment = 32;
constexpr std::size_t kMaxDimensions = 4;

enum ValueType : std::uint32_t {
    kUint8 = 0, kInt8, kUint16, kInt16, kUint32, kInt32, kFloat32, kBool, kString, kArray, kUint64, kInt64, kFloat64
};
constexpr std::array<std::uint64_t, 13> kValueBytes = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
constexpr std::array<const char*, 13> kValueNames = {"uint8", "int8",   "uint16", "int16",  "uint32", "int32",  "float32",
                                                     "bool",  "string", "array",  "uint64", "int64",  "float64"};

/// One of ggml's tensor types: `blockBytes` hold `blockElements` elements. No name: the number is not in use.
struct GgmlType {
    const char* name;
    std::uint32_t blockElements;
    std::uint32_t blockBytes;
    ElementType type = ElementType::Other;
};
constexpr GgmlType kUnused{nullptr, 0, 0};
constexpr std::array kGgmlTypes = {
    GgmlType{"F32", 1, 4, ElementType::F32}, GgmlType{"F16", 1, 2, ElementType::F16}, GgmlType{"Q4_0", 32, 18},
    GgmlType{"Q4_1", 32, 20}, kUnused, kUnused, GgmlType{"Q5_0", 32, 22}, GgmlType{"Q5_1", 32, 24},
    GgmlType{"Q8_0", 32, 34}, GgmlType{"Q8_1", 32, 36}, GgmlType{"Q2_K", 256, 84}, GgmlType{"Q3_K", 256, 110},
    GgmlType{"Q4_K", 256, 144}, GgmlType{"Q5_K", 256, 176}, GgmlType{"Q6_K", 256, 210}, GgmlType{"Q8_K", 256, 292},
    GgmlType{"IQ2_XXS", 256, 66}, GgmlType{"IQ2_XS", 256, 74}, GgmlType{"IQ3_XXS", 256, 98}, GgmlType{"IQ1_S", 256, 50},
    GgmlType{"IQ4_NL", 32, 18}, GgmlType{"IQ3_S", 256, 110}, GgmlType{"IQ2_S", 256, 82}, GgmlType{"IQ4_XS", 256, 136},
    GgmlType{"I8", 1, 1, ElementType::I8}, GgmlType{"I16", 1, 2, ElementType::I16}, GgmlType{"I32", 1, 4, ElementType::I32},
    GgmlType{"I64", 1, 8, ElementType::I64}, GgmlType{"F64", 1, 8, ElementType::F64}, GgmlType{"IQ1_M", 256, 56},
    GgmlType{"BF16", 1, 2, ElementType::BF16}, kUnused, kUnused, kUnused, GgmlType{"TQ1_0", 256, 54},
    GgmlType{"TQ2_0", 256, 66}, kUnused, kUnused, kUnused, GgmlType{"MXFP4", 32, 17},
};

class GgufParser {
public:
    explicit GgufParser(const ByteSource& source) : m_source(source), m_cursor(source, kMaxHeaderBytes) {}

    Result<CheckpointIndex> parse() {
        m_index.format = FileFormat::Gguf;
        if (!readHeader()) {
            return m_problem;
        }
        for (std::uint64_t i = 0; i < m_entryCount; ++i) {
            if (!readEntry()) {
                return m_problem;
            }
        }
        m_index.tensors.reserve(static_cast<std::size_t>(m_tensorCount));
        for (std::uint64_t i = 0; i < m_tensorCount; ++i) {
            if (!readTensor()) {
                return m_problem;
            }
        }
        if (!placeTensors()) {
            return m_problem;
        }
        if (Status status = sortByName(m_source, m_index); !status) {
            return std::move(status).error();
        }
        return std::move(m_index);
    }

private:
    bool damaged(const std::string& reason) {
        m_problem = m_source.damaged(reason);
        return false;
    }
    bool unsupported(const std::string& reason) {
        m_problem = m_source.unsupported(reason);
        return false;
    }
    bool cursorStopped() {
        m_problem = m_cursor.problem();
        return false;
    }
    template <class T>
    bool read(T& value) {
        const auto number = m_cursor.read<T>();
        if (!number) {
            return cursorStopped();
        }
        value = *number;
        return true;
    }

    bool readHeader() {
        std::uint32_t magic = 0;
        std::uint32_t version = 0;
        if (!read(magic)) {
            return false;
        }
        if (magic != 0x46554747U) {  // "GGUF"
            return damaged("it does not begin with GGUF");
        }
        if (!read(version)) {
            return false;
        }
        if (version != 0 && (version & 0xFFFFU) == 0) {
            return unsupported("it is a big-endian GGUF file");
        }
        if (version < 2 || version > 3) {
            return unsupported("it is GGUF version " + std::to_string(version) + ", and versions 2 and 3 are known");
        }
        if (!read(m_tensorCount) || !read(m_entryCount)) {
            return false;
        }
        if (m_tensorCount > kMaxTensors) {
            return damaged("it claims " + std::to_string(m_tensorCount) + " tensors, and at most " +
                           std::to_string(kMaxTensors) + " are allowed");
        }
        if (m_entryCount > kMaxMetadataEntries) {
            return damaged("it claims " + std::to_string(m_entryCount) + " metadata entries, and at most " +
                           std::to_string(kMaxMetadataEntries) + " are allowed");
        }
        // The smallest tensor takes 24 bytes, the smallest entry 13.
        if (m_tensorCount * 24 + m_entryCount * 13 > m_cursor.bytesLeft()) {
            return damaged("it claims " + std::to_string(m_tensorCount) + " tensors and " + std::to_string(m_entryCount) +
                           " metadata entries, more than its " + std::to_string(m_source.sizeBytes()) + " bytes can hold");
        }
        m_index.metadata["GGUF.version"] = std::to_string(version);
        return true;
    }

    /// Keeps at most `keptBytes` of a text of at most `maxBytes`.
    bool readString(std::string& text, std::uint64_t maxBytes, std::uint64_t keptBytes, const char* what) {
        std::uint64_t size = 0;
        if (!read(size)) {
            return false;
        }
        if (size > maxBytes || size > m_cursor.bytesLeft()) {
            return damaged(std::string(what) + " claims " + std::to_string(size) + " bytes, and " +
                           std::to_string(std::min(maxBytes, m_cursor.bytesLeft())) + " are possible");
        }
        text.resize(static_cast<std::size_t>(std::min(size, keptBytes)));
        if (!m_cursor.readBytes(std::as_writable_bytes(std::span(text))) || !m_cursor.skip(size - text.size())) {
            return cursorStopped();
        }
        return true;
    }

    bool keep(const std::string& key, std::string value) {
        m_metadataBytes += key.size() + value.size();
        if (m_metadataBytes > kMaxMetadataBytes) {
            return damaged("its metadata holds more than " + std::to_string(kMaxMetadataBytes) + " bytes of text");
        }
        if (!m_index.metadata.emplace(key, std::move(value)).second) {
            return damaged("the metadata key '" + displayText(key) + "' appears twice");
        }
        return true;
    }

    bool readEntry() {
        std::string key;
        std::uint32_t type = 0;
        if (!readString(key, kMaxKeyBytes, kMaxKeyBytes, "a metadata key") || !read(type)) {
            return false;
        }
        if (key.empty()) {
            return damaged("a metadata key is empty");
        }
        if (type >= kValueBytes.size()) {
            return damaged("metadata '" + displayText(key) + "' has the unknown type " + std::to_string(type));
        }
        if (key == "general.alignment") {
            return readAlignment(key, type);
        }
        if (type == kArray) {
            return readArray(key);
        }
        std::string value;
        if (type == kString) {
            return readString(value, kMaxStringBytes, kKeptValueBytes, "a metadata text") && keep(key, std::move(value));
        }
        return readScalar(type, value) && keep(key, std::move(value));
    }

    bool readAlignment(const std::string& key, std::uint32_t type) {
        if (type != kUint32) {
            return damaged(std::string("general.alignment is of type ") + kValueNames[type] + " and not uint32");
        }
        if (!read(m_alignment)) {
            return false;
        }
        if (!std::has_single_bit(m_alignment) || m_alignment < 8 || m_alignment > 4096) {
            return damaged("general.alignment is " + std::to_string(m_alignment) + ", and a power of two from 8 to 4096 was expected");
        }
        return keep(key, std::to_string(m_alignment));
    }

    bool readScalar(std::uint32_t type, std::string& text) {
        std::array<std::byte, 8> bytes{};
        if (!m_cursor.readBytes(std::span(bytes).first(static_cast<std::size_t>(kValueBytes[type])))) {
            return cursorStopped();
        }
        const auto bits = littleEndian<std::uint64_t>(bytes.data());
        switch (type) {
            case kInt8: text = std::to_string(static_cast<std::int8_t>(bits)); break;
            case kInt16: text = std::to_string(static_cast<std::int16_t>(bits)); break;
            case kInt32: text = std::to_string(static_cast<std::int32_t>(bits)); break;
            case kInt64: text = std::to_string(static_cast<std::int64_t>(bits)); break;
            case kFloat32: text = std::to_string(std::bit_cast<float>(static_cast<std::uint32_t>(bits))); break;
            case kFloat64: text = std::to_string(std::bit_cast<double>(bits)); break;
            case kBool: text = bits != 0 ? "true" : "false"; break;
            default: text = std::to_string(bits); break;
        }
        return true;
    }

    bool readArray(const std::string& key) {
        std::uint32_t itemType = 0;
        std::uint64_t count = 0;
        if (!read(itemType) || !read(count)) {
            return false;
        }
        if (itemType >= kValueBytes.size() || itemType == kArray) {
            return damaged("the array '" + displayText(key) + "' has items of the impossible type " + std::to_string(itemType));
        }
        const std::uint64_t leastBytes = itemType == kString ? 8 : kValueBytes[itemType];
        if (count > kMaxArrayItems || count * leastBytes > m_cursor.bytesLeft()) {
            return damaged("the array '" + displayText(key) + "' claims " + std::to_string(count) + " items, and " +
                           std::to_string(std::min(kMaxArrayItems, m_cursor.bytesLeft() / leastBytes)) + " are possible");
        }
        if (itemType != kString) {
            if (!m_cursor.skip(count * leastBytes)) {
                return cursorStopped();
            }
        } else {
            std::string item;
            for (std::uint64_t i = 0; i < count; ++i) {
                if (!readString(item, kMaxStringBytes, 0, "a text in an array")) {
                    return false;
                }
            }
        }
        return keep(key, "[" + std::to_string(count) + " x " + kValueNames[itemType] + "]");
    }

    bool readTensor() {
        TensorRecord record;
        std::uint32_t rank = 0;
        if (!readString(record.name, kMaxNameBytes, kMaxNameBytes, "a tensor name") || !read(rank)) {
            return false;
        }
        const std::string quoted = "'" + displayText(record.name) + "'";
        if (rank > kMaxDimensions) {
            return damaged("tensor " + quoted + " has " + std::to_string(rank) + " dimensions, and at most 4 are allowed");
        }
        for (std::uint32_t i = 0; i < rank; ++i) {
            std::uint64_t dimension = 0;
            if (!read(dimension)) {
                return false;
            }
            if (dimension > kMaxDimension) {
                return damaged("tensor " + quoted + " has the impossible dimension " + std::to_string(dimension));
            }
            record.shape.push_back(static_cast<std::int64_t>(dimension));
        }
        std::uint32_t type = 0;
        if (!read(type) || !read(record.byteOffset)) {
            return false;
        }
        if (type >= kGgmlTypes.size() || kGgmlTypes[type].name == nullptr) {
            return unsupported("tensor " + quoted + " has the type number " + std::to_string(type) + ", which Limn does not know");
        }
        return measureTensor(record, kGgmlTypes[type], quoted);
    }

    bool measureTensor(TensorRecord& record, const GgmlType& type, const std::string& quoted) {
        const auto elements = elementCount(record.shape);
        if (!elements) {
            return damaged("the shape of tensor " + quoted + " is impossibly large");
        }
        // ggml counts dimensions from the fastest; rows are made of whole blocks.
        const std::uint64_t rowElements = record.shape.empty() ? 1 : static_cast<std::uint64_t>(record.shape.front());
        if (rowElements % type.blockElements != 0) {
            return damaged("tensor " + quoted + " has rows of " + std::to_string(rowElements) + " elements, no multiple of the " +
                           std::to_string(type.blockElements) + " of type " + type.name);
        }
        const auto bytes = checkedMultiply(*elements / type.blockElements, type.blockBytes);
        if (!bytes) {
            return damaged("the shape of tensor " + quoted + " is impossibly large");
        }
        std::reverse(record.shape.begin(), record.shape.end());
        record.byteSize = *bytes;
        record.type = type.type;
        record.typeName = type.name;
        m_index.tensors.push_back(std::move(record));
        return true;
    }

    std::optional<std::uint64_t> padded(std::uint64_t size) const {
        const auto sum = checkedAdd(size, m_alignment - 1);
        return sum ? std::optional(*sum & ~std::uint64_t{m_alignment - 1}) : std::nullopt;
    }

    /// Tensors follow each other in the order of the list, each padded to the alignment.
    bool placeTensors() {
        const std::uint64_t dataOffset = *padded(m_cursor.position());  // at most 128 MB: cannot wrap
        std::uint64_t end = 0;
        std::uint64_t lastByte = m_index.tensors.empty() ? 0 : dataOffset;
        for (TensorRecord& record : m_index.tensors) {
            if (record.byteOffset != end) {
                return damaged("tensor '" + displayText(record.name) + "' lies at byte " + std::to_string(record.byteOffset) +
                               " of the data, where byte " + std::to_string(end) + " was expected");
            }
            const auto place = checkedAdd(dataOffset, end);
            const auto last = place ? checkedAdd(*place, record.byteSize) : std::nullopt;
            const auto next = checkedAdd(end, record.byteSize);
            const auto nextPadded = next ? padded(*next) : std::nullopt;
            if (!last || !nextPadded) {
                return damaged("the sizes of its tensors add up to more than 64 bits can hold");
            }
            record.byteOffset = *place;
            lastByte = *last;
            end = *nextPadded;
        }
        if (lastByte > m_source.sizeBytes()) {
            return damaged("it is cut short, " + std::to_string(lastByte - m_source.sizeBytes()) + " of its " +
                           std::to_string(lastByte) + " bytes are missing");
        }
        return true;
    }

    const ByteSource& m_source;
    HeaderCursor m_cursor;
    CheckpointIndex m_index;
    Error m_problem;
    std::uint64_t m_tensorCount = 0;
    std::uint64_t m_entryCount = 0;
    std::uint64_t m_metadataBytes = 0;
    std::uint32_t m_alignment = kDefaultAlignment;
};

}  // namespace

Result<CheckpointIndex> parseGguf(const ByteSource& source) {
    return GgufParser(source).parse();
}

}  // namespace limn::checkpoint
