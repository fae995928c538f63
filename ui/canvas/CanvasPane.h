// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasDocument.h"
#include "core/jobs/Background.h"
#include "core/vision/TextReader.h"
#include "ui/canvas/CompareView.h"
#include "ui/canvas/StripModel.h"

#include <QWidget>

#include <vector>

class QMenu;
class QStackedWidget;

namespace limn::ui {

class CanvasActions;
class CanvasNotice;
class CanvasView;
class EmptyCanvasView;
class MaskBar;
class PictureCard;
class PictureStrip;
class Theme;
class ToolColumn;
class ZoomCard;

enum class CanvasOrder;

/// The centre of the studio: the canvas with its floating tools, the strip of this conversation's pictures under it,
/// and pictures side by side in its place. What others have to do is told by signals. GUI thread.
class CanvasPane final : public QWidget {
    Q_OBJECT
public:
    CanvasPane(CanvasDocument& document, Background& background, const Theme& theme,
               QWidget* parent = nullptr);
    ~CanvasPane() override;

    CanvasView& view() { return *m_view; }
    CanvasActions& actions() { return *m_actions; }
    /// Hidden while there are fewer than two.
    void setStrip(const std::vector<StripModel::Entry>& entries);
    /// The file went or came back: the strip shows it anew.
    void refreshPicture(const std::filesystem::path& file);
    /// Two to four pictures side by side, until endComparing() or Esc.
    void compareSideBySide(const std::vector<CompareView::Entry>& entries);
    void endComparing();
    bool isComparingSideBySide() const;
    /// Of the empty canvas; off where another pane offers them already.
    void showExamples(bool shows);
    /// What is in the field "What should be here?".
    QString repaintPrompt() const;
    /// The keyboard goes there, where something is masked.
    void focusRepaint();
    QString noticeText() const;
    /// What was read in the canvas's picture; ignored where another one is there by now.
    void showText(const limn::CanvasPicture& picture, const vision::TextReading& reading);

Q_SIGNALS:
    /// Draw the masked part of the document's picture again; see repaintRequest().
    void repaintRequested(const QString& prompt);
    void exampleChosen(const QString& prompt);
    void saveAsRequested(const limn::CanvasPicture& picture);
    void startFromRequested(const limn::CanvasPicture& picture);
    void describeRequested(const limn::CanvasPicture& picture);
    /// Read the writing in it, for showText().
    void textRequested(const limn::CanvasPicture& picture);
    void textCopied(const QString& text);
    /// One of the strip, or of those side by side.
    void pictureChosen(const std::filesystem::path& file);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build(Background& background, const Theme& theme);
    void connectDocument();
    void connectMaskBar();
    void connectActions();
    void run(CanvasOrder order);
    void runMaskOrder(CanvasOrder order);
    void runExchange(CanvasOrder order);
    void showState();
    void showHistory();
    void showTool();
    void wantText();
    void showWaiting(const CanvasPicture& picture);
    void placeFloats();
    void openMenu(const QPoint& globalPosition);
    QMenu* makeMenu();

    CanvasDocument& m_document;
    Background& m_background;
    CanvasActions* m_actions = nullptr;
    QStackedWidget* m_stack = nullptr;
    QWidget* m_stage = nullptr;
    CanvasView* m_view = nullptr;
    CompareView* m_compare = nullptr;
    EmptyCanvasView* m_empty = nullptr;
    ToolColumn* m_tools = nullptr;
    MaskBar* m_maskBar = nullptr;
    PictureCard* m_pictureCard = nullptr;
    ZoomCard* m_zoomCard = nullptr;
    CanvasNotice* m_notice = nullptr;
    PictureStrip* m_strip = nullptr;
    std::shared_ptr<const Image> m_textAsked;  // whose writing is being read, or has been
    bool m_showsFailure = false;
};

}  // namespace limn::ui
