// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/cancellable.h"

#include <cerrno>
#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace limn::cli {
namespace {

/// "The job has ended", for poll().
class EndSignal {
public:
    EndSignal() : m_descriptor(::eventfd(0, EFD_CLOEXEC)) {
        if (m_descriptor < 0) {
            throw std::system_error(errno, std::generic_category(),
                                    "An event descriptor could not be made");
        }
    }
    ~EndSignal() { ::close(m_descriptor); }
    EndSignal(const EndSignal&) = delete;
    EndSignal& operator=(const EndSignal&) = delete;

    void send() const {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_descriptor, &one, sizeof one);
    }
    int descriptor() const { return m_descriptor; }

private:
    int m_descriptor = -1;
};

std::optional<Error> runCatching(const std::function<void(std::stop_token)>& job,
                                 std::stop_token stop) {
    try {
        job(std::move(stop));
        return std::nullopt;
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory, "There is not enough memory for this.", {}};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::Internal,
                     std::string("A fault in Limn itself: ") + exception.what() + ".",
                     {}};
    }
}

}  // namespace

std::optional<Error> runCancellably(JobRunner& runner, Interrupts& interrupts, Console& console,
                                    const std::function<void(std::stop_token)>& job) {
    std::optional<Error> fault;
    if (interrupts.isRaised()) {
        return fault;
    }
    const EndSignal ended;
    const JobId id = runner.submit([&](std::stop_token stop) {
        fault = runCatching(job, std::move(stop));
        ended.send();
    });

    pollfd watched[2] = {{ended.descriptor(), POLLIN, 0}, {interrupts.descriptor(), POLLIN, 0}};
    while (true) {
        const int ready = ::poll(watched, 2, -1);
        if (ready < 0) {
            continue;  // EINTR: the signal's handler has raised the interrupt
        }
        if ((watched[0].revents & POLLIN) != 0) {
            break;
        }
        if ((watched[1].revents & POLLIN) != 0) {
            if (runner.cancel(id) == JobRunner::CancelResult::RemovedFromQueue) {
                return fault;
            }
            console.printNote("Stopping…");
            watched[1].fd = -1;  // once is enough; poll() skips it from now on
        }
    }
    runner.waitUntilIdle();  // the job's captures are gone too when we return
    return fault;
}

}  // namespace limn::cli
