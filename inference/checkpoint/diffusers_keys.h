// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/KeyTable.h"

namespace limn::checkpoint {

// The tables of files that have diffusers' and transformers' own names, old spellings included.
// What such a table holds and no module takes is unexpected.

KeyTable sameNameKeys(const CheckpointIndex& index);
KeyTable diffusersVaeKeys(const CheckpointIndex& index);
/// Files with and without the `text_model.` level; the image half of a whole CLIP file is left out.
KeyTable transformersClipKeys(const CheckpointIndex& index);

}  // namespace limn::checkpoint
