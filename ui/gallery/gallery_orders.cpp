// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// What can be done with the pictures that are selected: the pane's actions and its context menu.
#include "ui/gallery/GalleryPane.h"

#include "core/io/PictureReader.h"
#include "core/jobs/failure_sentence.h"
#include "core/metadata/read_generation.h"
#include "ui/gallery/FilterButton.h"
#include "ui/gallery/GalleryNotice.h"
#include "ui/gallery/InlinePrompt.h"
#include "ui/gallery/ThumbnailGrid.h"
#include "ui/gallery/reveal_file.h"
#include "ui/widgets/spoken_text.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace limn::ui {
namespace {

constexpr int kMostCompared = 4;
constexpr qsizetype kMostInTheChat = 3;  // pictures that are described one by one, with words
constexpr int kShortNoticeMs = 6'000;

}  // namespace

QAction* GalleryPane::addOrder(const char* name, const QString& text, const char* icon,
                               const QKeySequence& keys, std::function<void()> order) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    if (icon != nullptr) {
        action->setIcon(m_parts.theme.icon(QLatin1String(icon)));
    }
    action->setShortcut(keys);
    // The grid itself answers its keys: they are those of the pictures, not of the search field beside them, and some of the
    // window's orders have the same ones.
    action->setShortcutContext(Qt::WidgetShortcut);
    m_grid->addAction(action);
    addAction(action);
    connect(action, &QAction::triggered, this, [run = std::move(order)]() { run(); });
    m_orders.insert(action->objectName(), action);
    return action;
}

void GalleryPane::makeActions() {
    addOrder("open", tr("Open"), "open", {}, [this]() {
        if (const PictureRow* row = currentRow()) {
            Q_EMIT pictureActivated(QFile::decodeName(row->place().c_str()));
        }
    });
    addOrder("compare", tr("Compare"), "compare", Qt::Key_C,
             [this]() { Q_EMIT compareRequested(selectedFiles().mid(0, kMostCompared)); });
    addOrder("recallAll", tr("Load all settings"), "again", Qt::Key_A,
             [this]() { recall(RecallWhat::All); });
    addOrder("recallPrompt", tr("Load the prompt"), "text", Qt::Key_P,
             [this]() { recall(RecallWhat::Prompt); });
    addOrder("recallSeed", tr("Load the seed"), "dice", Qt::Key_S,
             [this]() { recall(RecallWhat::Seed); });
    addOrder("startFrom", tr("Start from it"), "start-from", {}, [this]() {
        if (const QStringList files = selectedFiles(); !files.isEmpty()) {
            Q_EMIT startFromRequested(files.front());
        }
    });
    addOrder("attach", tr("Attach to the chat"), "attach", {},
             [this]() { Q_EMIT attachRequested(selectedFiles()); });
    addOrder("describe", tr("Describe"), "describe", {}, [this]() { describeSelected(); });
    addOrder("family", tr("Show what it was made from"), "lineage", Qt::Key_L, [this]() {
        if (const PictureRow* row = currentRow()) {
            GalleryQuery query;
            query.familyOf = row->id;
            m_filter->setQuery(query);
            applyQuery();
        }
    });
    for (int stars = 0; stars <= 5; ++stars) {
        const QByteArray name = "rate" + QByteArray::number(stars);
        QAction* action = addOrder(
            name.constData(),
            stars == 0 ? tr("No rating") : tr("Rate %1").arg(QString(stars, QChar(0x2605))),
            nullptr, QKeySequence(Qt::Key_0 + stars), [this, stars]() { rate(stars); });
        if (stars > 0) {
            setSpokenText(*action, tr("Rate with %n star(s)", nullptr, stars));
        }
    }
    addOrder("favourite", tr("Favourite"), "heart", Qt::Key_Period,
             [this]() { toggleFavourite(); });
    addOrder("tags", tr("Tags\u2026"), "tag", Qt::CTRL | Qt::Key_T, [this]() { editTags(); });
    addOrder("rename", tr("Rename\u2026"), "rename", Qt::Key_F2, [this]() { renameCurrent(); });
    addOrder("copy", tr("Copy"), "copy", QKeySequence::Copy, [this]() { copySelected(); });
    addOrder("reveal", tr("Show in the file manager"), "folder", {}, [this]() {
        if (const QStringList files = selectedFiles(); !files.isEmpty()) {
            revealFile(files.front(), this);
        }
    });
    addOrder("delete", tr("Move to the trash"), "trash", Qt::Key_Delete,
             [this]() { deleteSelected(); });
    addOrder("restore", tr("Put back"), "undo", {},
             [this]() { m_parts.index.restore(selectedIds()); });
    addOrder("undo", tr("Undo in the gallery"), "undo", QKeySequence::Undo,
             [this]() { m_parts.index.undo(); });
    addOrder("redo", tr("Redo in the gallery"), "redo", Qt::CTRL | Qt::SHIFT | Qt::Key_Z,
             [this]() { m_parts.index.redo(); });
    addOrder("addFolder", tr("Add a folder to the gallery\u2026"), "folder-add", {},
             [this]() { Q_EMIT addFolderRequested(); });
    addOrder("lookAgain", tr("Look through all folders again"), "again", Qt::Key_F5,
             [this]() { m_parts.folders.scanAll(); });
    connectFolders();
}

void GalleryPane::connectFolders() {
    const auto showFolders = [this] {
        m_filter->setFolders(m_parts.folders.folders());
    };
    connect(&m_parts.folders, &GalleryFolders::foldersChanged, this, showFolders);
    showFolders();
    connect(m_filter, &FilterButton::folderWanted, this, &GalleryPane::addFolderRequested);
    connect(m_filter, &FilterButton::lookAgainRequested, &m_parts.folders,
            &GalleryFolders::scanAll);
    connect(m_filter, &FilterButton::folderUnwanted, this, [this](const QString& folder) {
        m_parts.folders.removeFolder(folder);
        m_notice->tell(GalleryNotice::Kind::Plain,
                       tr("%1 is no longer shown. Its pictures stay where they are.").arg(folder),
                       tr("Undo"), kUndoOfferedMs,
                       [this, folder]() { m_parts.folders.addFolder(folder); });
    });
}

void GalleryPane::updateActions() {
    const auto selected = m_grid->selectionModel()->selectedIndexes();
    m_parts.model.ensureLoaded(selected.mid(0, 2000));
    const bool isTrash = m_filter->query().shelf == GalleryShelf::Trash;
    for (const char* name :
         {"compare", "recallAll", "recallPrompt", "recallSeed", "startFrom", "attach", "describe",
          "open", "family", "favourite", "tags", "rename", "copy", "reveal", "delete", "restore"}) {
        m_orders[QLatin1String(name)]->setEnabled(!selected.isEmpty());
    }
    for (int stars = 0; stars <= 5; ++stars) {
        m_orders[QStringLiteral("rate%1").arg(stars)]->setEnabled(!selected.isEmpty());
    }
    for (const char* name :
         {"rename", "recallAll", "recallPrompt", "recallSeed", "startFrom", "open", "family"}) {
        m_orders[QLatin1String(name)]->setEnabled(selected.size() == 1);
    }
    m_orders[QStringLiteral("compare")]->setEnabled(selected.size() >= 2 &&
                                                    selected.size() <= kMostCompared);
    m_orders[QStringLiteral("delete")]->setEnabled(!selected.isEmpty() && !isTrash);
    m_orders[QStringLiteral("rename")]->setEnabled(selected.size() == 1 && !isTrash);
    m_orders[QStringLiteral("restore")]->setVisible(isTrash);
    m_orders[QStringLiteral("undo")]->setEnabled(m_parts.index.canUndo());
    m_orders[QStringLiteral("redo")]->setEnabled(m_parts.index.canRedo());
}

QMenu* GalleryPane::buildContextMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](QMenu* target, std::initializer_list<const char*> names) {
        for (const char* name : names) {
            target->addAction(m_orders[QLatin1String(name)]);
        }
    };
    if (m_filter->query().shelf == GalleryShelf::Trash) {
        add(menu, {"restore", "open"});
        return menu;
    }
    add(menu, {"open", "compare"});
    menu->addSeparator();
    QMenu* recallMenu =
        menu->addMenu(m_parts.theme.icon(QLatin1String("again")), tr("Load settings"));
    add(recallMenu, {"recallAll", "recallPrompt", "recallSeed"});
    add(menu, {"startFrom", "attach", "describe", "family"});
    menu->addSeparator();
    QMenu* ratings = menu->addMenu(m_parts.theme.icon(QLatin1String("star")), tr("Rating"));
    add(ratings, {"rate5", "rate4", "rate3", "rate2", "rate1", "rate0"});
    add(menu, {"favourite", "tags", "rename"});
    menu->addSeparator();
    add(menu, {"copy", "reveal"});
    menu->addSeparator();
    add(menu, {"delete"});
    return menu;
}

void GalleryPane::showContextMenu(const QPoint& position) {
    if (!m_grid->indexAt(position).isValid()) {
        return;
    }
    buildContextMenu()->popup(m_grid->viewport()->mapToGlobal(position));
}

QList<qint64> GalleryPane::selectedIds() const {
    QModelIndexList selected = m_grid->selectionModel()->selectedIndexes();
    std::sort(selected.begin(), selected.end());
    QList<qint64> ids;
    ids.reserve(selected.size());
    for (const QModelIndex& index : selected) {
        ids += m_parts.model.idAt(index.row());
    }
    return ids;
}

QStringList GalleryPane::selectedFiles() const {
    QModelIndexList selected = m_grid->selectionModel()->selectedIndexes();
    std::sort(selected.begin(), selected.end());
    QStringList files;
    for (const QModelIndex& index : selected) {
        const QString file = index.data(GalleryModel::FileRole).toString();
        if (!file.isEmpty()) {
            files += file;
        }
    }
    return files;
}

const PictureRow* GalleryPane::currentRow() const {
    return m_parts.model.row(m_grid->currentIndex().row());
}

void GalleryPane::rate(int rating) {
    m_parts.index.rate(selectedIds(), rating);
}

void GalleryPane::toggleFavourite() {
    const PictureRow* row = currentRow();
    m_parts.index.setFavourite(selectedIds(), row == nullptr || !row->isFavourite);
}

void GalleryPane::deleteSelected() {
    const QList<qint64> ids = selectedIds();
    if (ids.isEmpty()) {
        return;
    }
    // The next picture takes the place, so that Del, Del, Del goes on.
    const auto selected = m_grid->selectionModel()->selectedIndexes();
    const auto last = std::max_element(selected.begin(), selected.end());
    const int next = last->row() + 1 < m_parts.model.rowCount() ? last->row() + 1 : last->row() - 1;
    const bool isSingle = selected.size() == 1;
    m_parts.index.moveToTrash(ids);
    if (isSingle && next >= 0) {
        m_grid->setCurrentIndex(m_parts.model.index(next));
    }
}

void GalleryPane::renameCurrent() {
    const PictureRow* row = currentRow();
    if (row == nullptr) {
        return;
    }
    const QString name = QFile::decodeName(row->file.filename().c_str());
    m_prompt->ask(tr("New name"), name, static_cast<int>(QFileInfo(name).completeBaseName().size()),
                  m_grid, [this, id = row->id, name](const QString& answer) {
                      if (answer != name) {
                          m_parts.index.rename(id, answer);
                      }
                  });
}

void GalleryPane::editTags() {
    const QList<qint64> ids = selectedIds();
    if (ids.isEmpty()) {
        return;
    }
    // Of several pictures, the tags that all of them have; what is added or taken away concerns all.
    QStringList common;
    bool isFirst = true;
    for (const QModelIndex& index : m_grid->selectionModel()->selectedIndexes()) {
        const QStringList tags = index.data(GalleryModel::TagsRole).toStringList();
        if (isFirst) {
            common = tags;
        } else {
            common.removeIf([&](const QString& tag) { return !tags.contains(tag); });
        }
        isFirst = false;
    }
    m_prompt->ask(
        ids.size() == 1 ? tr("Tags, with commas between")
                        : tr("Tags of all %n pictures", nullptr, static_cast<int>(ids.size())),
        common.join(QStringLiteral(", ")), 0, m_grid, [this, ids, common](const QString& answer) {
            QStringList wanted;
            for (const QString& tag : answer.split(QLatin1Char(','))) {
                if (!tag.trimmed().isEmpty()) {
                    wanted += tag.trimmed();
                }
            }
            QStringList added = wanted;
            added.removeIf([&](const QString& tag) { return common.contains(tag); });
            QStringList removed = common;
            removed.removeIf([&](const QString& tag) { return wanted.contains(tag); });
            if (!added.isEmpty() || !removed.isEmpty()) {
                m_parts.index.changeTags(ids, added, removed);
            }
        });
    m_prompt->setSuggestions(m_parts.model.tagNames());
}

/// A few are talked about; many are described in the background, for the search.
void GalleryPane::describeSelected() {
    if (m_grid->selectionModel()->selectedIndexes().size() <= kMostInTheChat) {
        Q_EMIT describeRequested(selectedFiles());
    } else {
        Q_EMIT describeManyRequested(selectedIds());
    }
}

void GalleryPane::copySelected() {
    const QList<qint64> ids = selectedIds();
    if (ids.isEmpty()) {
        return;
    }
    // Of many, most rows are not in memory.
    m_parts.model.readFiles(
        ids, this, [this, selected = ids.size()](const Result<QStringList>& files) {
            if (!files) {
                m_notice->tell(GalleryNotice::Kind::Care, faultSentence(files.error()), tr("Close"),
                               kShortNoticeMs, {});
                return;
            }
            QList<QUrl> urls;
            for (const QString& file : *files) {
                urls += QUrl::fromLocalFile(file);
            }
            if (!urls.isEmpty()) {
                auto* copied = new QMimeData;  // the clipboard owns it
                copied->setUrls(urls);
                QGuiApplication::clipboard()->setMimeData(copied);
            }
            if (urls.size() < selected) {
                m_notice->tell(GalleryNotice::Kind::Care,
                               tr("%1 of %2 pictures were copied; the files of the others are "
                                  "missing.")
                                   .arg(urls.size())
                                   .arg(selected),
                               tr("Close"), kShortNoticeMs, {});
            }
        });
}

/// What is dragged has to be known at once.
void GalleryPane::tellPartialDrag() {
    const QModelIndexList selected = m_grid->selectionModel()->selectedIndexes();
    const auto isGiven = [this](const QModelIndex& index) {
        const PictureRow* row = m_parts.model.row(index.row());
        return row != nullptr && row->hasFile();
    };
    const auto given = std::count_if(selected.begin(), selected.end(), isGiven);
    if (given < selected.size()) {
        m_notice->tell(GalleryNotice::Kind::Care,
                       tr("%1 of %2 pictures are dragged. Copying takes all that have a file.")
                           .arg(given)
                           .arg(selected.size()),
                       tr("Close"), kShortNoticeMs, {});
    }
}

void GalleryPane::recall(RecallWhat what) {
    const PictureRow* row = currentRow();
    if (row == nullptr) {
        return;
    }
    m_parts.background.start(
        this,
        [file = row->place()](const std::stop_token&) -> Result<GenerationReading> {
            const Result<PictureReader> reader = PictureReader::open(file);
            return reader ? Result<GenerationReading>(readGeneration(reader->info()))
                          : Result<GenerationReading>(reader.error());
        },
        [this, what](const Result<GenerationReading>& reading) {
            if (reading && reading->data) {
                Q_EMIT recallRequested(what, *reading->data);
                return;
            }
            const QString why = reading ? tr("This file does not say how the picture was made.")
                                        : faultSentence(reading.error());
            m_notice->tell(GalleryNotice::Kind::Care, why, tr("Close"), kShortNoticeMs, {});
        },
        BackgroundPriority::High);
}

}  // namespace limn::ui
