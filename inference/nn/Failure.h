// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <exception>

namespace limn::nn {

/// An Error on its way up through model code, where torch throws too. Stops in TorchEngine, which turns it back.
class Failure : public std::exception {
public:
    explicit Failure(Error error) : m_error(std::move(error)) {}
    /// `field` as in Error.
    Failure(ErrorCode code, std::string message, std::string field = {})
        : m_error{code, std::move(message), {}, std::move(field)} {}
    const Error& error() const noexcept { return m_error; }
    const char* what() const noexcept override { return m_error.message.c_str(); }

private:
    Error m_error;
};

/// The value of a Result, or its Error thrown.
template <class T>
T valueOrThrow(Result<T> result) {
    if (!result) {
        throw Failure(std::move(result).error());
    }
    return std::move(result).value();
}

}  // namespace limn::nn
