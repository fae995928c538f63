// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/description/write_words.h"
#include "core/gallery/described_pictures.h"
#include "core/jobs/WordsOrder.h"
#include "ui/words/ReadAloud.h"

#include <QTimer>
#include <QWidget>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace limn::ui {

class Announcer;
class ElidedLabel;
class Theme;

/// The inspector of words: what is said of one picture, each part editable, to copy, to hear, and to write into the file.
/// What is edited is told at once, so that it can be kept, and stays here until it is written: words of other pictures that
/// come meanwhile wait to be asked for. GUI thread.
class WordsPane final : public QWidget {
    Q_OBJECT
public:
    explicit WordsPane(const Theme& theme, QWidget* parent = nullptr);

    void showWords(const FinishedWords& words);
    /// What is kept of the words of a picture: the person's own, from before, take the place of what was just said. What is
    /// being edited stays as it is.
    void showKept(const PictureRow& picture);
    /// A file lies elsewhere now: the words and edits of its picture go with it.
    void moveFile(const std::filesystem::path& before, const std::filesystem::path& after);
    /// Of the picture that is shown; empty while none is.
    const std::filesystem::path& file() const { return m_file; }
    /// As it stands now.
    QString altText() const;
    /// What is heard: alt text, details and writing, each where there is one.
    QString textToRead() const;
    /// What was said of it, and what the person made of that.
    const FinishedWords& finished() const { return m_finished; }
    EditedWords edits() const { return changesFrom(m_said); }
    /// How the writing into this file ended: what writeWords() gave. Texts of somebody else that were kept are shown beside
    /// the ones of the pane, and the person may have them replaced.
    void tellWritten(const std::filesystem::path& file, const Result<KeptWords>& written);

Q_SIGNALS:
    void describeRequested();
    void writeRequested(const std::filesystem::path& file, const limn::WordsForFile& words);
    void copied(const QString& what);
    /// A moment after the last key, or when the field or the picture is left.
    void edited(const limn::EditedWords& words);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildEmpty();
    QWidget* buildWords();
    QWidget* buildFields();
    /// `copyName`: what the button copies, where the heading is a sentence.
    QWidget* addNote(QVBoxLayout& column, const QString& heading, QLabel*& words,
                     const QString& copyName = {});
    QToolButton* copyButton(const QString& name, const std::function<QString()>& textOf);
    QPlainTextEdit* addText(QVBoxLayout& column, const QString& name, const QString& objectName,
                            int lines);
    void addHead(QVBoxLayout& column, const QString& name, QWidget* field,
                 const std::function<QString()>& text, QWidget* beside);
    /// What the file says instead, written by somebody else.
    struct OtherText {
        QWidget* part = nullptr;
        QLabel* text = nullptr;
        Announcer* announcer = nullptr;
        QPushButton* replace = nullptr;
    };
    OtherText addOther(QVBoxLayout& column, const QString& heading, const QString& name,
                       QWidget* field, bool WordsForFile::*replaces);
    static void showOther(const OtherText& other, const std::string& text);
    void countAlt();
    void refreshButtons();
    void toggleSpeech();
    void write(WordsForFile words);
    void put(const FinishedWords& words);
    void showName();
    void offerWaiting();
    void showWaiting();
    struct Texts {
        WordsForFile words;
        std::string writing;
    };
    Texts textsNow() const;
    EditedWords changesFrom(const Texts& former) const;
    void tellEdits();
    bool hasEdits() const;
    bool isWritten(const WordsForFile& words) const;
    WordsForFile wordsNow() const;

    const Theme& m_theme;
    ReadAloud m_voice;
    std::filesystem::path m_file;
    FinishedWords m_finished;
    Texts m_said;                ///< as they came
    Texts m_shown;               ///< the same, but for what was kept from before
    Texts m_told;                ///< as edited() told them last
    bool m_areTagsKept = false;  ///< those that were measured are not
    QTimer m_tellSoon;
    std::optional<WordsForFile> m_written;       ///< since the picture is shown
    std::optional<WordsForFile> m_beingWritten;  ///< one file at a time
    std::vector<FinishedWords> m_waiting;  ///< of other pictures, until the edits are done
    QPushButton* m_showWaiting = nullptr;
    QStackedWidget* m_pages = nullptr;
    ElidedLabel* m_name = nullptr;
    QLabel* m_origin = nullptr;
    QLabel* m_altCount = nullptr;
    QPlainTextEdit* m_alt = nullptr;
    QPlainTextEdit* m_detail = nullptr;
    QLineEdit* m_tags = nullptr;
    QPlainTextEdit* m_writing = nullptr;
    OtherText m_otherAlt;
    OtherText m_otherDetail;
    QLabel* m_measured = nullptr;
    QLabel* m_match = nullptr;
    QWidget* m_matchPart = nullptr;
    QWidget* m_measuredPart = nullptr;
    QPushButton* m_write = nullptr;
    QPushButton* m_speak = nullptr;
};

}  // namespace limn::ui
