// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/plain_tool_tip.h"

namespace limn {

QString plainToolTip(const QString& text) {
    constexpr qsizetype kMostCharacters = 600;
    if (text.isEmpty()) {
        return {};
    }
    QString shown = text.left(kMostCharacters);
    if (shown.size() < text.size()) {
        if (shown.back().isHighSurrogate()) {
            shown.chop(1);  // half a character
        }
        shown += QChar(0x2026);
    }
    return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(shown.toHtmlEscaped());
}

}  // namespace limn
