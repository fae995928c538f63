// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/StudioWindow.h"

#include "core/jobs/InferenceService.h"
#include "core/settings/GenerationSettings.h"
#include "core/settings/Settings.h"
#include "ui/checkpoints/ModelsPage.h"
#include "ui/dialogs/Notices.h"
#include "ui/jobs/JobStrip.h"
#include "ui/jobs/QueuePanel.h"
#include "ui/mainwindow/CommandPalette.h"
#include "ui/mainwindow/ShortcutSheet.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/TopBar.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/key_notes.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLayout>
#include <QMessageBox>
#include <QScreen>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>

namespace limn::ui {
namespace {

constexpr int kLayoutVersion = 2;  // of saveState(): a new arrangement of panes gets a new number
constexpr QSize kFirstSizePx(1440, 900);
// What is left of 1366 x 768 at 150 %, below a title bar and above a task bar.
constexpr QSize kSmallestSizePx(880, 460);
constexpr int kSmallestChatHeightPx = 340;
constexpr int kSmallestSideWidthPx = 292;
constexpr int kStoreDelayMs = 1000;

/// What Tab would come to first in `pane`; the pane itself where nothing in it wants the keyboard.
QWidget* firstStopIn(QWidget& pane) {
    for (QWidget* next = pane.nextInFocusChain(); next != &pane; next = next->nextInFocusChain()) {
        const bool isStop =
            (next->focusPolicy() & Qt::TabFocus) != 0 && next->isVisible() && next->isEnabled();
        if (isStop && pane.isAncestorOf(next)) {
            return next;
        }
    }
    return &pane;
}

/// Where the keyboard was in it the last time, unless the pane has one place for it.
void bringKeyboardTo(QWidget& pane) {
    QWidget* last = pane.focusWidget();
    const bool isThere = last != nullptr && last->isVisible() && last->isEnabled();
    QWidget* wanted = pane.focusProxy() != nullptr ? &pane : isThere ? last : firstStopIn(pane);
    wanted->setFocus(Qt::ShortcutFocusReason);
}

}  // namespace

StudioWindow::StudioWindow(const StudioParts& parts)
    : m_parts(parts), m_actions(new StudioActions(*this, parts.theme)),
      m_storeSoon(new QTimer(this)) {
    setObjectName(QStringLiteral("studioWindow"));
    setWindowTitle(tr("Limn"));
    setWindowIcon(QIcon(QStringLiteral(":/limn/icons/limn-app.svg")));
    setMinimumSize(kSmallestSizePx);
    setDockOptions(QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks |
                   QMainWindow::AnimatedDocks);
    m_topBar = new TopBar(parts.generation, parts.catalog, *m_actions, parts.theme, this);
    setMenuWidget(m_topBar);
    m_centre = new QStackedWidget(this);
    m_centre->addWidget(parts.canvas);
    m_centre->addWidget(parts.models);
    setCentralWidget(m_centre);
    m_strip = new JobStrip(parts.jobs, parts.inference, parts.theme, this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->layout()->setContentsMargins(0, 0, 0, 0);
    statusBar()->addWidget(m_strip, 1);
    buildDocks();
    m_queue = new QueuePanel(parts.jobs, parts.theme, this);
    m_notices = new Notices(parts.theme, *m_centre);
    m_palette = new CommandPalette(*this, parts.theme);
    m_drops = new DropOverlay(*this, parts.theme);
    noteKeys(*this, {{tr("Cancel or go back"), QStringLiteral("Esc")}});
    connectActions();
    connectViewActions();
    watchArrangement();
}

StudioWindow::~StudioWindow() = default;

QDockWidget* StudioWindow::addDock(const QString& name, const QString& title, QWidget* content,
                                   Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void StudioWindow::buildDocks() {
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    m_parts.chat->setMinimumHeight(kSmallestChatHeightPx);
    m_chat = addDock(QStringLiteral("chatDock"), tr("Chat"), m_parts.chat, Qt::LeftDockWidgetArea);
    m_gallery = addDock(QStringLiteral("galleryDock"), tr("Gallery"), m_parts.gallery,
                        Qt::RightDockWidgetArea);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMinimumWidth(kSmallestSideWidthPx);  // else a small window would cut the fields
    scroll->setWidget(m_parts.generationPanel);
    m_panel =
        addDock(QStringLiteral("settingsDock"), tr("Settings"), scroll, Qt::RightDockWidgetArea);
    m_words = addDock(QStringLiteral("wordsDock"), tr("Words"), m_parts.words, Qt::RightDockWidgetArea);
    showTitleBars();
    arrangeAnew();
}

/// A title bar only while panes are moved: otherwise it would say twice what the pane says itself. A pane on its own
/// always has one, since nothing else could move, dock or close it.
void StudioWindow::showTitleBar(QDockWidget& dock) {
    const bool hasBar = (*m_actions)[Command::MovePanes].isChecked() || dock.isFloating();
    QWidget* former = dock.titleBarWidget();
    if (hasBar != (former == nullptr)) {
        dock.setTitleBarWidget(hasBar ? nullptr : new QWidget(&dock));
        delete former;
    }
    dock.setFeatures(hasBar ? QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable |
                                  QDockWidget::DockWidgetFloatable
                            : QDockWidget::DockWidgetClosable);
}

void StudioWindow::showTitleBars() {
    for (QDockWidget* dock : {m_chat, m_gallery, m_panel, m_words}) {
        showTitleBar(*dock);
    }
}

void StudioWindow::arrangeAnew() {
    for (QDockWidget* dock : {m_chat, m_gallery, m_panel, m_words}) {
        dock->setFloating(false);
        dock->show();
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_chat);
    addDockWidget(Qt::RightDockWidgetArea, m_gallery);
    tabifyDockWidget(m_gallery, m_panel);
    tabifyDockWidget(m_panel, m_words);
    m_gallery->raise();
    const bool isSmall = width() < 1200;
    resizeDocks({m_chat, m_gallery}, {isSmall ? 320 : kChatWidthPx, isSmall ? 264 : kSideWidthPx},
                Qt::Horizontal);
}

void StudioWindow::restoreArrangement() {
    resize(kFirstSizePx.boundedTo(screen()->availableSize()));
    const QByteArray geometry = m_parts.settings.bytes(Setting::WindowGeometry);
    if (geometry.isEmpty() || !restoreGeometry(geometry)) {
        arrangeAnew();
    }
    restoreState(m_parts.settings.bytes(Setting::WindowState), kLayoutVersion);
    showTitleBars();  // panes that are on their own now
    m_isArranged = true;
    showCanvas();
}

/// Stored a moment after every change: a session may end without a word to the window.
void StudioWindow::watchArrangement() {
    m_storeSoon->setSingleShot(true);
    m_storeSoon->setInterval(kStoreDelayMs);
    connect(m_storeSoon, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            storeArrangement();
        }
    });
    for (QDockWidget* dock : {m_chat, m_gallery, m_panel, m_words}) {
        // Later: Qt is in the middle of moving the pane.
        connect(
            dock, &QDockWidget::topLevelChanged, this, [this, dock] { showTitleBar(*dock); },
            Qt::QueuedConnection);
    }
    const auto storeSoon = [timer = m_storeSoon] {
        timer->start();
    };
    for (QDockWidget* dock : {m_chat, m_gallery, m_panel, m_words}) {
        dock->installEventFilter(this);
        connect(dock, &QDockWidget::topLevelChanged, m_storeSoon, storeSoon);
        connect(dock, &QDockWidget::dockLocationChanged, m_storeSoon, storeSoon);
        connect(dock, &QDockWidget::visibilityChanged, m_storeSoon, storeSoon);
    }
}

bool StudioWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move) {  // of a dock
        m_storeSoon->start();
    }
    const auto* dock = qobject_cast<QDockWidget*>(watched);
    if (event->type() == QEvent::KeyPress && dock != nullptr && dock->isFloating() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        goBackOrCancel();  // from a window of its own keys do not come here by themselves
        return true;
    }
    return QMainWindow::eventFilter(watched, event);
}

void StudioWindow::storeArrangement() {
    if (m_isArranged) {
        m_parts.settings.setBytes(Setting::WindowGeometry, saveGeometry());
        m_parts.settings.setBytes(Setting::WindowState, saveState(kLayoutVersion));
    }
}

void StudioWindow::closeEvent(QCloseEvent* event) {
    storeArrangement();
    QMainWindow::closeEvent(event);
}

void StudioWindow::connectActions() {
    const StudioActions& act = *m_actions;
    connect(&act[Command::CancelRunning], &QAction::triggered, this,
            &StudioWindow::cancelRequested);
    connect(m_strip, &JobStrip::cancelRequested, this, &StudioWindow::cancelRequested);
    connect(&act[Command::CancelAll], &QAction::triggered, &m_parts.inference,
            &InferenceService::cancelAll);
    connect(m_queue, &QueuePanel::cancelAllRequested, &m_parts.inference,
            &InferenceService::cancelAll);
    connect(&act[Command::ShowQueue], &QAction::triggered, this, [this] {
        m_queue->openAt(m_strip->mapToGlobal(QPoint(m_strip->width() - kSpaceSmallPx, 0)));
    });
    connect(m_strip, &JobStrip::queueRequested, &act[Command::ShowQueue], &QAction::trigger);
    connect(&act[Command::ShowModels], &QAction::triggered, this, &StudioWindow::showModels);
    connect(&act[Command::AddModelFile], &QAction::triggered, m_parts.models,
            &ModelsPage::addFiles);
    connect(&act[Command::AddModelFolder], &QAction::triggered, m_parts.models,
            &ModelsPage::addFolder);
    connect(m_parts.models, &ModelsPage::closeRequested, this, &StudioWindow::showCanvas);
    connect(&act[Command::ShowPalette], &QAction::triggered, this, &StudioWindow::openPalette);
    connect(m_palette, &CommandPalette::searchRequested, this, [this](const QString& words) {
        showGallery();
        Q_EMIT picturesSearched(words);
    });
    connect(m_palette, &CommandPalette::used, this, [this](const QString& text) {
        QStringList recent = m_parts.settings.list(Setting::PaletteHistory);
        recent.removeAll(text);
        recent.prepend(text);
        m_parts.settings.set(Setting::PaletteHistory, recent.mid(0, 8));
    });
    connect(&act[Command::ShowShortcuts], &QAction::triggered, this, [this] {
        auto* sheet = new ShortcutSheet(*this);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->show();
    });
    connect(&act[Command::About], &QAction::triggered, this, &StudioWindow::showAbout);
    connect(&act[Command::Quit], &QAction::triggered, this, &StudioWindow::close);
    GenerationSettings& generation = m_parts.generation;
    connect(&act[Command::ToggleSeedLock], &QAction::triggered, &generation,
            &GenerationSettings::setSeedLocked);
    connect(&act[Command::TogglePreview], &QAction::triggered, &generation,
            &GenerationSettings::setShowsPreview);
    const auto followGeneration = [this, &generation] {
        (*m_actions)[Command::ToggleSeedLock].setChecked(generation.isSeedLocked());
        (*m_actions)[Command::TogglePreview].setChecked(generation.showsPreview());
    };
    connect(&generation, &GenerationSettings::changed, this, followGeneration);
    followGeneration();
}

void StudioWindow::connectViewActions() {
    const StudioActions& act = *m_actions;
    const std::pair<Command, QDockWidget*> docks[] = {{Command::ToggleChat, m_chat},
                                                      {Command::ToggleGallery, m_gallery},
                                                      {Command::ToggleSettings, m_panel},
                                                      {Command::ToggleWords, m_words}};
    for (const auto& [command, dock] : docks) {
        QAction& action = act[command];
        // A pane behind another tab is asked for, not taken away.
        connect(&action, &QAction::triggered, dock, [dock, &action] {
            const bool isInSight = dock->isVisible() && !dock->visibleRegion().isEmpty();
            dock->setVisible(!isInSight);
            if (!isInSight) {
                dock->raise();
            }
            action.setChecked(dock->isVisible());
        });
        connect(dock, &QDockWidget::visibilityChanged, &action, &QAction::setChecked);
    }
    connect(&act[Command::GoToChat], &QAction::triggered, this,
            [this] { goTo(*m_chat, *m_parts.chat); });
    connect(&act[Command::GoToGallery], &QAction::triggered, this,
            [this] { goTo(*m_gallery, *m_parts.gallery); });
    connect(&act[Command::GoToSettings], &QAction::triggered, this,
            [this] { goTo(*m_panel, *m_parts.generationPanel); });
    connect(&act[Command::GoToWords], &QAction::triggered, this,
            [this] { goTo(*m_words, *m_parts.words); });
    connect(&act[Command::GoToNotice], &QAction::triggered, m_notices, &Notices::takeKeys);
    connect(&act[Command::MovePanes], &QAction::toggled, this, [this](bool isMovable) {
        m_parts.settings.set(Setting::PanesMovable, isMovable);
        showTitleBars();
    });
    act[Command::MovePanes].setChecked(m_parts.settings.flag(Setting::PanesMovable));
    connect(&act[Command::ResetPanes], &QAction::triggered, this, &StudioWindow::arrangeAnew);
    connect(&act[Command::FullScreen], &QAction::toggled, this,
            [this](bool isOn) { isOn ? showFullScreen() : showNormal(); });
    const std::pair<Command, const char*> themes[] = {{Command::ThemeSystem, "system"},
                                                      {Command::ThemeLight, "light"},
                                                      {Command::ThemeDark, "dark"}};
    for (const auto& [command, name] : themes) {
        act[command].setChecked(m_parts.settings.text(Setting::Theme) == QLatin1String(name));
        connect(&act[command], &QAction::triggered, this, [this, chosen = QLatin1String(name)] {
            m_parts.settings.set(Setting::Theme, QString(chosen));
        });
    }
}

void StudioWindow::goTo(QDockWidget& dock, QWidget& pane) {
    if (dock.isAncestorOf(QApplication::focusWidget())) {
        dock.hide();
        m_centre->currentWidget()->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    dock.show();
    dock.raise();
    bringKeyboardTo(pane);
}

void StudioWindow::openPalette() {
    m_palette->open(m_parts.settings.list(Setting::PaletteHistory));
}

void StudioWindow::showCanvas() {
    m_centre->setCurrentWidget(m_parts.canvas);
    m_parts.canvas->setFocus();
}

void StudioWindow::showModels() {
    m_parts.models->showChosen(m_parts.generation.modelPath());
    m_centre->setCurrentWidget(m_parts.models);
}

void StudioWindow::showChat() {
    m_chat->show();
    m_chat->raise();
}

void StudioWindow::showGallery() {
    m_gallery->show();
    m_gallery->raise();
}

void StudioWindow::showGenerationSettings() {
    m_panel->show();
    m_panel->raise();
}

void StudioWindow::showWords() {
    m_words->show();
    m_words->raise();
}

void StudioWindow::raiseToFront() {
    setWindowState((windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
    show();
    raise();
    activateWindow();
}

void StudioWindow::goBackOrCancel() {
    if (m_centre->currentWidget() == m_parts.models) {
        showCanvas();
    } else {
        Q_EMIT cancelRequested();
    }
}

/// What nobody below wanted: Esc goes back, and then stops what runs.
void StudioWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        goBackOrCancel();
    } else {
        QMainWindow::keyPressEvent(event);
    }
}

void StudioWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    if (!m_wasPainted) {
        m_wasPainted = true;
        // After the children of this first round, and after what the window system has to say about it.
        QTimer::singleShot(0, this, &StudioWindow::firstPainted);
    }
}

void StudioWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    m_storeSoon->start();
    if (m_drops->isVisible()) {
        m_drops->setGeometry(rect());
    }
}

void StudioWindow::showAbout() {
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Limn"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Limn %1").arg(QStringLiteral(LIMN_VERSION)));
    box->setInformativeText(
        tr("A native image studio that draws on your own machine. Under the Apache License 2.0; "
           "the letters are Inter, under the SIL Open Font License 1.1."));
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->open();
}

}  // namespace limn::ui
