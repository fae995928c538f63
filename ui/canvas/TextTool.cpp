// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/TextTool.h"

namespace limn::ui {

void TextTool::press(const Pointer& pointer) {
    m_text.selectNothing();
    m_isSelecting = !m_text.isEmpty();
    m_from = pointer.at;
}

void TextTool::move(const Pointer& pointer) {
    m_text.select(m_text.nearestWord(m_from), m_text.nearestWord(pointer.at));
}

void TextTool::release(const Pointer& pointer) {
    if (!m_isSelecting) {
        return;
    }
    m_isSelecting = false;
    const auto word = m_text.wordAt(m_from);
    if (pointer.at != m_from) {
        move(pointer);
    } else if (word) {
        m_text.select(*word, *word);
    }
}

void TextTool::cancel() {
    m_isSelecting = false;
    m_text.selectNothing();
}

}  // namespace limn::ui
