// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <atomic>

namespace limn {

/// "Please stop" from outside (Ctrl+C), as something the main thread can wait for beside other
/// descriptors. raise() may be called in a signal handler and from any thread.
class Interrupts {
public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    void raise() noexcept;
    bool isRaised() const noexcept { return m_isRaised.load(); }
    /// Becomes readable when raised, and stays so. For poll(); never read from it.
    int descriptor() const noexcept { return m_descriptor; }

    /// While a file is being named, a second Ctrl+C does not end the program at once.
    class SavingScope {
    public:
        explicit SavingScope(Interrupts& interrupts) : m_interrupts(interrupts) {
            ++m_interrupts.m_saving;
        }
        ~SavingScope() { --m_interrupts.m_saving; }
        SavingScope(const SavingScope&) = delete;
        SavingScope& operator=(const SavingScope&) = delete;

    private:
        Interrupts& m_interrupts;
    };
    bool isSaving() const noexcept { return m_saving.load() > 0; }

private:
    int m_descriptor = -1;
    std::atomic<bool> m_isRaised{false};
    std::atomic<int> m_saving{0};
};

/// Ctrl+C (SIGINT), SIGTERM and SIGHUP raise `interrupts`, which must outlive the program's work.
/// The second one, half a second later or more, ends the program at once with exit code 130, except
/// during a save.
void raiseOnSignals(Interrupts& interrupts);

}  // namespace limn
