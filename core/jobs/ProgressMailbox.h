// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <mutex>
#include <optional>

namespace limn {

/// Between the inference thread, which puts, and the GUI thread, which takes: only the newest progress waits, so that
/// a slow window slows no step and holds no row of old previews. A preview that was not taken yet stays with the next
/// progress that brings none of its own.
class ProgressMailbox {
public:
    /// True if nothing was waiting: the taker must be called.
    bool put(Progress progress) {
        const std::lock_guard lock(m_mutex);
        const bool isFirst = !m_waiting.has_value();
        if (!isFirst && !progress.preview && m_waiting->imageIndex == progress.imageIndex) {
            progress.preview = std::move(m_waiting->preview);
        }
        m_waiting = std::move(progress);
        return isFirst;
    }

    std::optional<Progress> take() {
        const std::lock_guard lock(m_mutex);
        std::optional<Progress> taken = std::move(m_waiting);
        m_waiting.reset();
        return taken;
    }

private:
    std::mutex m_mutex;
    std::optional<Progress> m_waiting;
};

}  // namespace limn
