// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/operation_names.h"

#include <QCoreApplication>

namespace limn::ui {
namespace {

struct Names {
    OperationKind kind;
    const char* undo;
    const char* redo;
};

// Whole phrases: a language may say both in one word.
constexpr Names kNames[] = {
    {OperationKind::BrushStroke, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo brush stroke"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo brush stroke")},
    {OperationKind::EraserStroke, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo eraser stroke"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo eraser stroke")},
    {OperationKind::Rectangle, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo rectangle"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo rectangle")},
    {OperationKind::Lasso, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo lasso"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo lasso")},
    {OperationKind::Feather, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo softening the edge"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo softening the edge")},
    {OperationKind::Invert, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo inverting the mask"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo inverting the mask")},
    {OperationKind::ClearMask, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo clearing the mask"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo clearing the mask")},
    {OperationKind::ShowPicture,
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo showing the picture"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo showing the picture")},
    {OperationKind::Generate, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo drawing"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo drawing")},
    {OperationKind::Repaint, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo repainting"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo repainting")},
    {OperationKind::CloseCanvas,
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo clearing the canvas"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo clearing the canvas")},
    {OperationKind::LoadMask, QT_TRANSLATE_NOOP("limn::ui::Operations", "Undo loading the mask"),
     QT_TRANSLATE_NOOP("limn::ui::Operations", "Redo loading the mask")},
};

QString translated(const char* text) {
    return QCoreApplication::translate("limn::ui::Operations", text);
}

}  // namespace

QString undoText(std::optional<OperationKind> kind) {
    for (const Names& names : kNames) {
        if (kind == names.kind) {
            return translated(names.undo);
        }
    }
    return QCoreApplication::translate("limn::ui::Operations", "Undo");
}

QString redoText(std::optional<OperationKind> kind) {
    for (const Names& names : kNames) {
        if (kind == names.kind) {
            return translated(names.redo);
        }
    }
    return QCoreApplication::translate("limn::ui::Operations", "Redo");
}

}  // namespace limn::ui
