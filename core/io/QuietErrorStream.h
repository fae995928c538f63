// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn {

/// While one lives, what this thread writes to std::cerr is dropped; other threads are not concerned.
/// Exempi prints every error there although it also returns it, and a hostile picture must not write
/// to the terminal of whoever looks at it. Any thread.
class QuietErrorStream {
public:
    QuietErrorStream();
    ~QuietErrorStream();
    QuietErrorStream(const QuietErrorStream&) = delete;
    QuietErrorStream& operator=(const QuietErrorStream&) = delete;
};

}  // namespace limn
