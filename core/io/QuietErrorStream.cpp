// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/QuietErrorStream.h"

#include <iostream>
#include <streambuf>

namespace limn {

namespace {

thread_local int t_quietScopes = 0;

/// Stands before std::cerr's own buffer.
class Gate final : public std::streambuf {
public:
    explicit Gate(std::streambuf* behind) : m_behind(behind) {}

protected:
    int_type overflow(int_type c) override {
        if (t_quietScopes > 0 || traits_type::eq_int_type(c, traits_type::eof())) {
            return traits_type::not_eof(c);
        }
        return m_behind->sputc(traits_type::to_char_type(c));
    }
    std::streamsize xsputn(const char* text, std::streamsize count) override {
        return t_quietScopes > 0 ? count : m_behind->sputn(text, count);
    }
    int sync() override { return t_quietScopes > 0 ? 0 : m_behind->pubsync(); }

private:
    std::streambuf* m_behind;
};

}  // namespace

QuietErrorStream::QuietErrorStream() {
    // Once, and for good: std::cerr is used until the very end of the program.
    static std::streambuf* const behind = std::cerr.rdbuf(new Gate(std::cerr.rdbuf()));
    static_cast<void>(behind);
    ++t_quietScopes;
}

QuietErrorStream::~QuietErrorStream() {
    --t_quietScopes;
}

}  // namespace limn
