// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/CanvasPane.h"

#include "core/jobs/failure_sentence.h"
#include "ui/canvas/CanvasActions.h"
#include "ui/canvas/CanvasNotice.h"
#include "ui/canvas/CanvasView.h"
#include "ui/canvas/EmptyCanvasView.h"
#include "ui/canvas/InfoCards.h"
#include "ui/canvas/MaskBar.h"
#include "ui/canvas/PictureStrip.h"
#include "ui/canvas/ToolColumn.h"
#include "ui/canvas/operation_names.h"
#include "ui/canvas/picture_exchange.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/key_notes.h"

#include <QEvent>
#include <QMenu>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace limn::ui {
namespace {

constexpr int kMaskBarPx = 520;
constexpr int kNoticePx = 560;
constexpr int kBriefBelowPx = 480;

/// What a card wants within what it may have: setFixedHeight() does not change the hint.
QSize wantedSize(const QWidget& card) {
    return card.sizeHint().expandedTo(card.minimumSize()).boundedTo(card.maximumSize());
}

bool isDrawingTool(ToolKind tool) {
    return tool == ToolKind::Brush || tool == ToolKind::Eraser || tool == ToolKind::Rectangle ||
           tool == ToolKind::Lasso;
}

}  // namespace

CanvasPane::CanvasPane(CanvasDocument& document, Background& background, const Theme& theme,
                       QWidget* parent)
    : QWidget(parent), m_document(document), m_background(background) {
    setObjectName(QStringLiteral("canvasPane"));
    setKeyGroup(*this, tr("Canvas"));
    build(background, theme);
    connectDocument();
    connectMaskBar();
    connectActions();
    showHistory();
    showTool();
    showState();
}

CanvasPane::~CanvasPane() = default;

void CanvasPane::build(Background& background, const Theme& theme) {
    m_actions = new CanvasActions(theme, *this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_stack = new QStackedWidget(this);
    m_stage = new QWidget(m_stack);
    m_view = new CanvasView(m_document, background, theme, m_stage);
    m_empty = new EmptyCanvasView(theme, m_stage);
    m_tools = new ToolColumn(*m_actions, m_stage);
    m_maskBar = new MaskBar(*m_actions, theme, m_stage);
    m_pictureCard = new PictureCard(m_stage);
    m_zoomCard = new ZoomCard(*m_actions, m_stage);
    m_notice = new CanvasNotice(theme, m_stage);
    m_compare = new CompareView(background, theme, m_stack);
    m_stack->addWidget(m_stage);
    m_stack->addWidget(m_compare);
    column->addWidget(m_stack, 1);
    m_strip = new PictureStrip(background, theme, this);
    m_strip->hide();
    column->addWidget(m_strip);
    m_stage->installEventFilter(this);
    setFocusProxy(m_view);

    connect(m_empty, &EmptyCanvasView::exampleChosen, this, &CanvasPane::exampleChosen);
    connect(m_strip, &PictureStrip::pictureChosen, this, &CanvasPane::pictureChosen);
    connect(m_compare, &CompareView::closeRequested, this, &CanvasPane::endComparing);
    connect(m_compare, &CompareView::pictureChosen, this,
            [this](const std::filesystem::path& file) {
                endComparing();
                Q_EMIT pictureChosen(file);
            });
    connect(m_notice, &CanvasNotice::changedSize, this, &CanvasPane::placeFloats);
    connect(m_notice, &CanvasNotice::closed, this, [this] {
        m_document.dismissFailure();
        placeFloats();
    });
    connect(m_view, &CanvasView::viewChanged, this, [this] {
        m_zoomCard->showZoom(m_view->transform().zoom(), m_view->transform().isFitted());
    });
    connect(m_view, &CanvasView::toolChanged, this, &CanvasPane::showTool);
    connect(m_view, &CanvasView::beforeChanged, this, &CanvasPane::showHistory);
    connect(m_view, &CanvasView::contextMenuRequested, this, &CanvasPane::openMenu);
    connect(m_view, &CanvasView::dragOutRequested, this, [this] {
        dragOut(*m_view, m_document.picture(), m_view->image(),
                m_view->imageFor(dragSize(*m_view)));
    });
}

void CanvasPane::connectDocument() {
    connect(&m_document, &CanvasDocument::stateChanged, this, &CanvasPane::showState);
    connect(&m_document, &CanvasDocument::pictureChanged, this, &CanvasPane::showState);
    connect(&m_document, &CanvasDocument::maskChanged, this, &CanvasPane::showHistory);
    connect(&m_document, &CanvasDocument::historyChanged, this, &CanvasPane::showHistory);
    connect(&m_document, &CanvasDocument::pictureWaiting, this, &CanvasPane::showWaiting);
    const auto showTrouble = [this](const Error& error) {
        m_notice->showSentence(CanvasNotice::Kind::Trouble, failureSentence(error));
    };
    connect(&m_document, &CanvasDocument::operationFailed, this, showTrouble);
}

void CanvasPane::connectMaskBar() {
    m_maskBar->showOptions(m_view->toolOptions());
    connect(m_view, &CanvasView::toolOptionsChanged, this,
            [this] { m_maskBar->showOptions(m_view->toolOptions()); });
    connect(m_maskBar, &MaskBar::modeChosen, this, [this](MaskMode mode) {
        ToolOptions options = m_view->toolOptions();
        options.mode = mode;
        m_view->setToolOptions(options);
    });
    connect(m_maskBar, &MaskBar::brushSizeChosen, this, [this](double radiusPx) {
        ToolOptions options = m_view->toolOptions();
        options.brush.radiusPx = radiusPx;
        m_view->setToolOptions(options);
    });
    connect(m_maskBar, &MaskBar::brushHardnessChosen, this, [this](double hardness01) {
        ToolOptions options = m_view->toolOptions();
        options.brush.hardness01 = hardness01;
        m_view->setToolOptions(options);
    });
    connect(m_maskBar, &MaskBar::repaintRequested, this, &CanvasPane::repaintRequested);
}

void CanvasPane::showState() {
    const bool isEmpty = m_document.stateAs<limn::EmptyCanvas>() != nullptr;
    const bool hasArea = !m_view->transform().pictureSize().isEmpty();
    m_empty->setVisible(isEmpty);
    m_tools->setVisible(!isEmpty);
    m_zoomCard->setVisible(hasArea);
    m_pictureCard->showDocument(m_document);
    m_strip->markCurrent(m_document.picture().file);
    const auto* failed = m_document.stateAs<FailedCanvas>();
    if (failed != nullptr) {
        m_notice->showSentence(CanvasNotice::Kind::Trouble, failureSentence(failed->error));
    } else if (m_showsFailure) {
        m_notice->hide();  // it is over
    }
    m_showsFailure = failed != nullptr;
    showHistory();
    placeFloats();
}

void CanvasPane::showHistory() {
    CanvasActions& actions = *m_actions;
    const CanvasHistory& history = m_document.history();
    const bool hasPicture = !m_document.picture().isNone();
    const bool isEditable = m_document.isEditable();
    const bool isMasked = !m_document.mask().isClear();
    actions[CanvasOrder::Undo].setEnabled(m_document.canUndo());
    actions[CanvasOrder::Undo].setText(undoText(history.undoKind()));
    actions[CanvasOrder::Redo].setEnabled(m_document.canRedo());
    actions[CanvasOrder::Redo].setText(redoText(history.redoKind()));
    for (const CanvasOrder order :
         {CanvasOrder::UseBrush, CanvasOrder::UseEraser, CanvasOrder::UseRectangle,
          CanvasOrder::UseLasso, CanvasOrder::UseText}) {
        actions[order].setEnabled(hasPicture);
    }
    actions[CanvasOrder::UseCompare].setEnabled(m_view->hasBefore());
    actions[CanvasOrder::MaskAll].setEnabled(isEditable);
    actions[CanvasOrder::InvertMask].setEnabled(isEditable);
    actions[CanvasOrder::FeatherMask].setEnabled(isEditable && isMasked);
    actions[CanvasOrder::ClearMask].setEnabled(isEditable && isMasked);
    for (const CanvasOrder order : {CanvasOrder::Copy, CanvasOrder::SaveAs, CanvasOrder::Print,
                                    CanvasOrder::StartFrom, CanvasOrder::Describe}) {
        actions[order].setEnabled(hasPicture && m_document.picture().pixels);
    }
    actions[CanvasOrder::Close].setEnabled(hasPicture);
    actions.setMasked(isMasked);
    m_maskBar->setRepaintable(isEditable && isMasked);
    showTool();
}

void CanvasPane::showTool() {
    const ToolKind tool = m_view->tool();
    wantText();
    for (int order = int(CanvasOrder::UseMove); order <= int(CanvasOrder::UseCompare); ++order) {
        const auto one = CanvasOrder(order);
        (*m_actions)[one].setChecked(CanvasActions::toolOf(one) == tool);
    }
    m_maskBar->showTool(tool);
    const bool isMasking =
        !m_document.picture().isNone() && (isDrawingTool(tool) || !m_document.mask().isClear());
    const bool isFree =
        m_document.stateAs<GeneratingCanvas>() == nullptr && tool != ToolKind::Compare;
    m_maskBar->setVisible(isMasking && isFree);
    m_view->setHasBarAbove(isMasking);  // also while the bar is away: the picture stays where it is
    placeFloats();
}

/// The writing is read when somebody wants to select it, and not before.
void CanvasPane::wantText() {
    const CanvasPicture& picture = m_document.picture();
    const bool isWanted = m_view->tool() == ToolKind::Text && !m_view->hasText() && picture.pixels;
    if (m_textAsked != picture.pixels) {
        m_textAsked.reset();  // its reading ended when the picture went
    }
    if (isWanted && m_textAsked == nullptr) {
        m_textAsked = picture.pixels;
        Q_EMIT textRequested(picture);
    }
}

void CanvasPane::showText(const CanvasPicture& picture, const vision::TextReading& reading) {
    if (picture.pixels == m_document.picture().pixels) {
        m_view->setText(reading);
    }
}

void CanvasPane::showWaiting(const CanvasPicture& picture) {
    m_notice->showSentence(
        CanvasNotice::Kind::News, tr("A new picture is ready."), tr("Show it"),
        [this, picture] { m_document.showPicture(picture, OperationKind::Generate); });
}

void CanvasPane::setStrip(const std::vector<StripModel::Entry>& entries) {
    m_strip->setEntries(entries);
    m_strip->markCurrent(m_document.picture().file);
}

void CanvasPane::refreshPicture(const std::filesystem::path& file) {
    m_strip->refresh(file);
}

void CanvasPane::compareSideBySide(const std::vector<CompareView::Entry>& entries) {
    if (entries.size() < 2) {
        return;
    }
    m_compare->setEntries(entries);
    m_stack->setCurrentWidget(m_compare);
    setFocusProxy(m_compare);  // whoever brings the keyboard to the canvas means what it shows
    m_compare->setFocus();
}

void CanvasPane::endComparing() {
    m_stack->setCurrentWidget(m_stage);
    m_compare->setEntries({});
    setFocusProxy(m_view);
    m_view->setFocus();
}

bool CanvasPane::isComparingSideBySide() const {
    return m_stack->currentWidget() == m_compare;
}

void CanvasPane::showExamples(bool shows) {
    m_empty->showExamples(shows);
}

QString CanvasPane::repaintPrompt() const {
    return m_maskBar->prompt();
}

void CanvasPane::focusRepaint() {
    m_maskBar->focusPrompt();
}

QString CanvasPane::noticeText() const {
    return m_notice->sentence();
}

bool CanvasPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_stage && event->type() == QEvent::Resize) {
        placeFloats();
    }
    return QWidget::eventFilter(watched, event);
}

void CanvasPane::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_actions->retranslate();
        showHistory();
        m_pictureCard->showDocument(m_document);
    }
}

/// Everything that lies over the canvas, mirrored for languages from right to left.
void CanvasPane::placeFloats() {
    const QRect stage = m_stage->rect();
    m_view->setGeometry(stage);
    m_empty->setGeometry(stage);
    const int gap = stage.width() < kBriefBelowPx ? kSpaceSmallPx : kSpaceLargePx;
    const auto place = [&](QWidget& float_, QRect area) {
        float_.setGeometry(QStyle::visualRect(layoutDirection(), stage, area));
    };
    const QSize tools = wantedSize(*m_tools);
    place(*m_tools,
          QRect(QPoint(gap, std::max(gap, (stage.height() - tools.height()) / 2)), tools));

    const bool isNarrow = stage.width() < kBriefBelowPx;
    m_maskBar->setCompact(isNarrow);
    m_pictureCard->setBrief(isNarrow);
    m_pictureCard->showDocument(m_document);
    const QSize zoom = wantedSize(*m_zoomCard);
    const int bottom = stage.height() - gap;
    place(*m_zoomCard,
          QRect(QPoint(stage.width() - gap - zoom.width(), bottom - zoom.height()), zoom));
    QSize picture = wantedSize(*m_pictureCard);
    picture.setWidth(std::min(picture.width(), stage.width() - 2 * gap));
    const bool isTooWide = picture.width() + zoom.width() + 3 * gap > stage.width();
    const int above = isTooWide && m_zoomCard->isVisible() ? zoom.height() + kSpaceSmallPx : 0;
    QRect card(QPoint(gap, bottom - picture.height() - above), picture);
    const int besideTools = 2 * gap + tools.width();
    if (card.top() < m_tools->geometry().bottom() && !m_tools->isHidden()) {
        card.moveLeft(besideTools);  // a low canvas: the tools reach down to here
        card.setRight(std::min(card.right(), stage.width() - gap));
    }
    place(*m_pictureCard, card);

    int top = gap;
    const auto placeOnTop = [&](QWidget& float_, int widest) {
        if (float_.isHidden()) {
            return;
        }
        const int width = std::min(widest, std::max(160, stage.width() - besideTools - gap));
        const int height = float_.layout()->hasHeightForWidth()
                               ? float_.layout()->totalHeightForWidth(width)
                               : float_.sizeHint().height();
        const int centred = (stage.width() - width) / 2;
        place(float_, QRect(std::max(besideTools, centred), top, width, height));
        top += height + kSpaceSmallPx;
    };
    placeOnTop(*m_maskBar, kMaskBarPx);
    placeOnTop(*m_notice, kNoticePx);
}

}  // namespace limn::ui
