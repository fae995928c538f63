// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn::ui {

/// What can be done with an answer or one of its pictures.
enum class CardAction {
    Open = 1,
    Again,  ///< the same words with another seed
    Vary,   ///< another one, starting from this
    Describe,
    UseAsStart,
    CopyPrompt,
    CopySeed,
    Delete,
    Retry,  ///< of an answer that failed or was stopped: the same message once more
};

}  // namespace limn::ui
