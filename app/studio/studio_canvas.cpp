// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/Studio.h"

#include "core/document/canvas_requests.h"
#include "core/document/save_picture.h"
#include "core/jobs/failure_sentence.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/dialogs/Notices.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QFileInfo>

// What the canvas has to do with the others.

namespace limn::studio {

void Studio::connectCanvas() {
    CanvasDocument& document = m_services.document;
    m_canvas->showExamples(false);  // the chat has some
    connect(m_canvas, &ui::CanvasPane::repaintRequested, this, &Studio::repaint);
    QAction& repainting = m_window->actions()[ui::Command::Repaint];
    connect(&repainting, &QAction::triggered, this,
            [this] { repaint(m_canvas->repaintPrompt().trimmed()); });
    const auto enableRepainting = [&document, &repainting] {
        repainting.setEnabled(document.isEditable() && !document.mask().isClear());
    };
    for (const auto signal : {&CanvasDocument::stateChanged, &CanvasDocument::pictureChanged,
                              &CanvasDocument::maskChanged, &CanvasDocument::historyChanged}) {
        connect(&document, signal, &repainting, enableRepainting);
    }
    connect(&document, &CanvasDocument::busyChanged, &repainting, enableRepainting);
    enableRepainting();
    connect(m_canvas, &ui::CanvasPane::exampleChosen, this, &Studio::writePrompt);
    connect(m_canvas, &ui::CanvasPane::saveAsRequested, this, &Studio::saveCanvasPictureAs);
    connect(m_canvas, &ui::CanvasPane::describeRequested, this, &Studio::describeCanvas);
    connect(m_canvas, &ui::CanvasPane::startFromRequested, this,
            [this](const CanvasPicture& picture) {
                startFromPicture({picture.file, picture.pixels});
            });
    connect(m_canvas, &ui::CanvasPane::pictureChosen, &document,
            [this, &document](const std::filesystem::path& file) {
                m_canvas->endComparing();
                document.openFile(file);
            });
    connect(&document, &CanvasDocument::journalFailed, this, &Studio::showError);
    connect(&document, &CanvasDocument::restored, this, [this](const QStringList& problems) {
        for (const QString& problem : problems) {
            m_window->notices().showError(
                faultSentence({ErrorCode::FileDamaged, problem.toStdString(), {}}));
        }
    });
}

/// Goes through the conversation, so that it is found there with its words and its count of changed pixels.
void Studio::repaint(const QString& prompt) {
    const CanvasContent& content = m_services.document.content();
    PictureOrder order = m_services.generation.nextOrder(pictureFolder());
    const auto& model = m_services.generation.model();
    auto request = repaintRequest(content, order.request, model ? model->sizeMultiplePx : 8);
    if (!request) {
        showError(request.error());
        return;
    }
    order.request = *std::move(request);
    order.madeFrom = content.picture.file;
    m_services.session.send({.text = prompt.isEmpty() ? content.picture.origin.prompt : prompt,
                             .attachments = {},
                             .order = std::move(order),
                             .place = JobPlace::Back});
}

void Studio::saveCanvasPictureAs(const CanvasPicture& picture) {
    const QString name = picture.file.empty()
                             ? tr("picture.png")
                             : QString::fromStdString(picture.file.filename().string());
    m_dialogs.chooseSaveFile(
        tr("Save the picture as"), pictureRoot() + QLatin1Char('/') + name,
        tr("Pictures (*.png *.jpg *.jpeg *.webp)"), [this, picture](const QString& target) {
            m_services.background.start(
                this,
                [picture, path = std::filesystem::path(target.toStdString())](std::stop_token) {
                    return saveCanvasPicture(picture, path);
                },
                [this, picture, target](const Result<std::vector<std::string>>& saved) {
                    if (!saved) {
                        showError(saved.error());
                        return;
                    }
                    m_services.document.markSaved(picture, target.toStdString());
                    QStringList sentences = {
                        tr("Saved as “%1”.").arg(QFileInfo(target).fileName())};
                    for (const std::string& leftOut : *saved) {
                        sentences += QString::fromStdString(leftOut);
                    }
                    const QString told = sentences.join(QLatin1Char(' '));
                    if (saved->empty()) {
                        m_window->notices().showNotice(told);
                    } else {  // stays until it was read: another format would have kept it
                        m_window->notices().showError(told);
                    }
                });
        });
}

void Studio::showConversationStrip() {
    std::vector<ui::StripModel::Entry> entries;
    const TranscriptModel& transcript = m_services.session.transcript();
    for (int row = 0; row < transcript.rowCount(); ++row) {
        for (const limn::PictureCard& card : transcript.turnAt(row).cards) {
            if (!card.file.isEmpty()) {
                entries.push_back({card.file.toStdString(), card.prompt});
            }
        }
    }
    m_canvas->setStrip(entries);
}

void Studio::compare(const QStringList& files) {
    std::vector<ui::CompareView::Entry> entries;
    for (const QString& file : files) {
        entries.push_back({file.toStdString(), QFileInfo(file).fileName()});
    }
    m_canvas->compareSideBySide(entries);
    m_window->showCanvas();
}

}  // namespace limn::studio
