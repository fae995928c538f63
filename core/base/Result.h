// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace limn {

/// What went wrong, for the program. The sentence for a person is `Error::message`.
enum class ErrorCode {
    InvalidRequest = 1,  ///< the caller asked for something that cannot be (wrong usage; exit code 2)
    FileNotFound,        ///< nothing is there, or it may not be read
    FileDamaged,         ///< the file is not what it claims, is cut short, or breaks its format's rules
    FileRefused,         ///< the file asks for something that Limn does not do (runs code, escapes its folder)
    Unsupported,         ///< well-formed, but a kind that Limn does not know
    KeysMismatch,        ///< tensors are missing, unexpected, or of the wrong shape
    OutOfMemory,
    NotANumber,          ///< a result holds NaN or infinity
    WriteFailed,         ///< disk full, folder not writable, target exists
    Internal,            ///< a fault of Limn's own
};

/// `message` is one full sentence that names the file or key, what was expected and what was found.
/// `detail` is for the log and may hold several lines. `field` is, of an InvalidRequest, the value that cannot be: the
/// command line's long option without its dashes ("steps"), or empty.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string detail;
    std::string field = {};
};

/// A value or an Error. A subset of std::expected's interface, so that it can become an alias later.
template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /// Requires has_value().
    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// Requires !has_value().
    const Error& error() const& { return std::get<1>(m_state); }
    Error&& error() && { return std::get<1>(std::move(m_state)); }

private:
    std::variant<T, Error> m_state;
};

struct Unit {};
/// The Result of an order that has nothing to give back.
using Status = Result<Unit>;

}  // namespace limn
