// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/gallery/GalleryFolders.h"
#include "core/gallery/GalleryModel.h"
#include "core/gallery/PictureIndex.h"
#include "core/gallery/ThumbnailProvider.h"
#include "core/jobs/Background.h"
#include "core/metadata/GenerationData.h"
#include "ui/style/Theme.h"

#include <QHash>
#include <QSet>
#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QMenu;
class QProgressBar;
class QPushButton;
class QSlider;
class QStackedWidget;

namespace limn::ui {

class Announcer;
class FilterButton;
class InlinePrompt;
class GalleryNotice;
class ThumbnailGrid;

enum class RecallWhat { All = 1, Prompt, Seed };

/// What the gallery works with; all of it outlives the pane.
struct GalleryParts {
    GalleryModel& model;
    PictureIndex& index;
    GalleryFolders& folders;
    ThumbnailProvider& thumbnails;
    Background& background;
    const Theme& theme;
};

/// The gallery: search, filters, the grid of pictures and what can be done with them. Asks the rest of the program for everything
/// else by signals. All of its orders are actions with keys: see actions(). What fails in the index or a folder is told by the
/// window, once, whether the gallery is seen or not.
class GalleryPane final : public QWidget {
    Q_OBJECT
public:
    explicit GalleryPane(GalleryParts parts, QWidget* parent = nullptr);

    QStringList selectedFiles() const;

    /// Long work on many pictures, with a bar and a button to end it.
    void showWork(const QString& text, qint64 done, qint64 of);
    /// It waits for the person, who may let it go on or forget the rest. Stays until showWork() or endWork(), and is said
    /// to a screen reader.
    void pauseWork(const QString& text, qint64 done, qint64 of);
    /// Takes it away and says how it went, and what can be done about it, if anything.
    void endWork(const QString& text, const QString& action = {}, std::function<void()> act = {});
    void focusWorkChoices();
    /// Selects the picture and brings it into view, if the list holds it.
    void selectPicture(qint64 id);
    void focusSearch();
    /// As if the person had typed these words into the search field.
    void search(const QString& words);
    /// As the person last had it; for the settings.
    int thumbnailPx() const;
    void setThumbnailPx(int px);

Q_SIGNALS:
    void pictureActivated(const QString& file);
    /// The current picture is another one; empty: none.
    void currentPictureChanged(const QString& file);
    void compareRequested(const QStringList& files);  ///< 2 ... 4
    void recallRequested(limn::ui::RecallWhat what, const limn::GenerationData& data);
    void describeRequested(const QStringList& files);
    /// Too many to talk about; their rows may not be in memory.
    void describeManyRequested(const QList<qint64>& ids);
    /// Of showWork().
    void workStopped();
    /// Of pauseWork().
    void workGoOnRequested();
    void workForgotten();
    void attachRequested(const QStringList& files);
    void startFromRequested(const QString& file);
    void addFolderRequested();
    void thumbnailPxChanged(int px);

private:
    enum class Page { Pictures = 1, Loading, Empty, NoMatch, Failed, Unreadable };

    void build();
    QWidget* buildTop();
    void buildWorkLine();
    QWidget* buildStatePage();
    QWidget* buildUnreadablePage();
    void makeActions();
    void wire();
    void showState();
    void showPage(Page page);
    void applyQuery();
    void clearFilters();
    void showUnreadable();
    void showTrashed(const QList<qint64>& ids);
    void connectFolders();
    void showContextMenu(const QPoint& position);
    QMenu* buildContextMenu();
    void updateActions();
    void tellCurrent();
    void repaintReady();

    QList<qint64> selectedIds() const;
    const PictureRow* currentRow() const;
    void rate(int rating);
    void toggleFavourite();
    void deleteSelected();
    void renameCurrent();
    void editTags();
    void describeSelected();
    void copySelected();
    void tellPartialDrag();
    void recall(RecallWhat what);

    QAction* addOrder(const char* name, const QString& text, const char* icon,
                      const QKeySequence& keys, std::function<void()> order);

    GalleryParts m_parts;
    QLineEdit* m_search = nullptr;
    FilterButton* m_filter = nullptr;
    QWidget* m_filterLine = nullptr;
    QLabel* m_filterText = nullptr;
    QSlider* m_size = nullptr;
    QStackedWidget* m_stack = nullptr;
    ThumbnailGrid* m_grid = nullptr;
    QWidget* m_statePage = nullptr;
    QLabel* m_stateIcon = nullptr;
    QLabel* m_stateTitle = nullptr;
    QLabel* m_stateText = nullptr;
    QPushButton* m_stateButton = nullptr;
    QWidget* m_unreadablePage = nullptr;
    InlinePrompt* m_prompt = nullptr;
    GalleryNotice* m_notice = nullptr;
    QLabel* m_scanText = nullptr;
    QWidget* m_scanLine = nullptr;
    QProgressBar* m_scanProgress = nullptr;
    QWidget* m_workLine = nullptr;
    QLabel* m_workText = nullptr;
    Announcer* m_workAnnouncer = nullptr;
    QProgressBar* m_workProgress = nullptr;
    QPushButton* m_workStop = nullptr;
    QPushButton* m_workGoOn = nullptr;
    QWidget* m_workChoices = nullptr;  ///< what can be done about work that waits
    QLabel* m_count = nullptr;
    QPushButton* m_problems = nullptr;
    Page m_page = Page::Pictures;
    QString m_currentFile;
    QTimer m_searchSoon;
    QSet<QString> m_ready;  // files whose thumbnails came since their cells were painted
    QTimer m_repaintSoon;
    QTimer m_showLoading;
    QHash<QString, QAction*> m_orders;
};

}  // namespace limn::ui
