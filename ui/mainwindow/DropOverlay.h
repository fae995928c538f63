// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QStringList>
#include <QWidget>

#include <array>
#include <memory>
#include <vector>

class QMimeData;
class QPushButton;

namespace limn::ui {

class Theme;

enum class DropZone { Describe = 1, Attach, StartFrom, AddToGallery, LoadSettings, AddModel };

/// What came over the window's edge, sorted.
struct Dropped {
    QStringList pictures;  ///< local picture files, and folders
    QStringList models;    ///< local model files, and folders that are models
    QStringList refused;   ///< local files that are neither by their names
    bool hasBitmap = false;  ///< it is a picture without a file, as browsers give it
    /// That picture, once it was let go; null before.
    std::shared_ptr<const QMimeData> bitmap;

    /// There is nothing that can be used.
    bool isEmpty() const { return pictures.isEmpty() && models.isEmpty() && !hasBitmap; }
};

/// Looks at names only, so that nothing is read while the mouse moves.
Dropped sortDropped(const QMimeData& mime);
/// With the bitmap itself, for when it was let go.
Dropped readDropped(const QMimeData& mime);
Dropped sortFiles(const QStringList& files);

/// Labelled zones over the whole window while something is dragged, or when a person has to choose what files are for
/// (opened, pasted, handed over by a second start): then the zones are buttons with the keys 1 to 6. GUI thread.
class DropOverlay final : public QWidget {
    Q_OBJECT
public:
    DropOverlay(QWidget& window, const Theme& theme);

    /// Where nothing of it can be used, refused() follows.
    void choose(Dropped dropped);

Q_SIGNALS:
    void chosen(limn::ui::DropZone zone, const limn::ui::Dropped& dropped);
    void refused(const QStringList& files);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Zone {
        DropZone zone;
        QPushButton* button;
    };

    void addZone(DropZone zone, QLatin1String icon, const QString& title, const QString& text);
    void open(const Dropped& dropped);
    void makeEquallyWide();
    void finish(DropZone zone);
    const Zone* zoneAt(const QPoint& position) const;
    void highlight(const Zone* zone);

    QWidget& m_window;
    const Theme& m_theme;
    std::vector<Zone> m_zones;
    Dropped m_dropped;
};

}  // namespace limn::ui
