// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/PickleReader.h"

#include "core/base/display_text.h"
#include "inference/checkpoint/index_parsers.h"
#include "inference/checkpoint/pickle_opcodes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace limn::checkpoint {

namespace {

constexpr std::size_t kMaxMemo = 1'000'000;
constexpr std::size_t kMaxStack = 1'000'000;
constexpr std::size_t kMaxValues = 1'000'000;
constexpr std::size_t kMaxItems = 8'000'000;  // in all containers together
constexpr std::size_t kMaxGlobalBytes = 255;  // of a module or a name

class PickleMachine {
public:
    PickleMachine(std::string_view bytes, PickleDocument& document) : m_bytes(bytes), m_document(document) {
        add({});  // value 0 is None, shared by all
    }

    bool run() {
        while (!m_isDone) {
            if (m_at == m_bytes.size()) {
                endsTooEarly();
                return blameFirstSkipped();
            }
            if (!step(static_cast<unsigned char>(m_bytes[m_at++]))) {
                return blameFirstSkipped();
            }
        }
        if (m_firstSkipped) {
            return blameFirstSkipped();
        }
        m_document.byteSize = m_at;
        return true;
    }

    PickleRefusal takeRefusal() { return std::move(m_refusal); }

private:
    using Kind = PickleValue::Kind;

    bool damaged(std::string reason) {
        m_refusal = {PickleRefusal::Kind::Damaged, std::move(reason)};
        return false;
    }
    bool refused(std::string reason) {
        m_refusal = {PickleRefusal::Kind::Refused, std::move(reason)};
        return false;
    }
    bool endsTooEarly() {
        m_refusal = {PickleRefusal::Kind::EndsTooEarly, "its pickle ends at byte " + std::to_string(m_bytes.size()) +
                                                            " in the middle of something"};
        return false;
    }
    bool stackTooShort() { return damaged("its pickle takes more from its stack than is there, near byte " + std::to_string(m_at)); }

    bool step(unsigned char opcode) {
        switch (opcode) {
            case kProto: return readProtocol();
            case kStop: return stop();
            case kMark: m_marks.push_back(m_stack.size()); return m_marks.size() <= kMaxStack || damaged("its pickle nests too deep");
            case kNone: return push(0);
            case kNewTrue: return pushNumber(Kind::Bool, 1);
            case kNewFalse: return pushNumber(Kind::Bool, 0);
            case kBinInt: return pushInteger<std::int32_t>();
            case kBinInt1: return pushInteger<std::uint8_t>();
            case kBinInt2: return pushInteger<std::uint16_t>();
            case kLong1: return pushLong();
            case kBinFloat: return m_bytes.size() - m_at < 8 ? endsTooEarly() : (m_at += 8, pushNew({.kind = Kind::Float}));
            case kBinUnicode: return pushText<std::uint32_t>();
            case kShortBinString: return pushText<std::uint8_t>();
            case kEmptyTuple: return pushNew({.kind = Kind::Tuple});
            case kEmptyList: return pushNew({.kind = Kind::List});
            case kEmptyDict: return pushNew({.kind = Kind::Dict});
            case kEmptySet: return pushNew({.kind = Kind::Set});
            case kTuple: return pushTupleFromMark();
            case kTuple1: return pushTuple(1);
            case kTuple2: return pushTuple(2);
            case kTuple3: return pushTuple(3);
            case kAppend: return appendItems(1);
            case kAppends: return countFromMark() && appendItems(m_count);
            case kSetItem: return setItems(2);
            case kSetItems: return countFromMark() && setItems(m_count);
            case kBinGet: return get<std::uint8_t>();
            case kLongBinGet: return get<std::uint32_t>();
            case kBinPut: return put<std::uint8_t>();
            case kLongBinPut: return put<std::uint32_t>();
            case kGlobal: return readGlobal();
            case kBinPersId: return readPersistentId();
            case kReduce: return reduce();
            case kNewObj: return reduce();
            case kBuild: return build();
            case kFrame: return skip(opcode) && (readNumber<std::uint64_t>().has_value());
            case kMemoize: return skip(opcode) && memoize();
            case kShortBinUnicode: return skip(opcode) && pushText<std::uint8_t>();
            case kStackGlobal: return readStackGlobal(opcode);
            default: return refuseOpcode(opcode);
        }
    }

    // ---- what is read only to learn what a refused pickle asks for: protocols 4 and 5 put it behind their framing ----

    bool skip(unsigned char opcode) {
        if (!m_firstSkipped) {
            m_firstSkipped = opcode;
        }
        return true;
    }

    /// A pickle with a skipped instruction is refused, whatever else there is: for what it asks to run if that is known.
    bool blameFirstSkipped() {
        if (m_firstSkipped && !m_isNamed) {
            refuseInstruction(*m_firstSkipped);
        }
        return false;
    }

    bool memoize() {
        if (m_memo.size() >= kMaxMemo) {
            return damaged("its pickle stores more than " + std::to_string(kMaxMemo) + " values for later");
        }
        if (available() == 0) {
            return stackTooShort();
        }
        m_memo.emplace_back(m_stack.back());
        return true;
    }

    bool readStackGlobal(unsigned char opcode) {
        PickleId nameId = 0;
        PickleId moduleId = 0;
        if (!skip(opcode) || !pop(nameId) || !pop(moduleId)) {
            return false;
        }
        const PickleValue& module = value(moduleId);
        const PickleValue& name = value(nameId);
        return module.kind == Kind::Text && name.kind == Kind::Text ? pushGlobal(module.text, name.text)
                                                                   : refuseInstruction(opcode);
    }

    // ---- reading ----

    template <class T>
    std::optional<T> readNumber() {
        if (m_bytes.size() - m_at < sizeof(T)) {
            endsTooEarly();
            return std::nullopt;
        }
        const T number = littleEndian<T>(m_bytes.data() + m_at);
        m_at += sizeof(T);
        return number;
    }

    std::optional<std::string_view> readLine() {
        const std::size_t end = m_bytes.find('\n', m_at);
        if (end == std::string_view::npos && m_bytes.size() - m_at <= kMaxGlobalBytes) {
            endsTooEarly();
            return std::nullopt;
        }
        if (end == std::string_view::npos || end - m_at > kMaxGlobalBytes) {
            damaged("its pickle holds a name of more than " + std::to_string(kMaxGlobalBytes) + " bytes");
            return std::nullopt;
        }
        const std::string_view line = m_bytes.substr(m_at, end - m_at);
        m_at = end + 1;
        return line;
    }

    bool readProtocol() {
        const auto version = readNumber<std::uint8_t>();
        return version && (*version <= 5 || damaged("its pickle has the unknown protocol " + std::to_string(*version)));
    }

    // ---- the stack ----

    PickleId add(PickleValue value) {
        m_document.values.push_back(std::move(value));
        return static_cast<PickleId>(m_document.values.size() - 1);
    }
    bool push(PickleId id) {
        if (m_stack.size() == kMaxStack) {
            return damaged("its pickle piles up more than " + std::to_string(kMaxStack) + " values");
        }
        m_stack.push_back(id);
        return true;
    }
    bool pushNew(PickleValue value) {
        if (m_document.values.size() == kMaxValues) {
            return damaged("its pickle holds more than " + std::to_string(kMaxValues) + " values");
        }
        return push(add(std::move(value)));
    }
    bool pushNumber(Kind kind, std::int64_t number) { return pushNew({.kind = kind, .number = number}); }

    template <class T>
    bool pushInteger() {
        const auto number = readNumber<T>();
        return number && pushNumber(Kind::Int, static_cast<std::int64_t>(*number));
    }

    bool pushLong() {
        const auto size = readNumber<std::uint8_t>();
        if (!size) {
            return false;
        }
        if (m_bytes.size() - m_at < *size) {
            return endsTooEarly();
        }
        const std::string_view digits = m_bytes.substr(m_at, *size);
        m_at += *size;
        if (digits.size() > 8) {  // no size or offset is that large
            return pushNew({.kind = Kind::Inert, .text = digits});
        }
        std::array<char, 8> wide{};
        const bool isNegative = !digits.empty() && (static_cast<unsigned char>(digits.back()) & 0x80U) != 0;
        wide.fill(isNegative ? '\xFF' : '\0');
        std::copy(digits.begin(), digits.end(), wide.begin());
        return pushNumber(Kind::Int, littleEndian<std::int64_t>(wide.data()));
    }

    template <class T>
    bool pushText() {
        const auto size = readNumber<T>();
        if (!size) {
            return false;
        }
        if (m_bytes.size() - m_at < *size) {
            return endsTooEarly();
        }
        const std::string_view text = m_bytes.substr(m_at, *size);
        m_at += *size;
        return pushNew({.kind = Kind::Text, .text = text});
    }

    /// How many values the open mark leaves available: what lies under a mark must not be taken.
    std::size_t available() const { return m_stack.size() - (m_marks.empty() ? 0 : m_marks.back()); }

    bool countFromMark() {
        if (m_marks.empty()) {
            return damaged("its pickle closes a list that it never opened, near byte " + std::to_string(m_at));
        }
        m_count = available();
        m_marks.pop_back();
        return true;
    }
    bool pop(PickleId& id) {
        if (available() == 0) {
            return stackTooShort();
        }
        id = m_stack.back();
        m_stack.pop_back();
        return true;
    }
    PickleValue& value(PickleId id) { return m_document.values[id]; }

    bool countItems(std::size_t more) {
        m_items += more;
        return m_items <= kMaxItems || damaged("its pickle's lists hold more than " + std::to_string(kMaxItems) + " items");
    }

    bool pushTupleFromMark() { return countFromMark() && pushTuple(m_count); }
    bool pushTuple(std::size_t count) {
        if (available() < count) {
            return stackTooShort();
        }
        if (!countItems(count)) {
            return false;
        }
        const auto first = m_stack.end() - static_cast<std::ptrdiff_t>(count);
        PickleValue tuple{.kind = Kind::Tuple};
        tuple.items.assign(first, m_stack.end());
        m_stack.erase(first, m_stack.end());
        return pushNew(std::move(tuple));
    }

    bool appendItems(std::size_t count) { return moveItems(count, Kind::List, "a list"); }
    bool setItems(std::size_t count) {
        return (count % 2 == 0 || damaged("its pickle sets a key without a value")) && moveItems(count, Kind::Dict, "a dictionary");
    }
    /// Moves the topmost `count` values into the container below them.
    bool moveItems(std::size_t count, Kind kind, const char* what) {
        if (available() <= count) {
            return stackTooShort();
        }
        const auto first = m_stack.end() - static_cast<std::ptrdiff_t>(count);
        PickleValue& target = value(*(first - 1));
        if (target.kind != kind && target.kind != Kind::Inert) {
            return refused(std::string("its pickle fills something that is not ") + what);
        }
        if (target.kind == kind) {
            if (!countItems(count)) {
                return false;
            }
            target.items.insert(target.items.end(), first, m_stack.end());
        }
        m_stack.erase(first, m_stack.end());
        return true;
    }

    // ---- the memo ----

    template <class T>
    bool get() {
        const auto place = readNumber<T>();
        if (!place) {
            return false;
        }
        if (*place >= m_memo.size() || !m_memo[*place]) {
            return damaged("its pickle recalls value " + std::to_string(*place) + ", which it never stored");
        }
        return push(*m_memo[*place]);
    }

    template <class T>
    bool put() {
        const auto place = readNumber<T>();
        if (!place) {
            return false;
        }
        if (*place >= kMaxMemo) {
            return damaged("its pickle stores more than " + std::to_string(kMaxMemo) + " values for later");
        }
        if (available() == 0) {
            return stackTooShort();
        }
        if (*place >= m_memo.size()) {
            m_memo.resize(std::size_t{*place} + 1);
        }
        m_memo[*place] = m_stack.back();
        return true;
    }

    // ---- names and what is made of them ----

    bool readGlobal() {
        const auto module = readLine();
        const auto name = module ? readLine() : std::nullopt;
        if (!name) {
            return false;
        }
        return pushGlobal(*module, *name);
    }

    bool pushGlobal(std::string_view module, std::string_view name) {
        const PickleGlobal* const global = findPickleGlobal(module, name);
        if (global == nullptr) {
            return refuseName(module, name);
        }
        return pushNew({.kind = global->role == GlobalRole::Placeholder ? Kind::Inert : Kind::Global, .global = global});
    }

    bool refuseName(std::string_view module, std::string_view name) {
        m_isNamed = true;
        return refused("it asks to run " + displayText(module) + "." + displayText(name) + "; nothing was run");
    }

    bool refuseOpcode(unsigned char opcode) {
        if (opcode == kInst) {
            const auto module = readLine();
            const auto name = module ? readLine() : std::nullopt;
            if (name) {
                return refuseName(*module, *name);
            }
        }
        if (refusedOpcodeName(opcode).empty()) {
            return damaged("its pickle holds the unknown instruction " + std::to_string(opcode) + " at byte " + std::to_string(m_at - 1));
        }
        return refuseInstruction(opcode);
    }

    bool refuseInstruction(unsigned char opcode) {
        const std::string_view name = refusedOpcodeName(opcode);
        return refused("its pickle uses the instruction " + std::string(name) +
                       ", which files of tensors do not need; nothing was run");
    }

    const PickleValue* item(const PickleValue& tuple, std::size_t index, Kind kind) {
        if (index >= tuple.items.size()) {
            return nullptr;
        }
        const PickleValue& found = value(tuple.items[index]);
        return found.kind == kind ? &found : nullptr;
    }

    bool readPersistentId() {
        PickleId id = 0;
        if (!pop(id)) {
            return false;
        }
        const PickleValue& tuple = value(id);
        const PickleValue* const tag = item(tuple, 0, Kind::Text);
        const PickleValue* const type = item(tuple, 1, Kind::Global);
        const PickleValue* const key = item(tuple, 2, Kind::Text);
        const PickleValue* const count = item(tuple, 4, Kind::Int);
        if (tuple.kind != Kind::Tuple || tag == nullptr || tag->text != "storage") {
            return refused("its pickle refers to something outside that is not a storage");
        }
        if (type == nullptr || (type->global->role != GlobalRole::StorageType && type->global->role != GlobalRole::UntypedStorage) ||
            key == nullptr || count == nullptr || count->number < 0) {
            return damaged("its pickle describes a storage wrongly, near byte " + std::to_string(m_at));
        }
        if (tuple.items.size() > 6 || (tuple.items.size() == 6 && tuple.items[5] != 0)) {
            return damaged("its pickle describes a view of a storage, as only very old files do");
        }
        m_document.storages.push_back({type->global, key->text, static_cast<std::uint64_t>(count->number)});
        return pushNumber(Kind::Storage, static_cast<std::int64_t>(m_document.storages.size() - 1));
    }

    /// REDUCE and NEWOBJ: callee and argument tuple become a value. Nothing is called.
    bool reduce() {
        PickleId argumentsId = 0;
        PickleId calleeId = 0;
        if (!pop(argumentsId) || !pop(calleeId)) {
            return false;
        }
        const PickleValue& callee = value(calleeId);
        if (value(argumentsId).kind != Kind::Tuple) {
            return damaged("its pickle calls something without a tuple of arguments");
        }
        if (callee.kind == Kind::Inert) {
            return pushNew({.kind = Kind::Inert});
        }
        if (callee.kind != Kind::Global) {
            return refused("its pickle calls something that is not a function; nothing was run");
        }
        switch (callee.global->role) {
            case GlobalRole::OrderedDict: return makeOrderedDict(argumentsId);
            case GlobalRole::RebuildTensor: return makeTensor(argumentsId, false);
            case GlobalRole::RebuildTypedTensor: return makeTensor(argumentsId, true);
            case GlobalRole::RebuildParameter: {
                const PickleValue& arguments = value(argumentsId);
                return item(arguments, 0, Kind::Tensor) != nullptr ? push(arguments.items[0])
                                                                   : damaged("its pickle makes a parameter of something that is no tensor");
            }
            case GlobalRole::Size: {
                const PickleValue& arguments = value(argumentsId);
                return item(arguments, 0, Kind::Tuple) != nullptr ? push(arguments.items[0]) : damaged("its pickle holds a malformed torch.Size");
            }
            default:
                return refuseName(callee.global->module, callee.global->name);
        }
    }

    /// OrderedDict(), or OrderedDict([[key, value], ...]) of files that Python 2 wrote.
    bool makeOrderedDict(PickleId argumentsId) {
        PickleValue dict{.kind = Kind::Dict};
        const PickleValue& arguments = value(argumentsId);
        if (!arguments.items.empty()) {
            const PickleValue* const pairs = item(arguments, 0, Kind::List);
            if (pairs == nullptr) {
                return damaged("its pickle makes an OrderedDict of something that is no list");
            }
            if (!countItems(2 * pairs->items.size())) {
                return false;
            }
            for (const PickleId pairId : pairs->items) {
                const PickleValue& pair = value(pairId);
                if ((pair.kind != Kind::Tuple && pair.kind != Kind::List) || pair.items.size() != 2) {
                    return damaged("its pickle makes an OrderedDict of something that is no pair");
                }
                dict.items.insert(dict.items.end(), pair.items.begin(), pair.items.end());
            }
        }
        return pushNew(std::move(dict));
    }

    bool readSizes(const PickleValue* tuple, std::vector<std::int64_t>& sizes) {
        if (tuple == nullptr || tuple->items.size() > kMaxRank) {
            return damaged("its pickle holds a tensor whose shape or strides are no tuple of at most " + std::to_string(kMaxRank) + " numbers");
        }
        for (std::size_t i = 0; i < tuple->items.size(); ++i) {
            const PickleValue* const size = item(*tuple, i, Kind::Int);
            if (size == nullptr || size->number < 0 || static_cast<std::uint64_t>(size->number) > kMaxDimension) {
                return damaged("its pickle holds a tensor with a negative or impossible dimension or stride");
            }
            sizes.push_back(size->number);
        }
        return true;
    }

    /// (storage, offset, shape, strides, requires_grad, hooks[, dtype][, metadata])
    bool makeTensor(PickleId argumentsId, bool hasOwnType) {
        const PickleValue& arguments = value(argumentsId);
        const PickleValue* const storage = item(arguments, 0, Kind::Storage);
        const PickleValue* const offset = item(arguments, 1, Kind::Int);
        if (storage == nullptr || offset == nullptr || offset->number < 0) {
            return damaged("its pickle holds a tensor without a storage or with a negative offset");
        }
        PickleTensor tensor;
        tensor.storage = static_cast<std::size_t>(storage->number);
        tensor.type = m_document.storages[tensor.storage].type;
        tensor.elementOffset = static_cast<std::uint64_t>(offset->number);
        if (hasOwnType) {
            const PickleValue* const type = item(arguments, 6, Kind::Global);
            if (type == nullptr || type->global->role != GlobalRole::DataType || tensor.type->role != GlobalRole::UntypedStorage) {
                return damaged("its pickle holds a tensor whose type is malformed");
            }
            tensor.type = type->global;
        }
        if (!readSizes(item(arguments, 2, Kind::Tuple), tensor.shape) || !readSizes(item(arguments, 3, Kind::Tuple), tensor.strides)) {
            return false;
        }
        if (tensor.shape.size() != tensor.strides.size()) {
            return damaged("its pickle holds a tensor with " + std::to_string(tensor.shape.size()) + " dimensions and " +
                           std::to_string(tensor.strides.size()) + " strides");
        }
        m_document.tensors.push_back(std::move(tensor));
        return pushNumber(Kind::Tensor, static_cast<std::int64_t>(m_document.tensors.size() - 1));
    }

    /// Attributes of a dictionary (PyTorch puts `_metadata` on its state dictionaries) or of something inert: dropped.
    bool build() {
        PickleId stateId = 0;
        if (!pop(stateId)) {
            return false;
        }
        if (available() == 0) {
            return stackTooShort();
        }
        const Kind kind = value(m_stack.back()).kind;
        return kind == Kind::Dict || kind == Kind::Inert || refused("its pickle sets attributes of something that has none");
    }

    bool stop() {
        if (m_stack.size() != 1 || !m_marks.empty()) {
            return damaged("its pickle ends with " + std::to_string(m_stack.size()) + " values where 1 was expected");
        }
        m_document.root = m_stack.back();
        m_isDone = true;
        return true;
    }

    std::string_view m_bytes;
    PickleDocument& m_document;
    std::size_t m_at = 0;
    std::size_t m_count = 0;
    std::size_t m_items = 0;
    bool m_isDone = false;
    bool m_isNamed = false;  // the refusal says what the pickle asks to run
    std::optional<unsigned char> m_firstSkipped;
    std::vector<PickleId> m_stack;
    std::vector<std::size_t> m_marks;
    std::vector<std::optional<PickleId>> m_memo;
    PickleRefusal m_refusal;
};

}  // namespace

std::optional<PickleRefusal> readPickle(std::string_view bytes, PickleDocument& document) {
    PickleMachine machine(bytes, document);
    if (!machine.run()) {
        return machine.takeRefusal();
    }
    return std::nullopt;
}

}  // namespace limn::checkpoint
