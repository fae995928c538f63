// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/canvas/SurfaceSlot.h"
#include "ui/canvas/ViewTransform.h"

#include <QWidget>

#include <memory>
#include <vector>

class QToolButton;

namespace limn::ui {

class Theme;

/// Two to four pictures side by side. Zoom and place are one for all, in shares of each picture, so that pictures of
/// different sizes show the same part. Wheel, drag and the canvas' keys work as there. Esc and a button close.
class CompareView final : public QWidget {
    Q_OBJECT
public:
    struct Entry {
        std::filesystem::path file;
        QString title;
    };
    static constexpr std::size_t kMost = 4;

    CompareView(Background& background, const Theme& theme, QWidget* parent = nullptr);
    ~CompareView() override;

    /// The first four are taken.
    void setEntries(const std::vector<Entry>& entries);
    std::size_t count() const { return m_cells.size(); }
    /// Where cell `index` lies. Requires index < count().
    QRect cellArea(std::size_t index) const;
    const ViewTransform& transformOf(std::size_t index) const;
    void fit();

Q_SIGNALS:
    void closeRequested();
    void pictureChosen(const std::filesystem::path& file);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Cell;

    int columns() const;
    QRect placeArea(int index) const;
    void layOut();
    std::size_t cellAt(const QPointF& point) const;
    /// Brings all cells to what cell `leader` shows.
    void follow(std::size_t leader);
    void zoomBy(double factor);
    void describe();

    Background& m_background;
    const Theme& m_theme;
    QToolButton* m_close = nullptr;
    std::vector<std::unique_ptr<Cell>> m_cells;
    QPointF m_dragged;
    std::size_t m_dragCell = 0;
};

}  // namespace limn::ui
