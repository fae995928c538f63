// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/MaskBar.h"

#include "ui/canvas/CanvasActions.h"
#include "ui/canvas/floating_card.h"
#include "ui/style/Theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <cmath>

namespace limn::ui {
namespace {

// The slider is logarithmic: small brushes need fine steps, large ones do not.
constexpr double kStepsPerDoubling = 12;
constexpr double kSmallestRadiusPx = 1;
constexpr double kLargestRadiusPx = 1000;
constexpr int kSliderHeightPx = 24;  // the handle is higher than the groove that Qt measures
constexpr int kMostPromptLetters = 100'000;

int stepOf(double radiusPx) {
    return static_cast<int>(
        std::lround(kStepsPerDoubling * std::log2(radiusPx / kSmallestRadiusPx)));
}
double radiusOf(int step) {
    return kSmallestRadiusPx * std::exp2(step / kStepsPerDoubling);
}

QToolButton* modeButton(QWidget* parent, const char* name, const QString& text, const QIcon& icon,
                        const QString& toolTip) {
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setIcon(icon);
    button->setIconSize(QSize(kIconPx, kIconPx));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

MaskBar::MaskBar(CanvasActions& actions, const Theme& theme, QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("maskBar"));
    setProperty("look", QStringLiteral("card"));
    setAccessibleName(tr("Mask"));
    setCursor(Qt::ArrowCursor);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(kSpaceSmallPx, kSpaceSmallPx, kSpaceSmallPx, kSpaceSmallPx);
    rows->setSpacing(kSpaceSmallPx);
    buildDrawing(actions, theme);
    buildPrompt();
}

void MaskBar::buildDrawing(CanvasActions& actions, const Theme& theme) {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceHairPx);
    m_add = modeButton(this, "addToMaskToolButton", tr("Add"), theme.icon(QLatin1String("add")),
                       tr("What is drawn is masked (hold Alt for the opposite)"));
    m_subtract = modeButton(this, "subtractFromMaskToolButton", tr("Subtract"),
                            theme.icon(QLatin1String("remove")),
                            tr("What is drawn is taken from the mask (hold Alt for the opposite)"));
    auto* modes = new QButtonGroup(this);
    modes->addButton(m_add);
    modes->addButton(m_subtract);
    m_add->setChecked(true);
    connect(m_add, &QToolButton::clicked, this, [this] { Q_EMIT modeChosen(MaskMode::Add); });
    connect(m_subtract, &QToolButton::clicked, this,
            [this] { Q_EMIT modeChosen(MaskMode::Subtract); });
    row->addWidget(m_add);
    row->addWidget(m_subtract);

    m_brush = new QWidget(this);
    auto* brush = new QHBoxLayout(m_brush);
    brush->setContentsMargins(kSpaceSmallPx, 0, kSpaceSmallPx, 0);
    brush->setSpacing(kSpaceSmallPx);
    m_size = new QSlider(Qt::Horizontal, m_brush);
    m_size->setObjectName(QStringLiteral("brushSizeSlider"));
    m_size->setAccessibleName(tr("Brush size"));
    m_size->setToolTip(tr("Brush size ([ and ])"));
    m_size->setRange(stepOf(kSmallestRadiusPx), stepOf(kLargestRadiusPx));
    m_size->setMinimumSize(72, kSliderHeightPx);
    m_sizeLabel = new QLabel(m_brush);
    m_sizeLabel->setProperty("look", QStringLiteral("label"));
    m_hardness = new QSlider(Qt::Horizontal, m_brush);
    m_hardness->setObjectName(QStringLiteral("brushHardnessSlider"));
    m_hardness->setAccessibleName(tr("Brush hardness"));
    m_hardness->setToolTip(tr("How hard the edge of the brush is"));
    m_hardness->setRange(0, 100);
    m_hardness->setMinimumSize(48, kSliderHeightPx);
    brush->addWidget(m_size, 2);
    brush->addWidget(m_sizeLabel);
    brush->addWidget(m_hardness, 1);
    connect(m_size, &QSlider::valueChanged, this,
            [this](int step) { Q_EMIT brushSizeChosen(radiusOf(step)); });
    connect(m_hardness, &QSlider::valueChanged, this,
            [this](int percent) { Q_EMIT brushHardnessChosen(percent / 100.0); });
    row->addWidget(m_brush, 1);
    row->addStretch();
    for (const CanvasOrder order :
         {CanvasOrder::FeatherMask, CanvasOrder::InvertMask, CanvasOrder::ClearMask}) {
        row->addWidget(makeActionButton(actions[order], this));
    }
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void MaskBar::buildPrompt() {
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpaceSmallPx);
    m_prompt = new QLineEdit(this);
    m_prompt->setObjectName(QStringLiteral("repaintPromptLineEdit"));
    m_prompt->setPlaceholderText(tr("What should be here?"));
    m_prompt->setAccessibleName(tr("What should be inside the mask"));
    m_prompt->setMaxLength(kMostPromptLetters);
    m_repaint = new QPushButton(tr("Repaint"), this);
    m_repaint->setObjectName(QStringLiteral("repaintPushButton"));
    m_repaint->setProperty("look", QStringLiteral("primary"));
    row->addWidget(m_prompt, 1);
    row->addWidget(m_repaint);
    const auto request = [this] {
        if (m_repaint->isEnabled()) {
            Q_EMIT repaintRequested(m_prompt->text().trimmed());
        }
    };
    connect(m_prompt, &QLineEdit::returnPressed, this, request);
    connect(m_repaint, &QPushButton::clicked, this, request);
    setRepaintable(false);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void MaskBar::showOptions(const ToolOptions& options) {
    const QSignalBlocker noSize(m_size);
    const QSignalBlocker noHardness(m_hardness);
    m_size->setValue(stepOf(options.brush.radiusPx));
    m_hardness->setValue(static_cast<int>(std::lround(options.brush.hardness01 * 100)));
    m_sizeLabel->setText(tr("%1 px").arg(std::lround(2 * options.brush.radiusPx)));
    m_sizeLabel->setMinimumWidth(
        m_sizeLabel->fontMetrics().horizontalAdvance(tr("%1 px").arg(2000)));
    m_add->setChecked(options.mode == MaskMode::Add);
    m_subtract->setChecked(options.mode == MaskMode::Subtract);
}

void MaskBar::showTool(ToolKind tool) {
    m_brush->setVisible(tool == ToolKind::Brush || tool == ToolKind::Eraser);
    const bool hasMode = tool != ToolKind::Eraser;
    m_add->setEnabled(hasMode);
    m_subtract->setEnabled(hasMode);
}

void MaskBar::setRepaintable(bool isRepaintable) {
    m_repaint->setEnabled(isRepaintable);
    m_repaint->setToolTip(isRepaintable ? tr("Draw the masked part again; the rest stays as it is")
                                        : tr("Paint over what should be drawn again first"));
}

void MaskBar::setCompact(bool isCompact) {
    for (QToolButton* button : {m_add, m_subtract}) {
        button->setToolButtonStyle(isCompact ? Qt::ToolButtonIconOnly
                                             : Qt::ToolButtonTextBesideIcon);
    }
    m_sizeLabel->setVisible(!isCompact);
    m_hardness->setVisible(!isCompact);
}

QString MaskBar::prompt() const {
    return m_prompt->text();
}

void MaskBar::focusPrompt() {
    m_prompt->setFocus(Qt::OtherFocusReason);
}

void MaskBar::setPrompt(const QString& prompt) {
    m_prompt->setText(prompt);
}

}  // namespace limn::ui
