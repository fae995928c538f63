// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

class QObject;

namespace limn {

/// The way back from a worker thread to an object: functions posted here run on the context's thread,
/// in order, and never after the context is gone or cancel() was called. Cheap to copy: all copies are
/// one delivery. Make and cancel it on the context's thread; post() and the token are for any thread.
class Delivery {
public:
    /// Without a context nothing is ever delivered, and only cancel() stops the work.
    explicit Delivery(QObject* context);

    /// The end of the context, and cancel(), stop it.
    std::stop_token stopToken() const;

    void post(std::function<void()> function) const;
    /// The same for the last function: the delivery lets go of its context after it.
    void postLast(std::function<void()> function) const;

    /// Guarantees: nothing that was posted runs from now on.
    void cancel() const;

private:
    struct State;
    static void deliver(const std::shared_ptr<State>& state, std::function<void()> function,
                        bool isLast);

    std::shared_ptr<State> m_state;
};

}  // namespace limn
