// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/ConversationSession.h"
#include "core/conversation/ConversationStore.h"
#include "core/database/Database.h"
#include "core/jobs/Background.h"

#include <QThreadPool>

#include <filesystem>
#include <memory>

namespace limn::test {

/// A database with conversations in a folder, as the studio has it. Making another one on the same folder, after this
/// one is gone, is a restart.
class ConversationFixture {
public:
    explicit ConversationFixture(const std::filesystem::path& folder)
        : background(pool), database(DatabaseOptions{folder / "limn.db", conversationSteps(),
                                                     DatabaseAccess::ReadWrite},
                                     background),
          store(database) {}

    QThreadPool pool;
    Background background;
    Database database;
    ConversationStore store;
};

}  // namespace limn::test
