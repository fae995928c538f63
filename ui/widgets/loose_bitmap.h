// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QByteArray>

#include <memory>

class QMimeData;

namespace limn::ui {

// A picture that is copied or dragged without a file, as browsers give it. GUI thread; nothing here decodes what comes as
// the bytes of a PNG, WebP or JPEG file.

/// Looks at names of formats only, so that it may be asked while the mouse moves.
bool holdsBitmap(const QMimeData& mime);

/// The bytes of the file that it would be. Empty: there are only pixels, as programs with Qt give them, or none at all.
QByteArray encodedBitmapOf(const QMimeData& mime);

/// The picture alone, to be kept when the clipboard or the drag is over. Null: there is none.
std::shared_ptr<const QMimeData> bitmapOf(const QMimeData& mime);

}  // namespace limn::ui
