// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/CanvasActions.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/canvas/CanvasView.h"
#include "ui/canvas/picture_exchange.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>

// What CanvasPane does for each of its actions.

namespace limn::ui {
namespace {

constexpr double kBrushStep = 1.15;

}  // namespace

void CanvasPane::connectActions() {
    for (int i = int(CanvasOrder::Undo); i <= int(CanvasOrder::Close); ++i) {
        const auto order = CanvasOrder(i);
        connect(&(*m_actions)[order], &QAction::triggered, this, [this, order] { run(order); });
    }
}

void CanvasPane::run(CanvasOrder order) {
    switch (order) {
    case CanvasOrder::Undo:
        m_document.undo();
        break;
    case CanvasOrder::Redo:
        m_document.redo();
        break;
    case CanvasOrder::UseCompare:  // the same key goes back
        m_view->setTool(m_view->isComparing() ? ToolKind::Move : ToolKind::Compare);
        break;
    case CanvasOrder::UseMove:
    case CanvasOrder::UsePan:
    case CanvasOrder::UseBrush:
    case CanvasOrder::UseEraser:
    case CanvasOrder::UseRectangle:
    case CanvasOrder::UseLasso:
    case CanvasOrder::UseText:
        m_view->setTool(CanvasActions::toolOf(order));
        break;
    case CanvasOrder::SmallerBrush:
    case CanvasOrder::LargerBrush: {
        ToolOptions options = m_view->toolOptions();
        options.brush.radiusPx *= order == CanvasOrder::LargerBrush ? kBrushStep : 1 / kBrushStep;
        m_view->setToolOptions(options);
        break;
    }
    case CanvasOrder::Fit:
        m_view->fit();
        break;
    case CanvasOrder::ZoomTo100:
        m_view->setZoom(1);
        break;
    case CanvasOrder::ZoomTo200:
        m_view->setZoom(2);
        break;
    case CanvasOrder::ZoomTo400:
        m_view->setZoom(4);
        break;
    case CanvasOrder::ZoomIn:
        m_view->zoomIn();
        break;
    case CanvasOrder::ZoomOut:
        m_view->zoomOut();
        break;
    case CanvasOrder::MaskAll:
        if (m_view->tool() == ToolKind::Text) {
            m_view->selectAllText();
        } else {
            runMaskOrder(order);
        }
        break;
    case CanvasOrder::InvertMask:
    case CanvasOrder::FeatherMask:
    case CanvasOrder::ClearMask:
        runMaskOrder(order);
        break;
    case CanvasOrder::Copy:
    case CanvasOrder::SaveAs:
    case CanvasOrder::Print:
    case CanvasOrder::StartFrom:
    case CanvasOrder::Describe:
        runExchange(order);
        break;
    case CanvasOrder::Close:
        m_document.close();
        break;
    }
}

void CanvasPane::runMaskOrder(CanvasOrder order) {
    const CanvasPicture& picture = m_document.picture();
    switch (order) {
    case CanvasOrder::MaskAll:
        m_document.apply(
            std::make_unique<RectangleOperation>(m_document.mask().area(), MaskMode::Add));
        break;
    case CanvasOrder::InvertMask:
        m_document.apply(std::make_unique<InvertOperation>());
        break;
    case CanvasOrder::FeatherMask: {
        // The same look on small and large pictures: one in sixty-four of the shorter side.
        const int radiusPx = std::max(3, std::min(picture.widthPx, picture.heightPx) / 64);
        m_document.apply(std::make_unique<FeatherOperation>(radiusPx));
        break;
    }
    default:
        m_document.apply(std::make_unique<ClearMaskOperation>());
        break;
    }
}

void CanvasPane::runExchange(CanvasOrder order) {
    const CanvasPicture picture = m_document.picture();
    switch (order) {
    case CanvasOrder::Copy:
        if (const QString text = m_view->selectedText(); !text.isEmpty()) {
            QGuiApplication::clipboard()->setText(text);
            Q_EMIT textCopied(text);
            break;
        }
        QGuiApplication::clipboard()->setMimeData(mimeDataOf(picture, m_view->image()));
        break;
    case CanvasOrder::Print:
        printWithDialog(*this, m_background, m_view->image(),
                        QString::fromStdString(picture.file.stem().string()));
        break;
    case CanvasOrder::SaveAs:
        Q_EMIT saveAsRequested(picture);
        break;
    case CanvasOrder::StartFrom:
        Q_EMIT startFromRequested(picture);
        break;
    default:
        Q_EMIT describeRequested(picture);
        break;
    }
}

QMenu* CanvasPane::makeMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("canvasMenu"));
    const auto add = [&](std::initializer_list<CanvasOrder> orders) {
        for (const CanvasOrder order : orders) {
            menu->addAction(&(*m_actions)[order]);
        }
        menu->addSeparator();
    };
    add({CanvasOrder::Undo, CanvasOrder::Redo});
    add({CanvasOrder::Copy, CanvasOrder::SaveAs, CanvasOrder::Print});
    add({CanvasOrder::StartFrom, CanvasOrder::Describe, CanvasOrder::UseCompare});
    add({CanvasOrder::MaskAll, CanvasOrder::InvertMask, CanvasOrder::FeatherMask,
         CanvasOrder::ClearMask});
    add({CanvasOrder::Fit, CanvasOrder::ZoomTo100, CanvasOrder::ZoomTo200});
    add({CanvasOrder::Close});
    return menu;
}

void CanvasPane::openMenu(const QPoint& globalPosition) {
    QMenu* menu = makeMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(globalPosition);
}

}  // namespace limn::ui
