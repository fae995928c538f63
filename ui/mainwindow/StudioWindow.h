// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/mainwindow/DropOverlay.h"

#include <QMainWindow>
#include <QTimer>

#include <filesystem>

class QDockWidget;
class QStackedWidget;

namespace limn {
class GenerationSettings;
class InferenceService;
class JobListModel;
class Settings;
}  // namespace limn

namespace limn::ui {

class CommandPalette;
class JobStrip;
class ModelCatalog;
class ModelsPage;
class Notices;
class QueuePanel;
class StudioActions;
class Theme;
class TopBar;

/// What the window is made of; all of it outlives the window but the widgets, which become its children.
struct StudioParts {
    Theme& theme;
    Settings& settings;
    GenerationSettings& generation;
    InferenceService& inference;
    JobListModel& jobs;
    ModelCatalog& catalog;
    QWidget* chat = nullptr;
    QWidget* canvas = nullptr;
    QWidget* gallery = nullptr;
    QWidget* generationPanel = nullptr;
    QWidget* words = nullptr;
    ModelsPage* models = nullptr;
};

/// The window: three panes as docks around the canvas, bar above, strip below, palette, zones for what is dropped. It
/// arranges and passes on; what the panes say to each other is connected by app. GUI thread.
class StudioWindow final : public QMainWindow {
    Q_OBJECT
public:
    explicit StudioWindow(const StudioParts& parts);
    ~StudioWindow() override;

    const StudioActions& actions() const { return *m_actions; }
    Notices& notices() { return *m_notices; }
    TopBar& topBar() { return *m_topBar; }
    JobStrip& strip() { return *m_strip; }
    DropOverlay& drops() { return *m_drops; }

    /// As it was at the end of the last run; the first time as look.md draws it.
    void restoreArrangement();
    void showCanvas();
    void showModels();
    void showChat();
    void showGallery();
    void showGenerationSettings();
    void showWords();
    /// In front, on every desktop: a second start asks for it.
    void raiseToFront();

Q_SIGNALS:
    void cancelRequested();
    void picturesSearched(const QString& words);
    void firstPainted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content,
                         Qt::DockWidgetArea area);
    void buildDocks();
    void arrangeAnew();
    void connectActions();
    void connectViewActions();
    void showTitleBar(QDockWidget& dock);
    void showTitleBars();
    void goBackOrCancel();
    void watchArrangement();
    void storeArrangement();
    /// Shows it and brings the keyboard into it; hides it if it has the keyboard.
    void goTo(QDockWidget& dock, QWidget& pane);
    void openPalette();
    void showAbout();

    StudioParts m_parts;
    StudioActions* m_actions;
    TopBar* m_topBar = nullptr;
    JobStrip* m_strip = nullptr;
    QStackedWidget* m_centre = nullptr;
    QDockWidget* m_chat = nullptr;
    QDockWidget* m_gallery = nullptr;
    QDockWidget* m_panel = nullptr;
    QDockWidget* m_words = nullptr;
    CommandPalette* m_palette = nullptr;
    QueuePanel* m_queue = nullptr;
    Notices* m_notices = nullptr;
    DropOverlay* m_drops = nullptr;
    QTimer* m_storeSoon;  // a child: panes tell of their going while the window is taken apart
    bool m_wasPainted = false;
    bool m_isArranged = false;  ///< as the person had it; not before that is it worth storing
};

}  // namespace limn::ui
