// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/Delivery.h"

#include <QObject>

#include <mutex>
#include <utility>

namespace limn {

struct Delivery::State {
    std::mutex mutex;
    QObject* receiver = nullptr;  // guarded; null once the context is gone
    std::stop_source stop;
    QMetaObject::Connection destroyed;  // of the context's thread
};

Delivery::Delivery(QObject* context) : m_state(std::make_shared<State>()) {
    if (context == nullptr) {
        return;
    }
    m_state->receiver = context;
    m_state->destroyed =
        QObject::connect(context, &QObject::destroyed, context, [state = m_state]() {
            {
                // A worker inside post() holds this lock: the context waits until it has posted.
                const std::lock_guard lock(state->mutex);
                state->receiver = nullptr;
            }
            state->stop.request_stop();
        });
}

std::stop_token Delivery::stopToken() const {
    return m_state->stop.get_token();
}

void Delivery::post(std::function<void()> function) const {
    deliver(m_state, std::move(function), false);
}

void Delivery::postLast(std::function<void()> function) const {
    deliver(m_state, std::move(function), true);
}

void Delivery::deliver(const std::shared_ptr<State>& state, std::function<void()> function,
                       bool isLast) {
    const std::lock_guard lock(state->mutex);
    if (state->receiver == nullptr) {
        return;
    }
    // What is posted to an object that ends before it is delivered is dropped by Qt.
    QMetaObject::invokeMethod(
        state->receiver,
        [state, run = std::move(function), isLast]() {
            if (isLast) {
                QObject::disconnect(state->destroyed);
            }
            if (!state->stop.stop_requested()) {
                run();
            }
        },
        Qt::QueuedConnection);
}

void Delivery::cancel() const {
    QObject::disconnect(m_state->destroyed);
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->receiver = nullptr;
    }
    m_state->stop.request_stop();
}

}  // namespace limn
