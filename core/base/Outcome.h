// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <variant>

namespace limn {

/// The person changed their mind. Neither an error nor an empty value.
struct Cancelled {};

/// How a long order ended: Done with a T, Cancelled, or Failed with an Error.
template <class T>
class [[nodiscard]] Outcome {
public:
    Outcome(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Outcome(Cancelled cancelled) : m_state(std::in_place_index<1>, cancelled) {}
    Outcome(Error error) : m_state(std::in_place_index<2>, std::move(error)) {}

    bool isDone() const noexcept { return m_state.index() == 0; }
    bool isCancelled() const noexcept { return m_state.index() == 1; }
    bool isFailed() const noexcept { return m_state.index() == 2; }

    /// Requires isDone().
    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    /// Requires isFailed().
    const Error& error() const { return std::get<2>(m_state); }

private:
    std::variant<T, Cancelled, Error> m_state;
};

}  // namespace limn
