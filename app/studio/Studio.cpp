// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/Studio.h"

#include "app/studio/inspect_model.h"
#include "app/studio/process_facts.h"
#include "core/base/Log.h"
#include "core/jobs/failure_sentence.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/chat/ChatPane.h"
#include "ui/checkpoints/ModelsPage.h"
#include "ui/dialogs/Notices.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/jobs/JobStrip.h"
#include "ui/jobs/TaskBarProgress.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"
#include "ui/mainwindow/TopBar.h"
#include "ui/settings/GenerationPanel.h"
#include "ui/words/WordsPane.h"

#include <QApplication>
#include <QDate>
#include <QStandardPaths>

// The window, its theme, its models and the work that runs. What each pane has to do with the others is in studio_chat.cpp,
// studio_canvas.cpp, studio_gallery.cpp and studio_files.cpp.

namespace limn::studio {
namespace {

constexpr int kMemoryEveryMs = 2000;

QString textOf(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

ui::ThemeChoice themeChoice(const QString& stored) {
    if (stored == QLatin1String("light")) {
        return ui::ThemeChoice::Light;
    }
    return stored == QLatin1String("dark") ? ui::ThemeChoice::Dark : ui::ThemeChoice::System;
}

}  // namespace

Studio::Studio(QApplication& application, const StudioRequest& request, ui::Dialogs* dialogs)
    : m_request(request), m_services(request),
      m_dialogs(dialogs != nullptr ? *dialogs : m_ownDialogs),
      m_catalog(m_services.background, request.folders.data, request.folders.starter,
                [checkKeys = request.checkKeys](const std::filesystem::path& path,
                                                const std::stop_token& stop) {
                    return inspectModelFile(path, stop, checkKeys);
                }) {
    m_theme.setSystemDark(m_services.settings.flag(Setting::SystemWasDark));
    m_theme.setChoice(themeChoice(m_services.settings.text(Setting::Theme)));
    m_theme.applyTo(application);
    buildWindow();
    connectTheme();
    connectModels();
    connectWork();
    connectDrops();
    connectFileActions();
    connectChat();
    connectCanvas();
    connectGallery();
    connectWords();
}

Studio::~Studio() {
    // From here on nobody is told what the inference thread still does: the panes go before it ends.
    m_services.inference.disconnect();
}

void Studio::buildWindow() {
    m_panel = new ui::GenerationPanel(m_services.generation, m_theme);
    m_words = new ui::WordsPane(m_theme);
    m_models = new ui::ModelsPage(m_catalog, m_dialogs, m_theme);
    m_canvas = new ui::CanvasPane(m_services.document, m_services.background, m_theme);
    m_gallery = new ui::GalleryPane({.model = m_services.gallery,
                                     .index = m_services.index,
                                     .folders = m_services.folders,
                                     .thumbnails = m_services.thumbnails,
                                     .background = m_services.background,
                                     .theme = m_theme});
    m_window =
        std::make_unique<ui::StudioWindow>(ui::StudioParts{.theme = m_theme,
                                                           .settings = m_services.settings,
                                                           .generation = m_services.generation,
                                                           .inference = m_services.inference,
                                                           .jobs = m_services.jobs,
                                                           .catalog = m_catalog,
                                                           .chat = makeChat(),
                                                           .canvas = m_canvas,
                                                           .gallery = m_gallery,
                                                           .generationPanel = m_panel,
                                                           .words = m_words,
                                                           .models = m_models});
    m_ownDialogs.setWindow(m_window.get());
    const auto showName = [this] {
        m_panel->showModelName(m_catalog.nameOf(m_services.generation.modelPath()));
    };
    connect(&m_services.generation, &GenerationSettings::changed, m_panel, showName);
    connect(&m_catalog, &ui::ModelCatalog::modelReset, m_panel, showName);
    showName();
    connect(m_panel, &ui::GenerationPanel::modelsRequested, m_window.get(),
            &ui::StudioWindow::showModels);
}

void Studio::connectTheme() {
    connect(&m_appearance, &ui::SystemAppearance::darkChanged, this, [this](bool isDark) {
        m_services.settings.set(Setting::SystemWasDark, isDark);
        m_theme.setSystemDark(isDark);
    });
    connect(&m_appearance, &ui::SystemAppearance::reducedMotionChanged, &m_theme,
            &ui::Theme::setReducedMotion);
    connect(&m_services.settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::Theme) {
            m_theme.setChoice(themeChoice(m_services.settings.text(setting)));
        }
    });
    connect(&m_services.settings, &Settings::saveFailed, this,
            [this](const QString& sentence) { m_window->notices().showError(sentence); });
}

void Studio::connectModels() {
    connect(&m_catalog, &ui::ModelCatalog::failed, this,
            [this](const QString& sentence) { m_window->notices().showError(sentence); });
    connect(&m_catalog, &ui::ModelCatalog::added, this,
            [this](const QString& name, const std::filesystem::path& path, bool canDescribe) {
                m_window->notices().showNotice(
                    tr("“%1” can be used now.").arg(name),
                    {canDescribe ? tr("Describe with this") : tr("Draw with this"),
                     [this, path, canDescribe] {
                         canDescribe ? chooseDescriber(path) : chooseModel(path);
                     }});
            });
    connect(&m_catalog, &ui::ModelCatalog::verified, this,
            [this](const QString& name, bool isWhole, const QString& sentence) {
                const QString text = QStringLiteral("%1: %2").arg(name, sentence);
                isWhole ? m_window->notices().showNotice(text)
                        : m_window->notices().showError(text);
            });
    // The headers say whether it can be loaded; nobody is told off at the start for a model that is not there.
    connect(&m_catalog, &ui::ModelCatalog::dataChanged, this, [this] {
        if (!m_services.generation.model() && !m_modelLoad) {
            loadChosenModel();
        }
    });
    connect(m_models, &ui::ModelsPage::modelChosen, this, &Studio::chooseModel);
    connect(m_models, &ui::ModelsPage::modelChosen, m_window.get(), &ui::StudioWindow::showCanvas);
    connect(&m_catalog, &ui::ModelCatalog::describerLost, this, &Studio::loseDescriber);
    connect(m_models, &ui::ModelsPage::describerChosen, this, &Studio::chooseDescriber);
    m_catalog.showDescriber(m_services.settings.text(Setting::DescribingModel).toStdString());
    connect(&m_window->topBar(), &ui::TopBar::modelChosen, this, &Studio::chooseModel);
    connect(&m_services.generation, &GenerationSettings::modelChosen, this,
            [this] { loadChosenModel(); });
    connect(&m_services.inference, &InferenceService::modelLoaded, this, &Studio::takeModelInfo);
}

/// The starter is stored as "none", so that it is found again where the program was moved.
void Studio::chooseModel(const std::filesystem::path& path) {
    m_services.generation.chooseModel(path == m_request.folders.starter ? std::filesystem::path()
                                                                        : path);
}

void Studio::chooseDescriber(const std::filesystem::path& path) {
    const bool isStarter = path == m_request.folders.starter;
    const auto chosen = isStarter ? std::filesystem::path() : path;
    m_services.inference.setDescriber(chosen);
    m_services.settings.set(Setting::DescribingModel, QString::fromStdString(chosen.string()));
    m_catalog.showDescriber(chosen);
    m_window->notices().showNotice(
        tr("“%1” describes your pictures from now on.").arg(m_catalog.nameOf(path)));
    m_services.batch.start();  // what the former one could not describe
}

/// A disk that is away today may be there tomorrow: the choice is kept, but for a model that is off the list.
void Studio::loseDescriber(const QString& name, bool isForGood) {
    m_services.inference.setDescriber({});
    if (isForGood) {
        m_services.settings.set(Setting::DescribingModel, QString());
    }
    m_window->notices().showNotice(
        isForGood
            ? tr("“%1” is not on the list any more: the starter describes pictures again.")
                  .arg(name)
            : tr("“%1” cannot be used now: the starter describes pictures meanwhile.").arg(name));
    m_services.batch.start();
}

/// A queued order may bring another model than the one that is chosen now.
void Studio::takeModelInfo(const ModelInfo& model) {
    const InferenceService& inference = m_services.inference;
    const auto running = inference.runningJob();
    const PictureOrder* order = running ? inference.orderOf(*running) : nullptr;
    std::filesystem::path path = order != nullptr ? order->model
                                 : running        ? inference.modelOfLoad(*running)
                                                  : std::filesystem::path();
    if (path == m_request.folders.starter) {
        path.clear();
    }
    if (path == m_services.generation.modelPath()) {
        m_services.generation.setModelInfo(model);
    }
}

void Studio::loadChosenModel() {
    const std::filesystem::path& chosen = m_services.generation.modelPath();
    const std::filesystem::path path = chosen.empty() ? m_request.folders.starter : chosen;
    const QModelIndex row = m_catalog.index(m_catalog.rowOf(path));
    if (row.data(ui::ModelCatalog::IsUsableRole).toBool()) {
        m_modelLoad = m_services.inference.loadModel(path, m_services.generation.placement());
    }
}

void Studio::connectWork() {
    new ui::TaskBarProgress(m_services.jobs, m_window.get());
    InferenceService& inference = m_services.inference;
    connect(m_window.get(), &ui::StudioWindow::cancelRequested, this, [&inference] {
        if (const auto running = inference.runningJob()) {
            inference.cancel(*running);
        }
    });
    connect(&inference, &InferenceService::jobProgressed, this,
            [this, &inference](JobId id, const Progress& progress) {
                // The button names the model that draws; one that looks is another.
                const bool isLoading = progress.phase == Phase::Load && inference.wordsOrderOf(id) == nullptr;
                const int percent = progress.of > 0 ? 100 * progress.step / progress.of : 0;
                m_window->topBar().showModelState(isLoading ? tr("loading %1 %").arg(percent)
                                                            : QString());
            });
    const auto endLoad = [this](JobId id) {
        m_window->topBar().showModelState({});
        if (m_modelLoad == id) {
            m_modelLoad.reset();
        }
    };
    connect(&inference, &InferenceService::jobFinished, this, endLoad);
    connect(&inference, &InferenceService::jobCancelled, this, endLoad);
    connect(&inference, &InferenceService::jobFailed, this,
            [this, endLoad](JobId id, const Error& error) {
                const bool isLoad = m_modelLoad == id;
                endLoad(id);
                log(LogLevel::Warning, "studio", error.message + " " + error.detail);
                if (isLoad) {  // the others are told in the chat, where they were asked for
                    m_window->notices().showError(failureSentence(error),
                                                  {tr("Models"), [this] {
                                                       m_window->showModels();
                                                   }});
                }
            });
    m_memoryTimer.setInterval(kMemoryEveryMs);
    connect(&m_memoryTimer, &QTimer::timeout, this,
            [this] { m_window->strip().showMemory(residentBytes()); });
}

void Studio::showError(const Error& error) {
    log(LogLevel::Warning, "studio", error.message + " " + error.detail);
    m_window->notices().showError(failureSentence(error));
}

QString Studio::pictureRoot() const {
    const QString chosen = m_services.settings.text(Setting::PictureFolder);
    return chosen.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::PicturesLocation) +
                                  QStringLiteral("/Limn")
                            : chosen;
}

/// A folder a day: a file manager stays quick, and people find yesterday.
std::filesystem::path Studio::pictureFolder() const {
    return std::filesystem::path(pictureRoot().toStdString()) /
           QDate::currentDate().toString(Qt::ISODate).toStdString();
}

void Studio::open() {
    m_window->restoreArrangement();
    connect(m_window.get(), &ui::StudioWindow::firstPainted, this, &Studio::startAfterFirstPaint);
    m_window->show();
    m_chat->focusComposer();  // who starts Limn may type at once
}

/// What takes time begins when there is something to look at.
void Studio::startAfterFirstPaint() {
    if (const auto ms = millisecondsSinceStart()) {
        log(LogLevel::Info, "studio",
            "first painted " + std::to_string(*ms) + " ms after the start");
    }
    m_appearance.start();
    m_services.index.start();
    m_services.folders.start(pictureRoot());
    m_services.gallery.refresh();
    m_services.session.start();
    m_services.batch.start();
    m_catalog.refresh();
    m_memoryTimer.start();
    if (!m_services.settings.startProblem().isEmpty()) {
        m_window->notices().showError(m_services.settings.startProblem());
    }
    QStringList files;
    for (const std::filesystem::path& file : m_request.files) {
        files += textOf(std::filesystem::absolute(file));
    }
    openFiles(files);
}

void Studio::openFiles(const QStringList& files) {
    m_window->drops().choose(ui::sortFiles(files));
}

}  // namespace limn::studio
