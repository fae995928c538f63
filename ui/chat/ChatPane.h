// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/ConversationSession.h"
#include "core/jobs/Background.h"
#include "ui/chat/CardAction.h"
#include "ui/chat/CardPictures.h"
#include "ui/style/Theme.h"

#include <QWidget>

#include <filesystem>
#include <functional>

class QMimeData;
class QStackedWidget;

namespace limn::ui {

class Announcer;
class ChatHeader;
class ChatWelcome;
class Composer;
class ConversationListPage;
class NoticeBar;
class TranscriptView;

/// The chat: which conversation, what was said, and the composer. Follows a ConversationSession; what is not its own
/// business (open a picture, describe it, delete it, choose files) goes out as a signal.
class ChatPane final : public QWidget {
    Q_OBJECT
public:
    /// Asked once for each message: the settings of the window at that moment, with the seed chosen.
    using OrderSource = std::function<PictureOrder()>;

    /// `pastedFolder` is where bitmaps without a file are saved when they are attached.
    ChatPane(ConversationSession& session, Background& background, const Theme& theme,
             std::filesystem::path pastedFolder, QWidget* parent = nullptr);
    ~ChatPane() override;

    void setOrderSource(OrderSource source) { m_orderSource = std::move(source); }
    /// Beside the attach button: what the window wants to be quick at hand.
    void addComposerTool(QWidget* tool);
    void focusComposer();
    /// What is written; without words, the composer waits for some.
    void sendDraft(JobPlace place);
    void startConversation();
    void showConversations();
    /// Opens the one so many places further down the list; at its ends nothing happens.
    void stepConversation(int places);
    /// The open one's title becomes a field in the list.
    void renameConversation();
    /// The open one; it can be undone.
    void deleteConversation();
    /// Puts words into the composer, for the person to send.
    void setPrompt(const QString& prompt);
    void attachFiles(const QStringList& files);
    /// What was dropped or pasted elsewhere in the window.
    void attach(const QMimeData& mime);
    /// The file is another one now, or gone: cards show it anew.
    void refreshPicture(const QString& file);
    /// A file that may wait in the composer lies elsewhere now.
    void moveFile(const QString& before, const QString& after);
    void showNotice(const QString& sentence);

Q_SIGNALS:
    void pictureOpened(const limn::PictureCard& card);
    void describeRequested(const QString& file);
    void startPictureChosen(const QString& file);
    void deleteRequested(const QString& file);
    /// The person wants to attach files: choose them and call attachFiles().
    void attachmentsWanted();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildLayout();
    void connectSession();
    void connectComposer();
    void connectViews();
    void showPage();
    void showList(bool isShown);
    PictureOrder currentOrder() const;
    void send(const Draft& draft, JobPlace place);
    void act(CardAction action, TurnId turn, int card);
    void drawAgain(const PictureCard& card);
    void vary(const PictureCard& card);
    void retry(int answerRow);
    void tellPicture(const PictureCard& card);
    void tellEnd(const Turn& answer);

    ConversationSession& m_session;
    CardPictures m_pictures;
    OrderSource m_orderSource;
    ChatHeader* m_header;
    QStackedWidget* m_pages;
    TranscriptView* m_view;
    ChatWelcome* m_welcome;
    ConversationListPage* m_list;
    NoticeBar* m_notice;
    Composer* m_composer;
    Announcer* m_announcer;
    int m_sendingDraft =
        0;  // the number of the message that the composer holds; 0: it is not on its way
};

}  // namespace limn::ui
