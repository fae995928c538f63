// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/Studio.h"

#include "core/io/PictureReader.h"
#include "core/metadata/read_generation.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/chat/ChatPane.h"
#include "ui/dialogs/Notices.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"
#include "ui/settings/GenerationPanel.h"
#include "ui/widgets/loose_bitmap.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>

#include <cstring>

// What is done with files that are dropped, opened, or chosen for a purpose.

namespace limn::studio {
namespace {

/// What may be a folder is among the pictures and the models.
QStringList refusedOf(const ui::Dropped& dropped, bool isForModels) {
    const QStringList& wanted = isForModels ? dropped.models : dropped.pictures;
    QStringList refused = dropped.refused;
    for (const QString& file : isForModels ? dropped.pictures : dropped.models) {
        if (!wanted.contains(file)) {
            refused += file;
        }
    }
    return refused;
}

/// Without folder and extension: programs differ in what they write.
QString nameOfModel(const QString& written) {
    QString name = written.mid(written.lastIndexOf(QLatin1Char('/')) + 1);
    for (const char* extension : {".safetensors", ".ckpt"}) {
        if (name.endsWith(QLatin1String(extension), Qt::CaseInsensitive)) {
            name.chop(static_cast<qsizetype>(std::strlen(extension)));
        }
    }
    return name;
}

/// A name from outside may be of any length.
QString shortened(const std::string& name) {
    constexpr qsizetype kMostCharacters = 60;
    const QString text = QString::fromStdString(name).simplified();
    return text.size() <= kMostCharacters ? text : text.left(kMostCharacters) + QChar(0x2026);
}

}  // namespace

void Studio::connectDrops() {
    connect(&m_window->drops(), &ui::DropOverlay::chosen, this, &Studio::takeDropped);
    connect(&m_window->drops(), &ui::DropOverlay::refused, this,
            [this](const QStringList& files) { tellRefused(files, WantedFile::Picture); });
    connect(m_panel, &ui::GenerationPanel::startPictureRequested, this,
            [this] { chooseFilesFor(ui::DropZone::StartFrom, tr("Start from a picture")); });
}

void Studio::connectFileActions() {
    const ui::StudioActions& actions = m_window->actions();
    using ui::Command;
    using ui::DropZone;
    const std::pair<Command, DropZone> choices[] = {
        {Command::AttachFiles, DropZone::Attach},
        {Command::DescribeFiles, DropZone::Describe},
        {Command::StartFromFile, DropZone::StartFrom},
        {Command::LoadSettings, DropZone::LoadSettings}};
    for (const auto& [command, zone] : choices) {
        QAction& action = actions[command];
        connect(&action, &QAction::triggered, this, [this, &action, chosen = zone] {
            chooseFilesFor(chosen, ui::plainTextOf(action));
        });
    }
    connect(&actions[Command::Paste], &QAction::triggered, this, &Studio::paste);
    connect(&actions[Command::PasteAndChoose], &QAction::triggered, this, &Studio::pasteAndChoose);
    connect(&actions[Command::OpenFiles], &QAction::triggered, this, [this] {
        m_dialogs.chooseFiles(tr("Open files"),
                              tr("Pictures and models (*.png *.jpg *.jpeg *.webp *.safetensors "
                                 "*.ckpt)"),
                              [this](const QStringList& files) { openFiles(files); });
    });
    connect(&actions[Command::ChoosePictureFolder], &QAction::triggered, this, [this] {
        m_dialogs.chooseFolder(
            tr("Where new pictures are saved"), pictureRoot(), [this](const QString& folder) {
                m_services.settings.set(Setting::PictureFolder, folder);
                m_services.folders.addFolder(folder);
                m_window->notices().showNotice(tr("New pictures go to “%1”.").arg(folder));
            });
    });
}

/// What was copied, as if it had been dropped on the chat; model files alone are added to the models.
void Studio::paste() {
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    if (copied == nullptr || !(ui::holdsBitmap(*copied) || copied->hasUrls())) {
        tellNothingToPaste();
        return;
    }
    const ui::Dropped dropped = ui::sortDropped(*copied);
    if (!dropped.models.isEmpty() && dropped.pictures.isEmpty()) {
        takeDropped(ui::DropZone::AddModel, dropped);
        return;
    }
    m_window->showChat();
    m_chat->attach(*copied);  // by its content; it tells what is no picture
    m_chat->focusComposer();
}

/// What was copied, as if it had been dropped on the window.
void Studio::pasteAndChoose() {
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    const ui::Dropped dropped = copied != nullptr ? ui::readDropped(*copied) : ui::Dropped();
    if (dropped.isEmpty() && dropped.refused.isEmpty()) {
        tellNothingToPaste();
        return;
    }
    m_window->drops().choose(dropped);
}

void Studio::tellNothingToPaste() {
    m_window->notices().showNotice(
        tr("There is no picture to paste: copy one first, or the file of one."));
}

void Studio::chooseFilesFor(ui::DropZone zone, const QString& title) {
    m_dialogs.chooseFiles(
        title, tr("Pictures (*.png *.jpg *.jpeg *.webp)"),
        [this, zone](const QStringList& files) { takeDropped(zone, ui::sortFiles(files)); });
}

void Studio::takeDropped(ui::DropZone zone, const ui::Dropped& dropped) {
    using ui::DropZone;
    const bool isForModels = zone == DropZone::AddModel;
    tellRefused(refusedOf(dropped, isForModels),
                isForModels ? WantedFile::Model : WantedFile::Picture);
    switch (zone) {
    case DropZone::AddModel:
        for (const QString& file : dropped.models) {
            m_catalog.add(file.toStdString());
        }
        break;
    case DropZone::StartFrom:
        if (!dropped.pictures.isEmpty()) {
            startFrom(dropped.pictures.front());
        } else {
            attach(
                dropped);  // the chat gives it a file, and a message starts from what is attached
        }
        break;
    case DropZone::LoadSettings:
        if (!dropped.pictures.isEmpty()) {
            loadSettingsOf(dropped.pictures.front());
        }
        break;
    case DropZone::Describe:
        if (!dropped.pictures.isEmpty()) {
            describe(dropped.pictures);
        } else {
            attach(dropped);  // the chat gives it a file, and a message that is a picture alone is described
        }
        break;
    case DropZone::Attach:
        attach(dropped);
        break;
    case DropZone::AddToGallery:
        addToGallery(dropped.pictures);
        break;
    }
}

void Studio::tellRefused(const QStringList& files, WantedFile wanted) {
    if (!files.isEmpty()) {
        m_window->notices().showError(refusedFilesSentence(files, wanted));
    }
}

void Studio::startFrom(const QString& file) {
    const std::filesystem::path path = file.toStdString();
    m_services.background.start(
        this, [path](const std::stop_token& stop) { return readPicture(path, stop); },
        [this, path](const Outcome<Image>& outcome) {
            if (outcome.isFailed()) {
                showError(outcome.error());
            } else if (outcome.isDone()) {
                startFromPicture({path, std::make_shared<const Image>(outcome.value())});
            }
        });
}

/// Of a picture with a mask on the canvas, a person may mean the masked part: then they are told.
void Studio::startFromPicture(StartPicture picture) {
    const CanvasContent& canvas = m_services.document.content();
    const bool isOnCanvas = picture.file.empty() ? picture.pixels == canvas.picture.pixels
                                                 : picture.file == canvas.picture.file;
    m_services.generation.setStartPicture(std::move(picture));
    m_window->showGenerationSettings();
    if (isOnCanvas && !canvas.mask.isClear()) {
        m_window->notices().showNotice(
            tr("Drawing starts from the whole picture; the mask counts for “Repaint” alone."),
            {tr("Repaint the masked part"), [this] {
                 m_services.generation.setStartPicture(std::nullopt);
                 m_canvas->endComparing();
                 m_window->showCanvas();
                 m_canvas->focusRepaint();
             }});
    }
}

void Studio::loadSettingsOf(const QString& file) {
    const std::filesystem::path path = file.toStdString();
    m_services.background.start(
        this,
        [path](std::stop_token) -> Result<GenerationReading> {
            const auto reader = PictureReader::open(path);
            if (!reader) {
                return reader.error();
            }
            return readGeneration(reader->info());
        },
        [this, file](const Result<GenerationReading>& reading) {
            if (!reading) {
                showError(reading.error());
            } else if (!reading->data) {
                m_window->notices().showNotice(
                    tr("“%1” does not say how it was made.").arg(QFileInfo(file).fileName()));
            } else {
                recall(*reading->data, GenerationSettings::Recall::All);
                writePrompt(QString::fromStdString(reading->data->prompt));
            }
        });
}

void Studio::recall(const GenerationData& data, GenerationSettings::Recall what) {
    const NotRecalled left = m_services.generation.recall(data, what);
    m_window->showGenerationSettings();
    QStringList parts;
    if (what != GenerationSettings::Recall::Seed && !isOfChosenModel(data)) {
        parts += tr("the model “%1”").arg(shortened(data.model));
    }
    if (left.scheduler) {
        parts += tr("the scheduler “%1”").arg(shortened(data.scheduler));
    }
    if (left.size) {
        parts +=
            tr("the size %1 × %2").arg(data.widthPx.value_or(0)).arg(data.heightPx.value_or(0));
    }
    if (left.loras) {
        parts += tr("the LoRAs");
    }
    if (!parts.isEmpty()) {
        m_window->notices().showNotice(
            tr("Not taken over from the picture: %1.").arg(parts.join(QStringLiteral(", "))));
    }
}

/// By all the names that it may go by; a picture that names none is of any.
bool Studio::isOfChosenModel(const GenerationData& data) const {
    const GenerationSettings& chosen = m_services.generation;
    const std::filesystem::path file =
        chosen.modelPath().empty() ? m_request.folders.starter : chosen.modelPath();
    const QString name = nameOfModel(QString::fromStdString(data.model));
    const QStringList own = {
        nameOfModel(m_catalog.nameOf(chosen.modelPath())),
        nameOfModel(QString::fromStdString(file.filename().string())),
        chosen.model() ? nameOfModel(QString::fromStdString(chosen.model()->name)) : QString()};
    return name.isEmpty() || own.contains(name, Qt::CaseInsensitive);
}

}  // namespace limn::studio
