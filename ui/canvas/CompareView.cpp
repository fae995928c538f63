// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/CompareView.h"

#include "core/jobs/failure_sentence.h"
#include "ui/style/Theme.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/widgets/key_notes.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace limn::ui {
namespace {

constexpr int kGapPx = 2;
constexpr int kTitlePx = 28;
constexpr double kKeyPan = 48;
constexpr double kKeyZoom = 1.25;

}  // namespace

struct CompareView::Cell {
    Cell(Background& background, Entry shown) : entry(std::move(shown)), slot(background) {}

    Entry entry;
    SurfaceSlot slot;
    ViewTransform transform;  // in the cell's own coordinates
    QRect area;
    QString problem;
};

CompareView::CompareView(Background& background, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_background(background), m_theme(theme) {
    setObjectName(QStringLiteral("compareView"));
    setAccessibleName(tr("Pictures side by side"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::OpenHandCursor);
    noteKeys(*this,
             {{tr("Compared pictures: show one alone"), QStringLiteral("1  ·  2  ·  3  ·  4")},
              {tr("Compared pictures: zoom in, out, fit"), QStringLiteral("+  ·  -  ·  0")},
              {tr("Compared pictures: move the view"), tr("Arrow keys")}});
    m_close = new QToolButton(this);
    m_close->setObjectName(QStringLiteral("closeCompareToolButton"));
    m_close->setProperty("look", QStringLiteral("bare"));
    m_close->setText(tr("Close"));
    m_close->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_close->setAccessibleName(tr("Close the comparison"));
    m_close->setToolTip(tr(
        "Back to one picture (Esc). A double click on a picture, or its number, shows it alone."));
    m_close->setCursor(Qt::ArrowCursor);
    connect(m_close, &QToolButton::clicked, this, &CompareView::closeRequested);
    const auto takeTheme = [this] {
        m_close->setIcon(m_theme.icon(QLatin1String("close")));
        update();
    };
    connect(&theme, &Theme::changed, this, takeTheme);
    takeTheme();
}

CompareView::~CompareView() = default;

void CompareView::setEntries(const std::vector<Entry>& entries) {
    m_cells.clear();
    for (std::size_t i = 0; i < std::min(entries.size(), kMost); ++i) {
        auto cell = std::make_unique<Cell>(m_background, entries[i]);
        connect(&cell->slot, &SurfaceSlot::changed, this, [this, one = cell.get()] {
            one->transform.setPictureSize(one->slot.surface() ? one->slot.surface()->size()
                                                              : QSize());
            layOut();
        });
        connect(&cell->slot, &SurfaceSlot::failed, this,
                [this, one = cell.get()](const Error& error) {
                    one->problem = faultSentence(error);
                    describe();
                    update();
                });
        cell->slot.show(entries[i].file);
        m_cells.push_back(std::move(cell));
    }
    layOut();
    describe();
}

void CompareView::describe() {
    QStringList words;
    for (const auto& cell : m_cells) {
        words.append(cell->problem.isEmpty() ? cell->entry.title : cell->problem);
    }
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

/// As many as show the first picture largest.
int CompareView::columns() const {
    const auto count = static_cast<int>(m_cells.size());
    const QSize picture = count > 0 && !m_cells.front()->transform.pictureSize().isEmpty() ? m_cells.front()->transform.pictureSize()
                                                                                           : QSize(1, 1);
    int best = 1;
    double largest = 0;
    for (int across = 1; across <= count; ++across) {
        const int down = (count + across - 1) / across;
        const double scale = std::min(static_cast<double>(width()) / across / picture.width(),
                                      (static_cast<double>(height()) / down - kTitlePx) / picture.height());
        if (scale > largest) {
            largest = scale;
            best = across;
        }
    }
    return best;
}

/// Of any place in the grid, taken or not.
QRect CompareView::placeArea(int index) const {
    const int across = std::max(1, columns());
    const int down = std::max(1, (static_cast<int>(m_cells.size()) + across - 1) / across);
    const int column = index % across;
    const int row = index / across;
    const int left = (width() + kGapPx) * column / across;
    const int right = (width() + kGapPx) * (column + 1) / across - kGapPx;
    const int top = (height() + kGapPx) * row / down;
    const int bottom = (height() + kGapPx) * (row + 1) / down - kGapPx;
    return QRect(QPoint(left, top), QPoint(right - 1, bottom - 1));
}

void CompareView::layOut() {
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        m_cells[i]->area = placeArea(static_cast<int>(i));
        m_cells[i]->transform.setViewport(
            QSizeF(m_cells[i]->area.size()), devicePixelRatioF(),
            QMarginsF(kSpaceSmallPx, kTitlePx + kSpaceHairPx, kSpaceSmallPx, kSpaceSmallPx));
    }
    const QSize button(m_close->sizeHint().width(), kTitlePx);
    m_close->setGeometry(QRect(QPoint(width() - button.width(), 0), button));
    update();
}

QRect CompareView::cellArea(std::size_t index) const {
    return m_cells[index]->area;
}

const ViewTransform& CompareView::transformOf(std::size_t index) const {
    return m_cells[index]->transform;
}

std::size_t CompareView::cellAt(const QPointF& point) const {
    const auto found = std::find_if(m_cells.begin(), m_cells.end(), [&](const auto& cell) {
        return cell->area.contains(point.toPoint());
    });
    return found == m_cells.end() ? 0 : static_cast<std::size_t>(found - m_cells.begin());
}

void CompareView::follow(std::size_t leader) {
    const Cell& first = *m_cells[leader];
    const QRectF shown = first.transform.pictureArea();
    if (shown.isEmpty()) {
        return;
    }
    const QPointF middle(first.area.width() / 2.0, first.area.height() / 2.0);
    const QPointF share((middle.x() - shown.x()) / shown.width(),
                        (middle.y() - shown.y()) / shown.height());
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        Cell& cell = *m_cells[i];
        const QSize size = cell.transform.pictureSize();
        if (i == leader || size.isEmpty()) {
            continue;
        }
        if (first.transform.isFitted()) {
            cell.transform.fit();
            continue;
        }
        cell.transform.setZoom(first.transform.zoom() * first.transform.pictureSize().width() /
                               size.width());
        const QPointF wanted(share.x() * size.width(), share.y() * size.height());
        const QPointF centre(cell.area.width() / 2.0, cell.area.height() / 2.0);
        cell.transform.pan(centre - cell.transform.toView(wanted));
    }
    update();
}

void CompareView::fit() {
    for (const auto& cell : m_cells) {
        cell->transform.fit();
    }
    update();
}

void CompareView::zoomBy(double factor) {
    if (!m_cells.empty()) {
        ViewTransform& first = m_cells.front()->transform;
        first.setZoom(first.zoom() * factor);
        follow(0);
    }
}

void CompareView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layOut();
}

void CompareView::wheelEvent(QWheelEvent* event) {
    if (m_cells.empty()) {
        return;
    }
    const std::size_t index = cellAt(event->position());
    Cell& cell = *m_cells[index];
    const double factor = std::exp2(event->angleDelta().y() / 480.0);
    cell.transform.setZoom(cell.transform.zoom() * factor,
                           event->position() - QPointF(cell.area.topLeft()));
    follow(index);
    event->accept();
}

void CompareView::mousePressEvent(QMouseEvent* event) {
    m_dragged = event->position();
    m_dragCell = cellAt(event->position());
}

void CompareView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() == Qt::NoButton || m_cells.empty()) {
        return;
    }
    m_cells[m_dragCell]->transform.pan(event->position() - m_dragged);
    m_dragged = event->position();
    follow(m_dragCell);
}

void CompareView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_cells.empty()) {
        Q_EMIT pictureChosen(m_cells[cellAt(event->position())]->entry.file);
    }
}

void CompareView::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key >= Qt::Key_1 && key < Qt::Key_1 + static_cast<int>(m_cells.size()) &&
        event->modifiers() == Qt::NoModifier) {
        Q_EMIT pictureChosen(m_cells[static_cast<std::size_t>(key - Qt::Key_1)]->entry.file);
    } else if (key == Qt::Key_Escape) {
        Q_EMIT closeRequested();
    } else if (key == Qt::Key_Plus || key == Qt::Key_Equal) {
        zoomBy(kKeyZoom);
    } else if (key == Qt::Key_Minus) {
        zoomBy(1 / kKeyZoom);
    } else if (key == Qt::Key_0) {
        fit();
    } else if (!m_cells.empty() && key >= Qt::Key_Left && key <= Qt::Key_Down) {
        const QPointF by(key == Qt::Key_Left    ? kKeyPan
                         : key == Qt::Key_Right ? -kKeyPan
                                                : 0,
                         key == Qt::Key_Up     ? kKeyPan
                         : key == Qt::Key_Down ? -kKeyPan
                                               : 0);
        m_cells.front()->transform.pan(by);
        follow(0);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void CompareView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(ColorToken::Line));
    const int taken = static_cast<int>(m_cells.size());
    for (int place = taken; place % std::max(1, columns()) != 0; ++place) {
        painter.fillRect(placeArea(place), m_theme.color(ColorToken::Canvas));
    }
    for (const auto& cell : m_cells) {
        painter.save();
        painter.translate(cell->area.topLeft());
        const QRectF inside(QPointF(0, 0), QSizeF(cell->area.size()));
        painter.setClipRect(inside);
        painter.fillRect(inside, m_theme.color(ColorToken::Canvas));
        if (cell->slot.surface()) {
            cell->slot.surface()->paint(painter, cell->transform, inside);
        } else if (!cell->problem.isEmpty()) {
            painter.setPen(m_theme.color(ColorToken::Text));
            painter.drawText(inside.adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                             cell->problem);
        }
        const QRectF title(0, 0, inside.width(), kTitlePx);
        painter.fillRect(title, m_theme.color(ColorToken::Pane));
        painter.setFont(labelFont());
        painter.setPen(m_theme.color(ColorToken::Text));
        const bool isUnderButton = cell->area.intersects(m_close->geometry());
        const QRectF words =
            title.adjusted(kSpacePx, 0, -kSpacePx - (isUnderButton ? m_close->width() : 0), 0);
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(cell->entry.title, Qt::ElideRight,
                                                          static_cast<int>(words.width())));
        painter.restore();
    }
    if (hasFocus()) {
        painter.setPen(m_theme.color(ColorToken::Accent));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

}  // namespace limn::ui
