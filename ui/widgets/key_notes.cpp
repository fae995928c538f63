// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/key_notes.h"

#include <QStringList>
#include <QVariant>
#include <QWidget>

namespace limn::ui {
namespace {

constexpr const char* kNotes = "keyNotes";  // text, keys, text, keys ...
constexpr const char* kGroup = "keyGroup";

}  // namespace

void noteKeys(QWidget& widget, const std::vector<KeyNote>& notes) {
    QStringList flat;
    for (const KeyNote& note : notes) {
        flat += {note.text, note.keys};
    }
    widget.setProperty(kNotes, flat);
}

std::vector<KeyNote> keyNotesOf(const QWidget& widget) {
    const QStringList flat = widget.property(kNotes).toStringList();
    std::vector<KeyNote> notes;
    for (qsizetype i = 0; i + 1 < flat.size(); i += 2) {
        notes.push_back({flat[i], flat[i + 1]});
    }
    return notes;
}

void setKeyGroup(QWidget& widget, const QString& title) {
    widget.setProperty(kGroup, title);
}

QString keyGroupOf(const QObject& object) {
    for (const QObject* one = &object; one != nullptr; one = one->parent()) {
        const QString title = one->property(kGroup).toString();
        if (!title.isEmpty()) {
            return title;
        }
    }
    return {};
}

}  // namespace limn::ui
