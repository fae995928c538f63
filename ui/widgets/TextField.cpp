// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/TextField.h"

#include <QMimeData>

namespace limn::ui {

bool TextField::canInsertFromMimeData(const QMimeData* source) const {
    return source->hasText() && !source->hasUrls() && !source->hasImage();
}

/// Qt scrolls to the cursor at once. Within a drop the new text has no lines yet, and where it is out of sight Qt 6.4 crashes
/// looking for the cursor's. So the scrolling waits until the drop is over.
void TextField::insertFromMimeData(const QMimeData* source) {
    textCursor().insertText(source->text());
    QMetaObject::invokeMethod(this, &TextField::ensureCursorVisible, Qt::QueuedConnection);
}

}  // namespace limn::ui
