// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/json/strict_json.h"

#include "core/base/RegularFile.h"
#include "core/base/display_text.h"

#include <span>
#include <utility>
#include <vector>

namespace limn {

namespace {

using nlohmann::json;

/// Stands between nlohmann's parser and a visitor: depth, count and number rules.
class StrictSax {
public:
    using number_integer_t = json::number_integer_t;
    using number_unsigned_t = json::number_unsigned_t;
    using number_float_t = json::number_float_t;
    using string_t = json::string_t;
    using binary_t = json::binary_t;

    StrictSax(JsonVisitor& visitor, const JsonLimits& limits) : m_visitor(visitor), m_limits(limits) {}

    bool null() { return countValue() && m_visitor.null(); }
    bool boolean(bool value) { return countValue() && m_visitor.boolean(value); }
    bool number_integer(number_integer_t value) {
        return countValue() && m_visitor.integer(value);
    }
    bool number_unsigned(number_unsigned_t value) { return countValue() && m_visitor.unsignedInteger(value); }
    bool number_float(number_float_t value, const string_t& token) {
        // The parser turns an integer beyond 64 bits into a rounded double.
        if (!m_limits.roundsWideIntegers && token.find_first_of(".eE") == string_t::npos) {
            return refuse("the integer " + displayText(token, 40) + " needs more than 64 bits");
        }
        return countValue() && m_visitor.real(value);
    }
    bool string(string_t& value) { return countValue() && m_visitor.string(std::move(value)); }
    bool binary(binary_t&) { return refuse("it holds binary values"); }
    bool start_object(std::size_t) { return countValue() && descend() && m_visitor.startObject(); }
    bool key(string_t& name) { return m_visitor.key(std::move(name)); }
    bool end_object() {
        --m_depth;
        return m_visitor.endObject();
    }
    bool start_array(std::size_t) { return countValue() && descend() && m_visitor.startArray(); }
    bool end_array() {
        --m_depth;
        return m_visitor.endArray();
    }
    bool parse_error(std::size_t position, const std::string&, const json::exception& problem) {
        m_detail = problem.what();
        return refuse("it is not valid JSON at byte " + std::to_string(position));
    }

    const std::string& detail() const { return m_detail; }

private:
    bool refuse(std::string reason) {
        m_visitor.refusal = std::move(reason);
        return false;
    }
    bool countValue() {
        if (++m_elements > m_limits.maxElements) {
            return refuse("it holds more than " + std::to_string(m_limits.maxElements) + " values");
        }
        return true;
    }
    bool descend() {
        if (++m_depth > m_limits.maxDepth) {
            return refuse("it nests deeper than " + std::to_string(m_limits.maxDepth) + " levels");
        }
        return true;
    }

    JsonVisitor& m_visitor;
    const JsonLimits& m_limits;
    std::size_t m_elements = 0;
    std::size_t m_depth = 0;
    std::string m_detail;
};

/// Builds the tree and refuses a key that an object has already.
class TreeBuilder final : public JsonVisitor {
public:
    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool integer(std::int64_t value) override { return add(value); }
    bool unsignedInteger(std::uint64_t value) override { return add(value); }
    bool real(double value) override { return add(value); }
    bool string(std::string&& value) override { return add(std::move(value)); }
    bool startObject() override { return open(json::object()); }
    bool startArray() override { return open(json::array()); }
    bool endObject() override { return close(); }
    bool endArray() override { return close(); }
    bool key(std::string&& name) override {
        const auto [place, isNew] = m_open.back()->get_ref<json::object_t&>().try_emplace(std::move(name));
        if (!isNew) {
            refusal = "the key '" + displayText(place->first) + "' appears twice in one object";
            return false;
        }
        m_member = &place->second;
        return true;
    }

    json take() { return std::move(m_root); }

private:
    json* place(json&& value) {
        if (m_open.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        if (m_open.back()->is_array()) {
            auto& items = m_open.back()->get_ref<json::array_t&>();
            items.push_back(std::move(value));
            return &items.back();
        }
        *m_member = std::move(value);
        return m_member;
    }
    bool add(json value) {
        place(std::move(value));
        return true;
    }
    bool open(json&& container) {
        // Pointers into an array stay good: it grows again only after its last child was closed.
        m_open.push_back(place(std::move(container)));
        return true;
    }
    bool close() {
        m_open.pop_back();
        return true;
    }

    json m_root;
    std::vector<json*> m_open;
    json* m_member = nullptr;
};

}  // namespace

Status visitStrictJson(std::string_view text, std::string_view sourceName, const JsonLimits& limits, JsonVisitor& visitor) {
    const auto refused = [&](const std::string& reason, std::string detail = {}) {
        return Error{ErrorCode::FileDamaged, "'" + displayText(sourceName, 400) + "' is damaged: " + reason + ".",
                     std::move(detail)};
    };
    if (text.size() > limits.maxBytes) {
        return refused("its JSON has " + std::to_string(text.size()) + " bytes and at most " +
                       std::to_string(limits.maxBytes) + " are read");
    }
    if (text.substr(0, 3) == "\xEF\xBB\xBF") {
        return refused("it begins with a byte order mark, which JSON does not allow");
    }
    // The parser takes a NUL for the end of the text, so what follows would pass unseen.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return refused("it is not valid JSON: byte " + std::to_string(nul) + " is NUL");
    }
    StrictSax sax(visitor, limits);
    if (!json::sax_parse(text.begin(), text.end(), &sax, json::input_format_t::json, true, false)) {
        return refused(visitor.refusal, sax.detail());
    }
    return Unit{};
}

Result<json> parseStrictJson(std::string_view text, std::string_view sourceName, const JsonLimits& limits) {
    TreeBuilder builder;
    if (Status status = visitStrictJson(text, sourceName, limits, builder); !status) {
        return std::move(status).error();
    }
    return builder.take();
}

Result<json> readStrictJsonFile(const std::filesystem::path& file, const JsonLimits& limits) {
    Result<RegularFile> opened = RegularFile::open(file);
    if (!opened) {
        return std::move(opened).error();
    }
    if (opened->sizeBytes() > limits.maxBytes) {
        return Error{ErrorCode::FileDamaged, "'" + displayText(file.string(), 400) + "' has " +
                                                 std::to_string(opened->sizeBytes()) + " bytes; a JSON file of at most " +
                                                 std::to_string(limits.maxBytes) + " was expected.", {}};
    }
    std::string text(static_cast<std::size_t>(opened->sizeBytes()), '\0');
    if (Status status = opened->readAt(0, std::as_writable_bytes(std::span(text))); !status) {
        return std::move(status).error();
    }
    return parseStrictJson(text, file.string(), limits);
}

}  // namespace limn
