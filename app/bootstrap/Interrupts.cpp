// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/bootstrap/Interrupts.h"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <system_error>

#include <sys/eventfd.h>
#include <unistd.h>

namespace limn {
namespace {

constexpr int kExitCancelled = 130;
constexpr std::int64_t kSamePressMs = 500;

// A signal handler has no other way to its object.
std::atomic<Interrupts*> s_interrupts{nullptr};
std::atomic<std::int64_t> s_firstMs{0};
static_assert(std::atomic<Interrupts*>::is_always_lock_free &&
              std::atomic<std::int64_t>::is_always_lock_free);

std::int64_t monotonicMs() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

void handleStopSignal(int) {
    const int savedErrno = errno;
    if (Interrupts* interrupts = s_interrupts.load()) {
        const std::int64_t now = monotonicMs();
        if (!interrupts->isRaised()) {
            s_firstMs = now;
            interrupts->raise();
        } else if (!interrupts->isSaving() && now - s_firstMs >= kSamePressMs) {
            // Launchers and terminals may deliver one key press twice: only a later one is
            // impatience.
            ::_exit(kExitCancelled);
        }
    }
    errno = savedErrno;
}

}  // namespace

Interrupts::Interrupts() : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (m_descriptor < 0) {
        throw std::system_error(errno, std::generic_category(),
                                "An event descriptor could not be made");
    }
}

Interrupts::~Interrupts() {
    Interrupts* self = this;
    s_interrupts.compare_exchange_strong(self, nullptr);
    ::close(m_descriptor);
}

void Interrupts::raise() noexcept {
    m_isRaised = true;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_descriptor, &one, sizeof one);
}

void raiseOnSignals(Interrupts& interrupts) {
    s_interrupts = &interrupts;
    struct sigaction action {};
    action.sa_handler = handleStopSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = 0;  // no SA_RESTART: a blocking read of the prompt ends
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction former {};
        ::sigaction(signal, nullptr, &former);
        if (former.sa_handler !=
            SIG_IGN) {  // nohup and background jobs of old shells ask to be left alone
            ::sigaction(signal, &action, nullptr);
        }
    }
}

}  // namespace limn
