// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/GalleryPane.h"

#include "core/gallery/picture_rows.h"
#include "core/jobs/failure_sentence.h"
#include "core/jobs/plain_tool_tip.h"
#include "ui/gallery/FilterButton.h"
#include "ui/gallery/GalleryNotice.h"
#include "ui/gallery/ThumbnailGrid.h"
#include "ui/style/metrics.h"
#include "ui/widgets/Announcer.h"
#include "ui/widgets/key_notes.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QStackedWidget>

#include <utility>

namespace limn::ui {
namespace {

constexpr int kSearchAfterMs = 120;
constexpr int kLoadingAfterMs = 200;
constexpr int kStateIconPx = 40;
constexpr std::size_t kMostUnreadableShown = 1000;

}  // namespace

GalleryPane::GalleryPane(GalleryParts parts, QWidget* parent) : QWidget(parent), m_parts(parts) {
    setObjectName(QStringLiteral("galleryPane"));
    setKeyGroup(*this, tr("Gallery"));
    setProperty("look", QStringLiteral("pane"));
    setAttribute(Qt::WA_StyledBackground);
    build();
    makeActions();
    wire();
    applyQuery();
    showState();
    updateActions();
}

void GalleryPane::showWork(const QString& text, qint64 done, qint64 of) {
    m_workText->setText(text);
    m_workProgress->setRange(0, static_cast<int>(of));
    m_workProgress->setValue(static_cast<int>(done));
    const bool hadFocus = m_workGoOn->hasFocus();
    m_workStop->show();
    if (hadFocus) {
        m_workStop->setFocus();
    }
    m_workChoices->hide();
    m_workLine->show();
}

void GalleryPane::pauseWork(const QString& text, qint64 done, qint64 of) {
    m_workText->setText(text);
    m_workProgress->setRange(0, static_cast<int>(of));
    m_workProgress->setValue(static_cast<int>(done));
    const bool hadFocus = m_workStop->hasFocus();
    m_workChoices->show();
    if (hadFocus) {
        m_workGoOn->setFocus();
    }
    m_workStop->hide();
    m_workLine->show();
    m_workAnnouncer->say(text);
}

void GalleryPane::focusWorkChoices() {
    m_workGoOn->setFocus();
}

void GalleryPane::endWork(const QString& text, const QString& action, std::function<void()> act) {
    constexpr int kKeepMs = 8000;
    m_workLine->hide();
    m_notice->tell(GalleryNotice::Kind::Plain, text, action, action.isEmpty() ? kKeepMs : 0,
                   std::move(act));
}

void GalleryPane::wire() {
    m_searchSoon.setSingleShot(true);
    m_searchSoon.setInterval(kSearchAfterMs);
    connect(&m_searchSoon, &QTimer::timeout, this, &GalleryPane::applyQuery);
    m_showLoading.setSingleShot(true);
    m_showLoading.setInterval(kLoadingAfterMs);
    connect(&m_showLoading, &QTimer::timeout, this, [this]() { showPage(Page::Loading); });
    connect(m_search, &QLineEdit::textChanged, this, [this]() { m_searchSoon.start(); });
    connect(m_search, &QLineEdit::returnPressed, this, [this]() {
        applyQuery();
        m_grid->setFocus();
    });
    connect(m_filter, &FilterButton::queryChanged, this, &GalleryPane::applyQuery);
    connect(m_size, &QSlider::valueChanged, this, &GalleryPane::setThumbnailPx);

    GalleryModel& model = m_parts.model;
    connect(&model, &GalleryModel::stateChanged, this, &GalleryPane::showState);
    connect(&model, &QAbstractItemModel::modelReset, this, &GalleryPane::showState);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &GalleryPane::showState);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &GalleryPane::showState);
    connect(&model, &GalleryModel::facetsChanged, this, [this]() {
        m_filter->setModels(m_parts.model.modelNames());
        const auto unreadable = static_cast<int>(m_parts.model.unreadableCount());
        m_problems->setVisible(unreadable > 0);
        m_problems->setText(tr("%n unreadable", nullptr, unreadable));
        m_problems->setToolTip(tr("%n files could not be read; show them", nullptr, unreadable));
    });
    connect(m_problems, &QPushButton::clicked, this, &GalleryPane::showUnreadable);

    m_repaintSoon.setSingleShot(true);
    m_repaintSoon.setInterval(0);
    connect(&m_repaintSoon, &QTimer::timeout, this, &GalleryPane::repaintReady);
    connect(&m_parts.thumbnails, &ThumbnailProvider::thumbnailReady, this,
            [this](const QString& file) {
                m_ready.insert(file);
                m_repaintSoon.start();
            });
    connect(m_grid, &ThumbnailGrid::scrolled, this, [this]() {
        m_parts.thumbnails.dropWaiting();
        if (m_size->value() != m_grid->cellPx()) {  // by Ctrl and the wheel
            const QSignalBlocker quiet(m_size);
            m_size->setValue(m_grid->cellPx());
            Q_EMIT thumbnailPxChanged(m_grid->cellPx());
        }
    });
    connect(m_grid, &ThumbnailGrid::dragBegun, this, &GalleryPane::tellPartialDrag);
    connect(m_grid, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        const QString file = index.data(GalleryModel::FileRole).toString();
        if (!file.isEmpty()) {
            Q_EMIT pictureActivated(file);
        }
    });
    connect(m_grid, &QWidget::customContextMenuRequested, this, &GalleryPane::showContextMenu);
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &GalleryPane::tellCurrent);
    connect(&model, &QAbstractItemModel::dataChanged, this, &GalleryPane::tellCurrent);
    connect(m_grid->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &GalleryPane::updateActions);
    connect(&m_parts.theme, &Theme::changed, this, &GalleryPane::showState);

    connect(&m_parts.index, &PictureIndex::trashed, this, &GalleryPane::showTrashed);
    connect(&m_parts.index, &PictureIndex::historyChanged, this, &GalleryPane::updateActions);
    connect(&m_parts.folders, &GalleryFolders::listChanged, &m_parts.model, &GalleryModel::refresh);
    connect(&m_parts.folders, &GalleryFolders::scanProgressed, this,
            [this](const QString& folder, qint64 done, qint64 total) {
                // A look that finds nothing new is over before it is worth a line.
                m_scanLine->setVisible(total > 0 && done < total);
                m_scanText->setText(tr("Looking through %1: %2 of %3")
                                        .arg(QFileInfo(folder).fileName(), QLocale().toString(done),
                                             QLocale().toString(total)));
                m_scanProgress->setRange(0, static_cast<int>(total));
                m_scanProgress->setValue(static_cast<int>(done));
            });
    connect(&m_parts.folders, &GalleryFolders::scansFinished, this, [this]() {
        m_scanLine->hide();
        m_parts.thumbnails.forgetProblems();
        m_parts.model.refresh();
    });
}

/// Their cells alone: a screen of cells costs as much to paint as many thumbnails cost to read.
void GalleryPane::repaintReady() {
    const auto [first, end] = m_grid->visibleRows();
    for (int row = first; row < end; ++row) {
        const QModelIndex cell = m_parts.model.index(row);
        if (m_ready.contains(cell.data(GalleryModel::FileRole).toString())) {
            m_grid->update(cell);
        }
    }
    m_ready.clear();
}

void GalleryPane::tellCurrent() {
    // Far from what is on the screen, a row is read first.
    const QString file = m_grid->currentIndex().data(GalleryModel::FileRole).toString();
    if (file != m_currentFile) {
        m_currentFile = file;
        Q_EMIT currentPictureChanged(file);
    }
}

void GalleryPane::applyQuery() {
    m_searchSoon.stop();
    GalleryQuery query = m_filter->query();
    query.words = m_search->text().trimmed().toStdString();
    m_parts.thumbnails.dropWaiting();
    m_parts.model.setQuery(query);
    m_grid->viewport()->update();  // the same list as before asks for what was dropped
    const QString filtered = m_filter->description();
    m_filterText->setText(filtered);
    m_filterText->setToolTip(plainToolTip(filtered));
    m_filterLine->setVisible(!filtered.isEmpty());
    updateActions();
}

void GalleryPane::clearFilters() {
    GalleryQuery query;
    query.sort = m_filter->query().sort;
    m_filter->setQuery(query);
    m_search->clear();
    applyQuery();
}

void GalleryPane::showState() {
    const GalleryModel& model = m_parts.model;
    const int pictures = model.rowCount();
    m_count->setText(pictures > 0 ? tr("%n pictures", nullptr, pictures) : QString());
    if (m_page == Page::Unreadable) {
        return;
    }
    if (model.state() != GalleryModel::State::Loading) {
        m_showLoading.stop();
    }
    if (model.state() == GalleryModel::State::Failed) {
        showPage(Page::Failed);
    } else if (pictures > 0) {
        showPage(Page::Pictures);
    } else if (model.state() == GalleryModel::State::Loading) {
        m_showLoading.start();
    } else {
        const bool isWhole =
            !model.query().isFiltered() && model.query().shelf == GalleryShelf::Pictures;
        showPage(isWhole ? Page::Empty : Page::NoMatch);
    }
}

void GalleryPane::showPage(Page page) {
    m_page = page;
    // Whoever brings the keyboard to the gallery means the pictures, if there are any.
    QWidget* place = page == Page::Pictures ? static_cast<QWidget*>(m_grid) : m_search;
    if (focusProxy() != place) {
        setFocusProxy(place);
    }
    if (page == Page::Pictures) {
        m_stack->setCurrentWidget(m_grid);
        return;
    }
    if (page == Page::Unreadable) {
        m_stack->setCurrentWidget(m_unreadablePage);
        return;
    }
    const bool isTrash = m_parts.model.query().shelf == GalleryShelf::Trash;
    const char* icon = "gallery";
    m_stateText->clear();
    m_stateButton->show();
    if (page == Page::Loading) {
        m_stateTitle->setText(tr("Reading the gallery\u2026"));
        m_stateButton->hide();
    } else if (page == Page::Empty) {
        m_stateTitle->setText(tr("No pictures yet"));
        m_stateText->setText(
            tr("What you make appears here. Add a folder to see the pictures you have; they stay "
               "where they are."));
        m_stateButton->setText(tr("Add a folder\u2026"));
    } else if (page == Page::NoMatch) {
        icon = isTrash ? "trash" : "search";
        m_stateTitle->setText(isTrash ? tr("The trash is empty") : tr("No picture matches"));
        m_stateButton->setText(isTrash ? tr("Back to the pictures")
                                       : tr("Clear search and filters"));
    } else {
        icon = "error";
        m_stateTitle->setText(tr("The gallery cannot be read"));
        m_stateText->setText(
            faultSentence({ErrorCode::Internal, m_parts.model.errorText().toStdString(), {}}));
        m_stateButton->setText(tr("Try again"));
    }
    m_stateIcon->setPixmap(m_parts.theme.icon(QLatin1String(icon), ColorToken::MutedText)
                               .pixmap(QSize(kStateIconPx, kStateIconPx), devicePixelRatioF()));
    m_stack->setCurrentWidget(m_statePage);
}

void GalleryPane::showUnreadable() {
    m_parts.index.database().read(
        [](Connection& connection) { return unreadableFiles(connection, kMostUnreadableShown); },
        this,
        [this](const Result<std::vector<UnreadableFile>>& files) {
            if (!files) {
                m_notice->tell(GalleryNotice::Kind::Care, failureSentence(files.error()),
                               tr("Close"), 0, {});
                return;
            }
            auto* list = m_unreadablePage->findChild<QListWidget*>();
            list->clear();
            for (const UnreadableFile& file : *files) {
                list->addItem(tr("%1", "leads with: this picture file cannot be read")
                                  .arg(QString::fromStdString(file.problem)));
            }
            showPage(Page::Unreadable);
            list->setFocus();
        });
}

void GalleryPane::showTrashed(const QList<qint64>& ids) {
    // These come back, whatever else was done since.
    m_notice->tell(GalleryNotice::Kind::Plain,
                   tr("%n pictures moved to the trash", nullptr, static_cast<int>(ids.size())),
                   tr("Undo"), kUndoOfferedMs, [this, ids]() { m_parts.index.restore(ids); });
}

int GalleryPane::thumbnailPx() const {
    return m_grid->cellPx();
}

void GalleryPane::setThumbnailPx(int px) {
    m_grid->setCellPx(px);
    Q_EMIT thumbnailPxChanged(m_grid->cellPx());
}

void GalleryPane::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void GalleryPane::search(const QString& words) {
    m_search->setText(words);
}

void GalleryPane::selectPicture(qint64 id) {
    const int row = m_parts.model.rowOf(id);
    if (row >= 0) {
        const QModelIndex index = m_parts.model.index(row);
        m_grid->setCurrentIndex(index);
        m_grid->scrollTo(index);
    }
}

}  // namespace limn::ui
