// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "tests/support/GalleryFixture.h"
#include "ui/gallery/GalleryNotice.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/gallery/ThumbnailGrid.h"
#include "ui/style/Theme.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QUrl>
#include <QtTest/QtTest>

#include <memory>

namespace limn::test {

/// A gallery's pane over pictures of its own; anew for each test.
class GalleryPaneTest : public QObject {
protected:
    std::unique_ptr<GalleryFixture> m_gallery;
    std::unique_ptr<PictureIndex> m_index;
    std::unique_ptr<GalleryModel> m_model;
    std::unique_ptr<GalleryFolders> m_folders;
    std::unique_ptr<ThumbnailProvider> m_thumbnails;
    std::unique_ptr<ui::Theme> m_theme;
    std::unique_ptr<ui::GalleryPane> m_pane;

    ui::ThumbnailGrid* grid() const {
        return m_pane->findChild<ui::ThumbnailGrid*>(QStringLiteral("thumbnailGrid"));
    }
    QLineEdit* search() const {
        return m_pane->findChild<QLineEdit*>(QStringLiteral("gallerySearchLineEdit"));
    }
    QString title() const {
        return m_pane->findChild<QLabel*>(QStringLiteral("stateTitleLabel"))->text();
    }
    ui::GalleryNotice* notice() const { return m_pane->findChild<ui::GalleryNotice*>(); }
    QAction* order(const char* name) const {
        return m_pane->findChild<QAction*>(QString::fromLatin1(name));
    }
    QString fileAt(int row) const {
        return m_model->index(row).data(GalleryModel::FileRole).toString();
    }
    int ratingAt(int row) const {
        return m_model->index(row).data(GalleryModel::RatingRole).toInt();
    }

    static QList<QUrl> copiedUrls() {
        const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
        return copied != nullptr ? copied->urls() : QList<QUrl>();
    }

    void savePictures(int count) {
        for (int i = 0; i < count; ++i) {
            GalleryFixture::save(
                m_gallery->pictures() / (QString::number(100 + i).toStdString() + ".png"), i,
                QStringLiteral("a %1 in the snow").arg(i % 2 == 0 ? "fox" : "hare"),
                {96, 64 + i % 3 * 32});
        }
    }

    void openPane(int pictures) {
        savePictures(pictures);
        m_folders->start(QString::fromStdString(m_gallery->pictures().string()));
        m_pane = std::make_unique<ui::GalleryPane>(ui::GalleryParts{
            *m_model, *m_index, *m_folders, *m_thumbnails, m_gallery->background(), *m_theme});
        m_pane->resize(328, 600);
        m_pane->show();
        QTRY_COMPARE(m_model->rowCount(), pictures);
        QTRY_VERIFY(m_model->state() == GalleryModel::State::Ready);
        if (pictures > 0) {
            QTRY_VERIFY(!fileAt(pictures - 1).isEmpty());
            grid()->setFocus();
        }
    }

    void select(std::initializer_list<int> rows) {
        grid()->clearSelection();
        for (const int row : rows) {
            grid()->selectionModel()->setCurrentIndex(m_model->index(row),
                                                      QItemSelectionModel::Select);
        }
    }

    void moveIn() {
        m_gallery = std::make_unique<GalleryFixture>();
        m_index = std::make_unique<PictureIndex>(m_gallery->database(), m_gallery->background());
        m_model = std::make_unique<GalleryModel>(m_gallery->database(), *m_index);
        m_folders =
            std::make_unique<GalleryFolders>(m_gallery->database(), m_gallery->background());
        m_thumbnails = std::make_unique<ThumbnailProvider>(m_gallery->background(),
                                                           m_gallery->root() / "thumbnails", 2);
        m_theme = std::make_unique<ui::Theme>();
    }

    void moveOut() {
        m_pane.reset();
        m_thumbnails.reset();
        m_folders.reset();
        m_model.reset();
        m_index.reset();
        m_gallery.reset();
    }
};

}  // namespace limn::test
