// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn::nn {

/// Counts the floating-point operations of matrix products and convolutions (a multiply-add is two) that layers on
/// this thread do while it lives. For benchmarks; costs one look at a thread-local pointer a layer.
class FlopCounter {
public:
    FlopCounter() : m_outer(s_current) { s_current = this; }
    ~FlopCounter() { s_current = m_outer; }
    FlopCounter(const FlopCounter&) = delete;
    FlopCounter& operator=(const FlopCounter&) = delete;

    double flops() const { return m_flops; }

    static bool isCounting() { return s_current != nullptr; }
    /// Requires isCounting().
    static void add(double flops) { s_current->m_flops += flops; }

private:
    inline static thread_local FlopCounter* s_current = nullptr;
    FlopCounter* m_outer;
    double m_flops = 0;
};

}  // namespace limn::nn
