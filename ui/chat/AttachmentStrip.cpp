// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/AttachmentStrip.h"

#include "core/jobs/plain_tool_tip.h"
#include "ui/chat/turn_paint.h"
#include "ui/style/metrics.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QToolButton>

namespace limn::ui {
namespace {

constexpr int kColumns = 5;
constexpr int kThumbnailPx = 54;
constexpr int kRemovePx = 20;

/// A thumbnail that paints itself from the shared cache.
class Thumbnail final : public QWidget {
public:
    Thumbnail(QString file, CardPictures& pictures, const Theme& theme, QWidget* parent)
        : QWidget(parent), m_file(std::move(file)), m_pictures(pictures), m_theme(theme) {
        setFixedSize(kThumbnailPx, kThumbnailPx);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        const int side = static_cast<int>(kThumbnailPx * devicePixelRatioF());
        paintThumbnail(painter, rect(), m_pictures.picture(m_file, side), m_theme);
    }

private:
    QString m_file;
    CardPictures& m_pictures;
    const Theme& m_theme;
};

}  // namespace

AttachmentStrip::AttachmentStrip(CardPictures& pictures, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_pictures(pictures), m_theme(theme), m_grid(new QGridLayout(this)) {
    setObjectName(QStringLiteral("attachmentStripWidget"));
    m_grid->setContentsMargins(0, 0, 0, kSpaceHairPx);
    m_grid->setSpacing(kSpaceHairPx);
    m_grid->setColumnStretch(kColumns, 1);
    connect(&pictures, &CardPictures::loaded, this, [this]() { showThumbnails(); });
    hide();
}

void AttachmentStrip::showThumbnails() {
    for (QWidget* item : m_items) {
        item->update();
    }
}

void AttachmentStrip::show(const QStringList& files, const QStringList& longTexts) {
    for (QWidget* item : m_items) {
        item->hide();
        item->deleteLater();  // the click on its button may be what led here
    }
    m_items.clear();
    int row = 0;
    for (int i = 0; i < files.size(); ++i) {
        QWidget* item = makePicture(files[i], i);
        m_grid->addWidget(item, i / kColumns, i % kColumns);
        m_items += item;
        row = i / kColumns + 1;
    }
    for (int i = 0; i < longTexts.size(); ++i) {
        QWidget* item = makeText(longTexts[i], i);
        m_grid->addWidget(item, row + i, 0, 1, kColumns + 1);
        m_items += item;
    }
    setVisible(!m_items.isEmpty());
}

QToolButton* AttachmentStrip::makeRemoveButton(QWidget* parent, const QString& name) {
    auto* button = new QToolButton(parent);
    button->setObjectName(QStringLiteral("removeAttachmentToolButton"));
    button->setProperty("look", QStringLiteral("bare"));
    button->setIcon(m_theme.icon(QLatin1String("close")));
    button->setIconSize({kSpacePx, kSpacePx});
    button->setToolTip(tr("Remove"));
    button->setAccessibleName(tr("Remove %1").arg(name));
    button->installEventFilter(this);
    return button;
}

QWidget* AttachmentStrip::makePicture(const QString& file, int index) {
    auto* picture = new Thumbnail(file, m_pictures, m_theme, this);
    const QString name = QFileInfo(file).fileName();
    picture->setToolTip(plainToolTip(name));
    picture->setAccessibleName(tr("Attached picture %1").arg(name));
    QToolButton* remove = makeRemoveButton(picture, name);
    remove->setAutoFillBackground(true);
    remove->setGeometry(kThumbnailPx - kRemovePx, 0, kRemovePx, kRemovePx);
    connect(remove, &QToolButton::clicked, this, [this, index]() { Q_EMIT fileRemoved(index); });
    return picture;
}

QWidget* AttachmentStrip::makeText(const QString& text, int index) {
    auto* item = new QFrame(this);
    item->setProperty("look", QStringLiteral("sunk"));
    auto* layout = new QHBoxLayout(item);
    layout->setContentsMargins(kSpaceSmallPx, 0, kSpaceHairPx, 0);
    const QString name = tr("Pasted text, %1 characters").arg(QLocale().toString(text.size()));
    auto* label = new QLabel(name, item);
    label->setTextFormat(Qt::PlainText);
    label->setToolTip(plainToolTip(text));
    layout->addWidget(label, 1);
    QToolButton* remove = makeRemoveButton(item, name);
    layout->addWidget(remove);
    connect(remove, &QToolButton::clicked, this,
            [this, index]() { Q_EMIT longTextRemoved(index); });
    return item;
}

bool AttachmentStrip::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        auto* button = qobject_cast<QToolButton*>(watched);
        if (button != nullptr && (key == Qt::Key_Delete || key == Qt::Key_Backspace)) {
            button->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace limn::ui
