// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/document/CanvasHistory.h"

#include <QByteArray>

#include <vector>

namespace limn {

// The journal's records: bytes for what happened to a history. Written from values, so on any thread. Reading trusts
// nothing: sizes are checked before memory is taken, and a record that does not fit is FileDamaged.

/// Where a history begins.
QByteArray baseRecord(const CanvasContent& base);
/// A step, as the tiles that differ from the content before it.
QByteArray stepRecord(const CanvasContent& before, const CanvasHistory::Step& step);
/// Undo (below zero) or redo so many steps. Relative, since what was trimmed while pixels were held may still be there
/// when the journal is read.
QByteArray moveRecord(std::int64_t steps);
/// A picture of the history that had no file has one now.
QByteArray fileRecord(const CanvasPicture& picture, const std::filesystem::path& file);

/// All records that lead to this history.
std::vector<QByteArray> recordsOf(const CanvasHistory& history);

/// Does to `history` what the record says. The limits are those the history was written with.
Status replay(const QByteArray& record, CanvasHistory& history,
              const CanvasHistory::Limits& limits);

}  // namespace limn
