// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/PictureAssistant.h"
#include "core/jobs/InferenceService.h"
#include "tests/support/ConversationFixture.h"
#include "tests/support/FakeEngine.h"
#include "ui/chat/ChatPane.h"
#include "ui/style/Theme.h"

#include <QApplication>

#include <memory>

namespace limn::test {

/// The chat as the studio builds it, with a FakeEngine: pictures and the database are in `folder`.
class ChatFixture : public ConversationFixture {
public:
    explicit ChatFixture(const std::filesystem::path& where)
        : ConversationFixture(where), folder(where) {
        pane.setOrderSource([this]() {
            PictureOrder order;
            order.model = "/models/starter";
            order.folder = folder;
            order.request.seed = 41;
            order.request.count = count;
            order.request.previewEverySteps = 1;
            return order;
        });
        pane.resize(384, 640);
    }

    /// Before the pane is made, as the studio does.
    static std::unique_ptr<ui::Theme> makeTheme() {
        auto made = std::make_unique<ui::Theme>();
        made->applyTo(*qApp);
        return made;
    }

    std::filesystem::path folder;
    int count = 1;
    std::shared_ptr<FakeEngineScript> script = std::make_shared<FakeEngineScript>();
    InferenceService service{[this]() {
        return std::make_unique<FakeEngine>(script);
    }};
    PictureAssistant assistant{service, background};
    ConversationSession session{store, assistant};
    std::unique_ptr<ui::Theme> ownTheme = makeTheme();
    ui::Theme& theme = *ownTheme;
    ui::ChatPane pane{session, background, theme, folder / "pasted"};
};

}  // namespace limn::test
