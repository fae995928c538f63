// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/Studio.h"

#include "core/gallery/GalleryQuery.h"
#include "core/gallery/picture_files.h"
#include "core/jobs/failure_sentence.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/chat/ChatPane.h"
#include "ui/dialogs/Notices.h"
#include "ui/gallery/FilterButton.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"
#include "ui/words/WordsPane.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>

// What the gallery has to do with the others.

namespace limn::studio {
namespace {

struct ForGallery {
    QStringList folders;
    QStringList pictures;
    QStringList refused;
};

/// Names do not tell what a folder is: the disk is asked, so not on the GUI thread.
ForGallery sortForGallery(const QStringList& files) {
    ForGallery sorted;
    for (const QString& file : files) {
        if (QFileInfo(file).isDir()) {
            sorted.folders += file;
        } else {
            (hasPictureName(file.toStdString()) ? sorted.pictures : sorted.refused) += file;
        }
    }
    return sorted;
}

/// The order of the pictures is the person's choice as much as their size; filters are for now.
void keepOrder(ui::FilterButton& filter, Settings& settings) {
    const int stored = settings.number(Setting::GalleryOrder);
    if (stored > static_cast<int>(GallerySort::Newest) &&
        stored <= static_cast<int>(GallerySort::Model)) {
        GalleryQuery query = filter.query();
        query.sort = static_cast<GallerySort>(stored);
        filter.setQuery(query);
        Q_EMIT filter.queryChanged();
    }
    QObject::connect(&filter, &ui::FilterButton::queryChanged, &filter, [&filter, &settings] {
        settings.set(Setting::GalleryOrder, static_cast<int>(filter.query().sort));
    });
}

}  // namespace

void Studio::connectGallery() {
    using ui::GalleryPane;
    connect(m_gallery, &GalleryPane::pictureActivated, this, [this](const QString& file) {
        m_canvas->endComparing();
        m_services.document.openFile(file.toStdString());
        m_window->showCanvas();
    });
    connect(m_gallery, &GalleryPane::compareRequested, this, &Studio::compare);
    connect(m_gallery, &GalleryPane::recallRequested, this,
            [this](ui::RecallWhat what, const GenerationData& data) {
                if (what == ui::RecallWhat::Seed) {
                    recall(data, GenerationSettings::Recall::Seed);
                } else if (what == ui::RecallWhat::All) {
                    recall(data, GenerationSettings::Recall::All);
                }
                if (what != ui::RecallWhat::Seed) {
                    writePrompt(QString::fromStdString(data.prompt));
                }
            });
    connect(m_gallery, &GalleryPane::describeRequested, this, &Studio::describe);
    connect(m_gallery, &GalleryPane::describeManyRequested, &m_services.batch,
            [this](const QList<qint64>& ids) {
                m_services.batch.add({ids.begin(), ids.end()});
            });
    connect(m_gallery, &GalleryPane::attachRequested, m_chat, &ui::ChatPane::attachFiles);
    connect(m_gallery, &GalleryPane::startFromRequested, this, &Studio::startFrom);
    connect(m_gallery, &GalleryPane::addFolderRequested,
            &m_window->actions()[ui::Command::AddGalleryFolder], &QAction::trigger);
    if (auto* filter = m_gallery->findChild<ui::FilterButton*>()) {
        keepOrder(*filter, m_services.settings);
    }
    m_gallery->setThumbnailPx(m_services.settings.number(Setting::ThumbnailPx));
    connect(m_gallery, &GalleryPane::thumbnailPxChanged, this,
            [this](int px) { m_services.settings.set(Setting::ThumbnailPx, px); });
    connect(&m_window->actions()[ui::Command::AddGalleryFolder], &QAction::triggered, this, [this] {
        m_dialogs.chooseFolder(tr("Add a folder to the gallery"), pictureRoot(),
                               [this](const QString& folder) {
                                   m_services.folders.addFolder(folder);
                                   m_window->showGallery();
                               });
    });
    // Drives are plugged in and folders are shared while another program is in front.
    connect(qApp, &QGuiApplication::applicationStateChanged, &m_services.folders,
            [this](Qt::ApplicationState state) {
                if (state == Qt::ApplicationActive) {
                    m_services.folders.lookForChanges();
                }
            });
    connect(m_window.get(), &ui::StudioWindow::picturesSearched, m_gallery, &GalleryPane::search);

    connect(&m_window->actions()[ui::Command::FindPictures], &QAction::triggered, this, [this] {
        m_window->showGallery();
        m_gallery->focusSearch();
    });

    connect(&m_services.index, &PictureIndex::failed, this, &Studio::showError);
    // Whoever deletes the picture later does it elsewhere, and is told there.
    connect(&m_services.index, &PictureIndex::failed, this, [this] { m_cardFilesToTrash.clear(); });
    connect(&m_services.index, &PictureIndex::placeChanged, this, &Studio::followPlace);
    connect(&m_services.folders, &GalleryFolders::failed, this, &Studio::showError);
    connect(&m_services.database, &Database::openFailed, this, &Studio::showError);
    connect(&m_services.database, &Database::writeFailed, this, &Studio::showError);
    const auto tell = [this](const OpenReport& report) {
        if (!report.notice.empty()) {
            const ErrorCode code = report.access == DatabaseAccess::ReadOnly
                                       ? ErrorCode::WriteFailed
                                       : ErrorCode::FileDamaged;
            m_window->notices().showError(faultSentence({code, report.notice, {}}));
        }
    };
    connect(&m_services.database, &Database::opened, this, tell);
    connect(&m_services.database, &Database::rebuilt, this, tell);
    connect(&m_services.inference, &InferenceService::pictureFinished, this,
            [this](JobId, const FinishedPicture& picture) {
                m_services.index.takeIn(picture.file, picture.order.turnId);
            });
}

void Studio::addToGallery(const QStringList& files) {
    m_services.background.start(
        this, [files](std::stop_token) { return sortForGallery(files); },
        [this](const ForGallery& sorted) {
            for (const QString& folder : sorted.folders) {
                m_services.folders.addFolder(folder);
            }
            for (const QString& picture : sorted.pictures) {
                m_services.index.takeIn(picture.toStdString());
            }
            tellRefused(sorted.refused, WantedFile::Picture);
        },
        BackgroundPriority::High);
    m_window->showGallery();
}

/// A file that some card shows.
void Studio::trashFile(const QString& file) {
    m_cardFilesToTrash.insert(file);
    m_services.index.moveFileToTrash(file);
}

/// What is stored follows in the transaction that wrote the new place: this is what is open.
void Studio::moveFile(const QString& before, const QString& after) {
    m_services.session.moveFile(before, after);
    m_chat->moveFile(before, after);
    showConversationStrip();
    m_services.document.moveFile(before.toStdString(), after.toStdString());
    m_words->moveFile(before.toStdString(), after.toStdString());
    if (m_services.document.picture().file == after.toStdString()) {
        showAltText();
    }
    const auto& start = m_services.generation.startPicture();
    if (start && start->file == before.toStdString()) {
        m_services.generation.setStartPicture(StartPicture{after.toStdString(), start->pixels});
    }
}

/// Only now is the file there or gone: whoever looked before would keep what was.
void Studio::followPlace(qint64 id, const QString& before, const QString& after) {
    if (!after.isEmpty() && after != before) {
        moveFile(before, after);
    }
    for (const QString& file : QSet<QString>{before, after}) {
        if (!file.isEmpty()) {
            m_chat->refreshPicture(file);
            m_canvas->refreshPicture(file.toStdString());
            m_services.document.readAgain(file.toStdString());
        }
    }
    if (after.isEmpty() && m_cardFilesToTrash.remove(before)) {
        m_window->notices().showNotice(tr("Moved to the trash. It is kept there for 30 days."),
                                       {tr("Undo"), [this, id] {
                                            m_services.index.restore({id});
                                        }});
    }
}

void Studio::writePrompt(const QString& prompt) {
    m_window->showChat();
    m_chat->setPrompt(prompt);
    m_chat->focusComposer();
}

void Studio::attach(const ui::Dropped& dropped) {
    m_window->showChat();
    if (!dropped.pictures.isEmpty()) {
        m_chat->attachFiles(dropped.pictures);
    } else if (dropped.bitmap) {
        m_chat->attach(*dropped.bitmap);
    }
    m_chat->focusComposer();
}

}  // namespace limn::studio
