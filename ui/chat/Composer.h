// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/JobRunner.h"
#include "core/conversation/Turn.h"
#include "ui/chat/CardPictures.h"
#include "ui/style/Theme.h"

#include <QFrame>

#include <filesystem>

class QHBoxLayout;
class QMimeData;
class QPushButton;
class QToolButton;

namespace limn::ui {

class AttachmentIntake;
class AttachmentStrip;
class ComposerEdit;

/// Where a message is made: words, pictures, long pasted texts. Keeps what is written until it is told that the message
/// is stored. Tells of every change as a draft; knows nothing of conversations.
class Composer final : public QFrame {
    Q_OBJECT
public:
    static constexpr int kMostAttachments = 16;

    Composer(Background& background, CardPictures& pictures, const Theme& theme,
             std::filesystem::path pastedFolder, QWidget* parent = nullptr);

    Draft draft() const;
    void setDraft(const Draft& draft);
    void setText(const QString& text);
    void setHistory(std::vector<QString> newestFirst);
    /// The message is stored: it goes to the history, and the editor is empty.
    void finishSending();
    /// Something is being made: the stop button is there.
    void setAnswering(bool isAnswering);
    /// The message is on its way to the medium: nothing can be changed until it has arrived.
    void setStoring(bool isStoring);

    void take(const QMimeData& mime);
    void attachFiles(const QStringList& files);
    /// A file that may be attached lies elsewhere now.
    void moveFile(const QString& before, const QString& after);
    /// Between the attach button and the send button: what the window wants to be quick at hand.
    void addTool(QWidget* tool);
    void focusText();
    /// What is written, if anything is.
    void send(JobPlace place);

Q_SIGNALS:
    void draftChanged(const limn::Draft& draft);
    void sendRequested(const limn::Draft& draft, limn::JobPlace place);
    void stopRequested();
    /// The person wants to choose files; a dialog is not this widget's business.
    void chooseFilesRequested();
    void noticeRaised(const QString& sentence);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildTools(QHBoxLayout& tools);
    void attach(const QString& file);
    void showAttachments();
    void tellDraft();

    const Theme& m_theme;
    AttachmentIntake* m_intake;
    AttachmentStrip* m_strip;
    ComposerEdit* m_edit;
    QHBoxLayout* m_tools;
    QToolButton* m_attachButton;
    QPushButton* m_stopButton;
    QPushButton* m_sendButton;
    QStringList m_files;
    QStringList m_longTexts;
    bool m_isSettingDraft = false;
};

}  // namespace limn::ui
