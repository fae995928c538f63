// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/PictureStrip.h"

#include "ui/style/Theme.h"
#include "ui/style/metrics.h"

#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include <utility>

namespace limn::ui {
namespace {

constexpr int kCellPx = 48;

class StripDelegate final : public QStyledItemDelegate {
public:
    StripDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {kCellPx + kSpaceHairPx, kCellPx + kSpaceHairPx};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const QRectF cell = QRectF(option.rect).adjusted(3, 3, -3, -3);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        QPainterPath rounded;
        rounded.addRoundedRect(cell, 5, 5);
        const auto view = index.data(Qt::DecorationRole).value<QPixmap>();
        if (view.isNull()) {
            painter->fillPath(rounded, m_theme.color(ColorToken::Sunk));
        } else {
            painter->setRenderHint(QPainter::SmoothPixmapTransform);
            painter->setClipPath(rounded);
            painter->drawPixmap(cell, view, QRectF(view.rect()));
            painter->setClipping(false);
        }
        const auto ring = [&](ColorToken color, qreal insidePx) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(m_theme.color(color), 2));
            painter->drawRoundedRect(
                QRectF(option.rect).adjusted(insidePx, insidePx, -insidePx, -insidePx),
                8 - insidePx, 8 - insidePx);
        };
        if (option.state.testFlag(QStyle::State_Selected)) {
            ring(ColorToken::Accent, 1);
        }
        if (option.state.testFlag(QStyle::State_HasFocus)) {  // seen on any picture
            ring(ColorToken::Pane, 5);
            ring(ColorToken::Text, 3);
        }
        painter->restore();
    }

private:
    const Theme& m_theme;
};

}  // namespace

PictureStrip::PictureStrip(Background& background, const Theme& theme, QWidget* parent)
    : QListView(parent), m_model(background) {
    setObjectName(QStringLiteral("pictureStripListView"));
    setAccessibleName(tr("Pictures of this conversation"));
    setModel(&m_model);
    setItemDelegate(new StripDelegate(theme, this));
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(
        Qt::ScrollBarAlwaysOff);  // the wheel and the keys scroll; no bar shifts the row
    setFixedHeight(kCellPx + kSpaceHairPx + 2 * kSpaceHairPx);
    viewport()->setContentsMargins(0, 0, 0, 0);
    setViewportMargins(kSpaceSmallPx, kSpaceHairPx, kSpaceSmallPx, kSpaceHairPx);
    setFrameShape(QFrame::NoFrame);
}

void PictureStrip::setEntries(const std::vector<StripModel::Entry>& entries) {
    m_isMarking = true;
    m_model.setEntries(entries);
    m_isMarking = false;
    setVisible(entries.size() > 1);
}

void PictureStrip::markCurrent(const std::filesystem::path& file) {
    m_isMarking = true;
    const int row = m_model.rowOf(file);
    setCurrentIndex(row >= 0 ? m_model.index(row) : QModelIndex());
    if (row < 0) {
        clearSelection();
    }
    m_isMarking = false;
}

void PictureStrip::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    if (current.isValid() && !m_isMarking) {
        Q_EMIT pictureChosen(m_model.fileAt(current.row()));
    }
}

}  // namespace limn::ui
