// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/DropOverlay.h"

#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/look.h"
#include "ui/widgets/loose_bitmap.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QUrl>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kColumns = 3;

bool hasSuffix(const QString& file, const QStringList& suffixes) {
    return suffixes.contains(QFileInfo(file).suffix().toLower());
}

/// By the name alone, since nothing may wait for a disk here: "models", "sd-v1.5", "my.photos". Only what everybody knows
/// for a file of another kind is refused at once; whoever takes the rest looks at it, off the GUI thread.
bool mayBeFolder(const QString& file) {
    static const QStringList otherFiles =
        QStringLiteral(
            "txt md rtf log pdf doc docx odt xls xlsx ods ppt pptx odp csv json xml yaml "
            "html htm zip tar gz bz2 xz zst 7z rar iso gif bmp tif tiff svg heic avif "
            "ico psd xcf kra mp3 ogg opus wav flac mp4 mkv mov avi webm exe msi deb rpm "
            "py sh cpp js")
            .split(QLatin1Char(' '));
    return !hasSuffix(file, otherFiles);
}

}  // namespace

Dropped sortFiles(const QStringList& files) {
    static const QStringList pictures = {QStringLiteral("png"), QStringLiteral("jpg"),
                                         QStringLiteral("jpeg"), QStringLiteral("webp")};
    static const QStringList models = {QStringLiteral("safetensors"), QStringLiteral("ckpt")};
    Dropped dropped;
    for (const QString& file : files) {
        if (hasSuffix(file, models)) {
            dropped.models += file;
        } else if (hasSuffix(file, pictures)) {
            dropped.pictures += file;
        } else if (mayBeFolder(file)) {  // of pictures or of models
            dropped.pictures += file;
            dropped.models += file;
        } else {
            dropped.refused += file;
        }
    }
    return dropped;
}

Dropped sortDropped(const QMimeData& mime) {
    QStringList files;
    for (const QUrl& url : mime.urls()) {
        if (url.isLocalFile()) {
            files += url.toLocalFile();
        }
    }
    Dropped dropped = sortFiles(files);
    dropped.hasBitmap = dropped.isEmpty() && holdsBitmap(mime);
    return dropped;
}

Dropped readDropped(const QMimeData& mime) {
    Dropped dropped = sortDropped(mime);
    if (dropped.hasBitmap) {
        dropped.bitmap = bitmapOf(mime);
        dropped.hasBitmap = dropped.bitmap != nullptr;  // the other program may have ended
    }
    return dropped;
}

DropOverlay::DropOverlay(QWidget& window, const Theme& theme)
    : QWidget(&window), m_window(window), m_theme(theme) {
    setObjectName(QStringLiteral("dropOverlay"));
    setAccessibleName(tr("What should be done with it?"));
    setAcceptDrops(true);
    window.setAcceptDrops(
        true);  // Qt tells of drags only where something under the mouse takes them
    setFocusPolicy(Qt::StrongFocus);
    auto* grid = new QGridLayout(this);
    grid->setSpacing(kSpaceLargePx);
    grid->setAlignment(Qt::AlignCenter);
    addZone(DropZone::Describe, QLatin1String("describe"), tr("Describe"),
            tr("Say in words what is on it"));
    addZone(DropZone::Attach, QLatin1String("attach"), tr("Attach to the chat"),
            tr("Talk about it or change it"));
    addZone(DropZone::StartFrom, QLatin1String("start-from"), tr("Start from it"),
            tr("The next picture grows out of it"));
    addZone(DropZone::AddToGallery, QLatin1String("gallery"), tr("Add to the gallery"),
            tr("Pictures and folders; nothing is copied"));
    addZone(DropZone::LoadSettings, QLatin1String("settings"), tr("Load its settings"),
            tr("Prompt, seed and the rest, if it tells them"));
    addZone(DropZone::AddModel, QLatin1String("model"), tr("Add model"),
            tr("It stays where it is"));
    qApp->installEventFilter(this);
    hide();
}

void DropOverlay::addZone(DropZone zone, QLatin1String icon, const QString& title,
                          const QString& text) {
    auto* button = new QPushButton(QStringLiteral("%1\n%2").arg(title, text), this);
    button->setObjectName(QStringLiteral("zone%1PushButton").arg(static_cast<int>(zone)));
    setLook(*button, QLatin1String("zone"));
    button->setIcon(m_theme.icon(icon, ColorToken::Accent));
    button->setIconSize(QSize(24, 24));

    button->setAccessibleName(title);
    button->setAccessibleDescription(text);
    const int index = static_cast<int>(m_zones.size());
    static_cast<QGridLayout*>(layout())->addWidget(button, index / kColumns, index % kColumns);
    button->setAutoDefault(true);  // Enter chooses, as the space bar does
    connect(button, &QPushButton::clicked, this, [this, zone] { finish(zone); });
    m_zones.push_back({zone, button});
}

void DropOverlay::open(const Dropped& dropped) {
    m_dropped = dropped;
    const bool hasPicture = !dropped.pictures.isEmpty() || dropped.hasBitmap;
    for (const Zone& zone : m_zones) {
        const bool isForModels = zone.zone == DropZone::AddModel;
        const bool needsFile =
            zone.zone == DropZone::LoadSettings || zone.zone == DropZone::AddToGallery;
        zone.button->setVisible(isForModels ? !dropped.models.isEmpty()
                                            : hasPicture && (!needsFile || !dropped.hasBitmap));
    }
    highlight(nullptr);
    setGeometry(m_window.rect());
    raise();
    show();
    makeEquallyWide();
}

/// One grid, whatever the words are. The widths are known once the style has seen the zones.
void DropOverlay::makeEquallyWide() {
    int widestPx = 0;
    for (const Zone& zone : m_zones) {
        widestPx = std::max(widestPx, zone.button->sizeHint().width());
    }
    for (const Zone& zone : m_zones) {
        zone.button->setMinimumWidth(widestPx);
    }
}

void DropOverlay::choose(Dropped dropped) {
    if (dropped.isEmpty()) {
        if (!dropped.refused.isEmpty()) {
            Q_EMIT refused(dropped.refused);
        }
        return;
    }
    if (dropped.pictures.isEmpty() && !dropped.hasBitmap) {
        Q_EMIT chosen(DropZone::AddModel, dropped);  // nothing to choose
        return;
    }
    open(dropped);
    for (const Zone& zone : m_zones) {
        if (zone.button->isVisibleTo(this)) {
            zone.button->setFocus();
            break;
        }
    }
}

void DropOverlay::finish(DropZone zone) {
    hide();
    const Dropped dropped = std::move(m_dropped);
    m_dropped = {};
    Q_EMIT chosen(zone, dropped);
}

const DropOverlay::Zone* DropOverlay::zoneAt(const QPoint& position) const {
    const auto zone = std::find_if(m_zones.begin(), m_zones.end(), [&](const Zone& other) {
        return other.button->isVisibleTo(this) && other.button->geometry().contains(position);
    });
    return zone == m_zones.end() ? nullptr : &*zone;
}

void DropOverlay::highlight(const Zone* zone) {
    for (const Zone& other : m_zones) {
        setLook(*other.button,
                QLatin1String(zone != nullptr && other.zone == zone->zone ? "zone-on" : "zone"));
    }
}

/// Whatever widget of the window a drag from outside enters first, the zones come up.
bool DropOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_window && event->type() == QEvent::Resize && isVisible()) {
        setGeometry(m_window.rect());
    }
    if (event->type() == QEvent::DragEnter && !isVisible() && watched->isWidgetType()) {
        auto* enter = static_cast<QDragEnterEvent*>(event);
        const bool isOurs = static_cast<QWidget*>(watched)->window() == &m_window;
        const bool isFromOutside = enter->source() == nullptr;
        if (isOurs && isFromOutside && enter->mimeData() != nullptr) {
            const Dropped dropped = sortDropped(*enter->mimeData());
            if (!dropped.isEmpty()) {
                open(dropped);
                enter->accept();
                return true;
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DropOverlay::dragEnterEvent(QDragEnterEvent* event) {
    event->acceptProposedAction();
}

void DropOverlay::dragMoveEvent(QDragMoveEvent* event) {
    const Zone* zone = zoneAt(event->position().toPoint());
    highlight(zone);
    event->setDropAction(Qt::CopyAction);
    event->setAccepted(zone != nullptr);
}

void DropOverlay::dragLeaveEvent(QDragLeaveEvent*) {
    hide();
    m_dropped = {};
}

void DropOverlay::dropEvent(QDropEvent* event) {
    const Zone* zone = zoneAt(event->position().toPoint());
    if (zone == nullptr) {
        hide();
        return;
    }
    m_dropped = readDropped(*event->mimeData());
    event->setDropAction(Qt::CopyAction);
    event->accept();
    finish(zone->zone);
}

void DropOverlay::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        m_dropped = {};
        return;
    }
    int number = event->key() - Qt::Key_0;
    for (const Zone& zone : m_zones) {
        if (zone.button->isVisibleTo(this) && --number == 0) {
            finish(zone.zone);
            return;
        }
    }
    QWidget::keyPressEvent(event);
}

void DropOverlay::mousePressEvent(QMouseEvent*) {
    hide();
    m_dropped = {};
}

void DropOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QColor veil = m_theme.color(ColorToken::Canvas);
    veil.setAlpha(235);
    painter.fillRect(rect(), veil);
}

}  // namespace limn::ui
