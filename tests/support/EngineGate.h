// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "tests/support/FakeEngine.h"

#include <atomic>
#include <semaphore>

namespace limn::test {

/// Holds a FakeEngine before the progress that the test names, until the test opens the gate or the job is stopped.
class EngineGate {
public:
    EngineGate(FakeEngineScript& script, Phase phase, int step) {
        script.beforeProgress = [this, phase, step](const Progress& progress,
                                                    const std::stop_token& stop) {
            if (!m_isOpen && progress.phase == phase && progress.step == step) {
                m_reached.release();
                const std::stop_callback wake(stop, [this] { m_goOn.release(); });
                m_goOn.acquire();
            }
        };
    }

    void waitUntilReached() { m_reached.acquire(); }
    void open() {
        m_isOpen = true;
        m_goOn.release();
    }

private:
    std::counting_semaphore<1000> m_reached{0};
    std::counting_semaphore<1000> m_goOn{0};
    std::atomic<bool> m_isOpen = false;
};

}  // namespace limn::test
