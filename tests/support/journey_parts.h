// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "ui/dialogs/Dialogs.h"

#include <QString>

#include <atomic>
#include <semaphore>
#include <stop_token>

namespace limn::test {

/// Answers with a name at once, as if it had been chosen.
struct ChosenFile final : ui::Dialogs {
    QString target;

    void ask(const ui::Question&, std::function<void()> onYes) override { onYes(); }
    void chooseFolder(const QString&, const QString&, std::function<void(QString)>) override {}
    void chooseSaveFile(const QString&, const QString&, const QString&,
                        std::function<void(QString)> onChosen) override {
        onChosen(target);
    }
    void chooseFiles(const QString&, const QString&, std::function<void(QStringList)>) override {}
};

/// Holds the engine before a step until the test lets it go on, or the job is stopped.
struct Gate {
    std::atomic<int> holdAtStep = -1;  // -1: never
    std::counting_semaphore<1000> reached{0};
    std::counting_semaphore<1000> goOn{0};

    void pass(const Progress& progress, const std::stop_token& stop) {
        if (progress.phase == Phase::Denoise && progress.step == holdAtStep) {
            reached.release();
            const std::stop_callback wake(stop, [this] { goOn.release(); });
            goOn.acquire();
        }
    }
};

}  // namespace limn::test
