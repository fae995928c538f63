// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>

namespace limn::memory {

/// Tells the kernel that these bytes are wanted next. Where they lie in a mapped file that is not in memory yet, it
/// reads them in large pieces instead of page by page, which is what makes mapped models slow on disks and over
/// networks. A mere hint: any address, any thread, never fails.
void readAhead(const void* begin, std::size_t bytes);

}  // namespace limn::memory
