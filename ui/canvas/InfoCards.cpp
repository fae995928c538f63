// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/InfoCards.h"

#include "core/jobs/plain_tool_tip.h"
#include "ui/canvas/CanvasActions.h"
#include "ui/canvas/floating_card.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QStyle>

namespace limn::ui {
namespace {

constexpr int kCardHeightPx = 36;
constexpr int kChipHeightPx = 20;  // less, and Qt leaves the corners square

QLabel* addLabel(QHBoxLayout* row, const char* name, const char* look) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setProperty("look", QLatin1String(look));
    row->addWidget(label);
    return label;
}

void setLook(QWidget& widget, const char* look) {
    widget.setProperty("look", QLatin1String(look));
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

QString sizeText(int widthPx, int heightPx) {
    return QCoreApplication::translate("limn::ui::PictureCard", "%1 \u00d7 %2", "size in pixels")
        .arg(widthPx)
        .arg(heightPx);
}

}  // namespace

QString pictureDetails(const CanvasPicture& picture) {
    QStringList parts = {sizeText(picture.widthPx, picture.heightPx)};
    if (picture.origin.seed) {
        parts.append(QCoreApplication::translate("limn::ui::PictureCard", "seed %1")
                         .arg(*picture.origin.seed));
    }
    if (!picture.origin.modelName.isEmpty()) {
        parts.append(picture.origin.modelName);
    }
    return parts.join(QStringLiteral(" \u00b7 "));
}

PictureCard::PictureCard(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("pictureCard"));
    setProperty("look", QStringLiteral("card"));
    setCursor(Qt::ArrowCursor);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpacePx, kSpaceHairPx, kSpacePx, kSpaceHairPx);
    row->setSpacing(kSpaceSmallPx);
    m_handle = addLabel(row, "handleLabel", "heading");
    m_details = addLabel(row, "detailsLabel", "muted");
    m_outside = addLabel(row, "outsideLabel", "good");
    m_outside->setMinimumHeight(kChipHeightPx);
    setFixedHeight(kCardHeightPx);
}

void PictureCard::setBrief(bool isBrief) {
    m_isBrief = isBrief;
}

void PictureCard::showDocument(const CanvasDocument& document) {
    if (const auto* generating = document.stateAs<GeneratingCanvas>()) {
        m_handle->setText(generating->isStopping  ? tr("Stopping\u2026")
                          : generating->isRepaint ? tr("Repainting")
                                                  : tr("Drawing"));
        m_handle->setVisible(true);
        const QString size = sizeText(generating->sizePx.width(), generating->sizePx.height());
        m_details->setText(
            generating->of > 0 && generating->phase == Phase::Denoise
                ? tr("step %1 of %2 \u00b7 %3").arg(generating->step).arg(generating->of).arg(size)
                : size);
        m_details->setVisible(!m_isBrief);
        m_outside->hide();
        setVisible(true);
        return;
    }
    setVisible(!document.picture().isNone());
    showPicture(document.picture());
}

void PictureCard::showPicture(const CanvasPicture& picture) {
    const PictureOrigin& origin = picture.origin;
    m_handle->setText(origin.handle);
    m_handle->setVisible(!origin.handle.isEmpty());
    m_details->setText(pictureDetails(picture));
    m_details->setVisible(!m_isBrief || origin.handle.isEmpty());
    m_details->setToolTip(plainToolTip(origin.prompt));
    const std::int64_t changed = origin.pixelsChangedOutsideMask;
    m_outside->setVisible(changed >= 0);
    if (changed >= 0) {
        m_outside->setText(changed == 1 ? tr("1 pixel changed outside the mask")
                                        : tr("%L1 pixels changed outside the mask").arg(changed));
        setLook(*m_outside, changed == 0 ? "good" : "care");
    }
}

ZoomCard::ZoomCard(CanvasActions& actions, QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("zoomCard"));
    setProperty("look", QStringLiteral("card"));
    setAccessibleName(tr("Zoom"));
    setFixedHeight(kCardHeightPx);
    setCursor(Qt::ArrowCursor);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceHairPx, 0, kSpaceHairPx, 0);
    row->setSpacing(0);
    row->addWidget(makeActionButton(actions[CanvasOrder::ZoomOut], this));
    m_zoom = new QToolButton(this);
    m_zoom->setObjectName(QStringLiteral("zoomToolButton"));
    m_zoom->setFocusPolicy(Qt::TabFocus);
    m_zoom->setToolTip(actions[CanvasOrder::ZoomTo100].toolTip());
    m_zoom->setMinimumWidth(m_zoom->fontMetrics().horizontalAdvance(QStringLiteral("6400 %")) + 18);
    connect(m_zoom, &QToolButton::clicked, &actions[CanvasOrder::ZoomTo100], &QAction::trigger);
    row->addWidget(m_zoom);
    row->addWidget(makeActionButton(actions[CanvasOrder::ZoomIn], this));
    auto* line = new QFrame(this);
    line->setProperty("look", QStringLiteral("divider"));
    line->setFixedSize(1, kIconPx);
    row->addSpacing(kSpaceHairPx);
    row->addWidget(line);
    row->addSpacing(kSpaceHairPx);
    m_fit = new QToolButton(this);
    m_fit->setObjectName(QStringLiteral("fitToolButton"));
    m_fit->setProperty("look", QStringLiteral("muted"));
    m_fit->setText(tr("Fit"));
    m_fit->setToolTip(actions[CanvasOrder::Fit].toolTip());
    m_fit->setFocusPolicy(Qt::TabFocus);
    connect(m_fit, &QToolButton::clicked, &actions[CanvasOrder::Fit], &QAction::trigger);
    row->addWidget(m_fit);
}

void ZoomCard::showZoom(double zoom, bool isFitted) {
    const double percent = zoom * 100;
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    m_zoom->setText(tr("%1 %", "zoom").arg(locale.toString(percent, 'f', percent < 10 ? 1 : 0)));
    m_zoom->setAccessibleName(tr("Zoom %1; press for 100 %").arg(m_zoom->text()));
    m_fit->setEnabled(!isFitted);
}

}  // namespace limn::ui
