// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/Interrupts.h"
#include "app/studio/Studio.h"
#include "tests/support/FakeEngine.h"

#include <QImage>
#include <QString>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace limn::test {

/// The whole studio over a folder of its own and an engine that draws at once: what the benches drive. GUI thread.
class StudioStage {
public:
    /// `stepMs`: how long the engine takes for one step (it waits, it does not burn the processor). `home` stays.
    StudioStage(QApplication& application, const QString& home, int stepMs);
    ~StudioStage();

    studio::Studio& studio() { return *m_studio; }
    ui::StudioWindow& window() { return m_studio->window(); }
    studio::StudioServices& services() { return m_studio->services(); }

    void say(const QString& words);
    /// One picture after the other, each with words of its own; for a gallery that is not empty.
    static void makePictures(const QString& folder, int count);

private:
    Interrupts m_interrupts;
    std::shared_ptr<FakeEngineScript> m_script = std::make_shared<FakeEngineScript>();
    std::unique_ptr<studio::Studio> m_studio;
};

/// Does one after the other, each so many milliseconds after the one before; the event loop runs in between.
class Steps : public QObject {
public:
    void add(int afterMs, std::function<void()> step) { m_steps.push_back({afterMs, std::move(step)}); }
    void run();

private:
    struct Step {
        int afterMs;
        std::function<void()> step;
    };
    void next();

    std::vector<Step> m_steps;
    std::size_t m_done = 0;
};

}  // namespace limn::test
