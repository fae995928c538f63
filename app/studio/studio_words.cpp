// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/Studio.h"

#include "core/base/Sha256.h"
#include "core/document/save_picture.h"
#include "core/io/PictureReader.h"
#include "core/io/xmp.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/canvas/CanvasView.h"
#include "ui/chat/ChatPane.h"
#include "ui/dialogs/Notices.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"
#include "ui/words/WordsPane.h"

// Pictures into words: through the conversation, so that questions can follow; then the inspector and the gallery's search.

namespace limn::studio {

void Studio::connectWords() {
    connect(&m_services.describing, &DescribingAssistant::described, this,
            [this](const FinishedWords& finished) {
                m_words->showWords(finished);
                m_window->showWords();
                const CanvasPicture& onCanvas = m_services.document.picture();
                if (onCanvas.file == finished.order.file) {
                    m_canvas->showText(onCanvas, finished.words.writing);
                }
                m_services.index.takeDescription(describedPicture(finished));
                showAltText();
            });
    connect(&m_services.document, &CanvasDocument::pictureChanged, this, &Studio::showAltText);
    connect(&m_services.index, &PictureIndex::wordsKept, m_words, &ui::WordsPane::showKept);
    connect(&m_services.index, &PictureIndex::wordsKept, this, &Studio::showAltText);
    connect(m_words, &ui::WordsPane::edited, this, &Studio::showAltText);
    connect(&m_services.describing, &DescribingAssistant::pointed, this,
            [this](const std::filesystem::path& file, const std::vector<PointedBox>& boxes) {
                if (m_services.document.picture().file == file) {
                    m_canvas->view().setMarks(boxes);
                }
            });
    connect(m_canvas, &ui::CanvasPane::textRequested, this, &Studio::readTextOf);
    connect(m_canvas, &ui::CanvasPane::textCopied, this, [this](const QString& text) {
        const qsizetype kLongest = 60;
        m_window->notices().showNotice(
            tr("Copied: %1")
                .arg(text.size() > kLongest ? text.left(kLongest) + QStringLiteral("…") : text));
    });
    // Nobody waits for the writing of a picture that is no longer shown; the pool has other work.
    connect(&m_services.document, &CanvasDocument::pictureChanged, this, [this] {
        if (m_services.document.picture().pixels != m_readPixels) {
            m_reading.cancel();
        }
    });
    DescriptionBatch& batch = m_services.batch;
    connect(&batch, &DescriptionBatch::progressed, this, &Studio::tellBatch);
    connect(&batch, &DescriptionBatch::failed, this, &Studio::showError);
    connect(&batch, &DescriptionBatch::pictureDescribed, &m_services.index,
            [this](qint64 id) { m_services.index.noteChanged({id}); });
    connect(&batch, &DescriptionBatch::finished, this, [this](qint64 done, qint64 failed) {
        const auto described = static_cast<int>(done - failed);
        m_gallery->endWork(
            failed == 0 ? tr("%n pictures described", nullptr, described)
                        : tr("%n pictures described, %1 not", nullptr, described).arg(failed));
    });
    connect(&batch, &DescriptionBatch::stopped, this, [this](qint64 waiting) {
        m_gallery->endWork(tr("%n pictures wait; they are described after the next start", nullptr,
                              static_cast<int>(waiting)),
                           tr("Do not describe them"), [this] { m_services.batch.cancel(); });
    });
    connect(&batch, &DescriptionBatch::paused, this, &Studio::tellPausedBatch);
    connect(m_gallery, &ui::GalleryPane::workStopped, &batch, &DescriptionBatch::pause);
    connect(m_gallery, &ui::GalleryPane::workGoOnRequested, &batch, &DescriptionBatch::goOn);
    connect(m_gallery, &ui::GalleryPane::workForgotten, &batch, &DescriptionBatch::cancel);
    connect(m_words, &ui::WordsPane::describeRequested,
            &m_window->actions()[ui::Command::DescribeFiles], &QAction::trigger);
    connect(m_words, &ui::WordsPane::copied, this, [this](const QString& what) {
        m_window->notices().showNotice(tr("Copied: %1").arg(what));
    });
    connect(m_words, &ui::WordsPane::edited, &m_services.index, &PictureIndex::takeEditedWords);
    connect(m_words, &ui::WordsPane::edited, this, [this] {
        if (const auto writing = m_editsOfWritten.find(m_words->file());
            writing != m_editsOfWritten.end()) {
            writing->second = m_words->edits();
        }
    });
    connect(m_words, &ui::WordsPane::writeRequested, this,
            [this](const std::filesystem::path& file, const WordsForFile& words) {
                m_editsOfWritten[file] = m_words->edits();
                m_services.background.start(
                    this, [file, words](std::stop_token) { return writeWords(file, words); },
                    [this, file, said = describedPicture(m_words->finished())](
                        const Result<KeptWords>& written) {
                        m_words->tellWritten(file, written);
                        if (!written) {
                            m_editsOfWritten.erase(file);
                            showError(written.error());
                            return;
                        }
                        m_services.index.takeIn(file, said,
                                                [this, file] { return takeEditsOf(file); });
                        const bool isSomeKept =
                            !written->alt.empty() || !written->longDescription.empty();
                        m_window->notices().showNotice(
                            (isSomeKept ? tr("The words are in “%1” now, except where somebody "
                                             "else’s text was kept.")
                                        : tr("The words are in “%1” now."))
                                .arg(QString::fromStdString(file.filename().string())),
                            isSomeKept ? ui::Notices::Action{tr("Show it"),
                                                             [this] {
                                                                 m_window->showWords();
                                                             }}
                                       : ui::Notices::Action{});
                    });
            });
}

/// As they were told last, also where the pane shows another picture meanwhile.
EditedWords Studio::takeEditsOf(const std::filesystem::path& file) {
    const auto told = m_editsOfWritten.extract(file);
    return told.empty() ? EditedWords() : told.mapped();
}

/// Of the picture on the canvas, for its screen reader: what the pane Words says of it now, else what is known of it, else
/// what its file says.
void Studio::showAltText() {
    const std::filesystem::path file = m_services.document.picture().file;
    if (file.empty()) {
        return;
    }
    if (m_words->file() == file) {
        m_canvas->view().setAltText(file, m_words->altText());
        return;
    }
    m_services.database.read(
        [file](Connection& connection) { return pictureByFile(connection, file); }, this,
        [this, file](const Result<std::optional<PictureRow>>& row) {
            if (m_services.document.picture().file != file || m_words->file() == file) {
                return;
            }
            if (row && *row && !(*row)->alt.empty()) {
                m_canvas->view().setAltText(file, QString::fromStdString((*row)->alt));
            } else {
                showAltTextInFile(file);
            }
        });
}

void Studio::showAltTextInFile(const std::filesystem::path& file) {
    m_services.background.start(
        this,
        [file](std::stop_token) {
            const auto reader = PictureReader::open(file);
            const auto words =
                reader ? readXmp(reader->info().xmp) : Result<XmpFields>(XmpFields());
            return words ? words->altText.value_or("") : std::string();
        },
        [this, file](const std::string& alt) {
            if (m_services.document.picture().file == file && m_words->file() != file) {
                m_canvas->view().setAltText(file, QString::fromStdString(alt));
            }
        });
}

/// Beside the inference thread, so that selecting text does not wait for a picture that is being made.
void Studio::readTextOf(const CanvasPicture& picture) {
    m_reading.cancel();
    m_readPixels = picture.pixels;
    m_reading = m_services.background.start(
        this,
        [picture](std::stop_token stop) { return vision::readText(*picture.pixels, {}, stop); },
        [this, picture](const Outcome<vision::TextReading>& read) {
            if (read.isCancelled()) {
                return;
            }
            if (!read.isDone()) {
                m_canvas->showText(picture, {});
                showError(read.error());
                return;
            }
            m_canvas->showText(picture, read.value());
            if (read.value().lines.empty()) {
                m_window->notices().showNotice(tr("No text was found in this picture."));
            }
        });
}

void Studio::describe(const QStringList& files) {
    if (files.isEmpty()) {
        return;
    }
    m_canvas->endComparing();
    m_services.document.openFile(files.back().toStdString());
    m_window->showCanvas();
    m_window->showChat();
    m_chat->focusComposer();  // questions follow
    m_services.session.send({.text = {},
                             .attachments = files,
                             .order = m_services.generation.nextOrder(pictureFolder()),
                             .place = JobPlace::Back,
                             .intent = MessageIntent::Describe});
}

void Studio::tellBatch(const BatchCount& count) {
    m_gallery->showWork(
        tr("Describing pictures: %1 of %2").arg(count.done + 1).arg(count.done + count.waiting),
        count.done, count.done + count.waiting);
}

/// Said where the choices are; somebody who does not see the gallery is told where to find them.
void Studio::tellPausedBatch(qint64 waiting) {
    const BatchCount& count = m_services.batch.count();
    const QString sentence =
        tr("%n pictures wait to be described", nullptr, static_cast<int>(waiting));
    m_gallery->pauseWork(sentence, count.done, count.done + count.waiting);
    if (!m_gallery->isVisible()) {
        m_window->notices().showNotice(sentence, {tr("Go on or forget them"), [this] {
                                                      m_window->showGallery();
                                                      m_gallery->focusWorkChoices();
                                                  }});
    }
}

/// What is only on the canvas gets a file beside what was pasted, so that the conversation can show it later.
void Studio::describeCanvas(const CanvasPicture& picture) {
    if (!picture.file.empty()) {
        describe({QString::fromStdString(picture.file.string())});
        return;
    }
    const auto folder = m_request.folders.data / "pasted";
    m_services.background.start(
        this,
        [picture, folder](std::stop_token) -> Result<QString> {
            std::error_code ignored;
            std::filesystem::create_directories(folder, ignored);
            Sha256 hash;
            hash.update(std::as_bytes(std::span(picture.pixels->pixels)));
            const auto file = folder / (hash.finish().substr(0, 16) + ".png");
            if (!std::filesystem::exists(file, ignored)) {
                if (const auto saved = saveCanvasPicture(picture, file); !saved) {
                    return saved.error();
                }
            }
            return QString::fromStdString(file.string());
        },
        [this](const Result<QString>& file) {
            if (file) {
                describe({*file});
            } else {
                showError(file.error());
            }
        });
}

}  // namespace limn::studio
