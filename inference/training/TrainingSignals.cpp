// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/TrainingSignals.h"

#include <csignal>

namespace limn::training {
namespace {

// A handler can reach nothing but globals.
volatile std::sig_atomic_t g_stop = 0;
volatile std::sig_atomic_t g_paused = 0;

void requestStop(int) {
    g_stop = 1;
}
void togglePause(int) {
    g_paused = g_paused == 0 ? 1 : 0;
}

}  // namespace

TrainingSignals::TrainingSignals() {
    g_stop = 0;
    g_paused = 0;
    std::signal(SIGTERM, requestStop);
    std::signal(SIGINT, requestStop);
    std::signal(SIGUSR1, togglePause);
}

TrainingSignals::~TrainingSignals() {
    for (const int number : {SIGTERM, SIGINT, SIGUSR1}) {
        std::signal(number, SIG_DFL);
    }
}

bool TrainingSignals::isStopRequested() const {
    return g_stop != 0;
}
bool TrainingSignals::isPaused() const {
    return g_paused != 0;
}

void TrainingSignals::waitWhilePaused() const {
    // Blocked between the question and the wait, so that no signal is missed.
    sigset_t ours;
    sigset_t before;
    sigemptyset(&ours);
    for (const int number : {SIGTERM, SIGINT, SIGUSR1}) {
        sigaddset(&ours, number);
    }
    sigprocmask(SIG_BLOCK, &ours, &before);
    while (isPaused() && !isStopRequested()) {
        sigsuspend(&before);
    }
    sigprocmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace limn::training
