// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn::memory {

/// Tells malloc to keep what is freed instead of giving it back to the kernel and taking it again page by page: a
/// training step frees and takes the same few hundred megabytes. For programs that train; call it before the first
/// tensor. Does nothing where malloc is not glibc's.
void keepFreedMemory();

}  // namespace limn::memory
