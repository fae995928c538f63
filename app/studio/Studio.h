// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/studio/StudioServices.h"
#include "core/jobs/failure_sentence.h"
#include "ui/checkpoints/ModelCatalog.h"
#include "ui/dialogs/WidgetDialogs.h"
#include "ui/style/SystemAppearance.h"
#include "ui/style/Theme.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <filesystem>
#include <map>
#include <memory>

class QApplication;

namespace limn::ui {
class CanvasPane;
class ChatPane;
class Dialogs;
class GalleryPane;
class GenerationPanel;
class ModelsPage;
class StudioWindow;
class WordsPane;
struct Dropped;
enum class DropZone;
}  // namespace limn::ui

namespace limn::studio {

/// Builds the window over the services, hands each pane what it needs, and connects what they say to each other: no pane
/// knows another. Everything below lives as long as this; members end in the opposite order, so that nobody outlives what
/// it uses. GUI thread.
class Studio final : public QObject {
    Q_OBJECT
public:
    /// `dialogs`: who asks the person; null: real dialogs.
    Studio(QApplication& application, const StudioRequest& request, ui::Dialogs* dialogs = nullptr);
    ~Studio() override;

    ui::StudioWindow& window() { return *m_window; }
    StudioServices& services() { return m_services; }

    void open();
    /// As if they had been dropped on the window.
    void openFiles(const QStringList& files);

private:
    void buildWindow();
    QWidget* makeChat();
    void connectTheme();
    void connectModels();
    void connectWork();
    void connectDrops();
    void connectFileActions();
    void connectChat();
    void connectConversations();
    void enableConversationOrders();
    void connectCanvas();
    void connectGallery();
    void startAfterFirstPaint();

    void loadChosenModel();
    void chooseModel(const std::filesystem::path& path);
    void chooseDescriber(const std::filesystem::path& path);
    void loseDescriber(const QString& name, bool isForGood);
    void takeModelInfo(const ModelInfo& model);
    void takeDropped(ui::DropZone zone, const ui::Dropped& dropped);
    void addToGallery(const QStringList& files);
    void tellRefused(const QStringList& files, WantedFile wanted);
    void startFrom(const QString& file);
    void startFromPicture(StartPicture picture);
    void loadSettingsOf(const QString& file);
    void recall(const GenerationData& data, GenerationSettings::Recall what);
    bool isOfChosenModel(const GenerationData& data) const;
    void connectWords();
    void describe(const QStringList& files);
    void tellBatch(const BatchCount& count);
    void tellPausedBatch(qint64 waiting);
    void describeCanvas(const CanvasPicture& picture);
    void readTextOf(const CanvasPicture& picture);
    EditedWords takeEditsOf(const std::filesystem::path& file);
    void showAltText();
    void showAltTextInFile(const std::filesystem::path& file);
    void trashFile(const QString& file);
    void moveFile(const QString& before, const QString& after);
    void followPlace(qint64 id, const QString& before, const QString& after);
    void writePrompt(const QString& prompt);
    void attach(const ui::Dropped& dropped);
    void paste();
    void pasteAndChoose();
    void tellNothingToPaste();
    void chooseFilesFor(ui::DropZone zone, const QString& title);
    void repaint(const QString& prompt);
    void saveCanvasPictureAs(const CanvasPicture& picture);
    void showConversationStrip();
    void compare(const QStringList& files);
    void showError(const Error& error);
    std::filesystem::path pictureFolder() const;
    QString pictureRoot() const;

    StudioRequest m_request;
    StudioServices m_services;
    ui::Theme m_theme;
    ui::SystemAppearance m_appearance;
    ui::WidgetDialogs m_ownDialogs;
    ui::Dialogs& m_dialogs;
    ui::ModelCatalog m_catalog;
    std::unique_ptr<ui::StudioWindow> m_window;
    // Children of the window.
    ui::ModelsPage* m_models = nullptr;
    ui::GenerationPanel* m_panel = nullptr;
    ui::ChatPane* m_chat = nullptr;
    ui::CanvasPane* m_canvas = nullptr;
    ui::GalleryPane* m_gallery = nullptr;
    ui::WordsPane* m_words = nullptr;
    /// Of files that words are written into: what the person changed, until it is kept.
    std::map<std::filesystem::path, EditedWords> m_editsOfWritten;
    BackgroundTask m_reading;                   ///< of the writing in a picture
    std::shared_ptr<const Image> m_readPixels;  ///< whose writing it is
    std::optional<JobId> m_modelLoad;
    QSet<QString>
        m_cardFilesToTrash;  ///< ordered in the chat, where the gallery's notice is not seen
    QTimer m_memoryTimer;
};

}  // namespace limn::studio
