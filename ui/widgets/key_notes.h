// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QString>

#include <vector>

class QObject;
class QWidget;

namespace limn::ui {

/// A key that a widget answers itself, without an action: what it does, and how the key is called.
struct KeyNote {
    QString text;
    QString keys;
};

/// Where the widget handles its keys it says so, and the sheet of keys shows it.
void noteKeys(QWidget& widget, const std::vector<KeyNote>& notes);
/// Of this very widget.
std::vector<KeyNote> keyNotesOf(const QWidget& widget);

/// The title above the keys of this widget and of everything in it.
void setKeyGroup(QWidget& widget, const QString& title);
/// Of the nearest one above that has a title; empty: it belongs to the whole window.
QString keyGroupOf(const QObject& object);

}  // namespace limn::ui
