// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Assistant.h"
#include "core/conversation/ConversationListModel.h"
#include "core/conversation/ConversationStore.h"
#include "core/conversation/TranscriptModel.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace limn {

/// What the person sends.
struct OutgoingMessage {
    QString text;
    QStringList attachments;
    PictureOrder order;  ///< the settings at this moment
    JobPlace place = JobPlace::Back;
    MessageIntent intent = MessageIntent::Auto;
    DraftUse draft = DraftUse::Kept;
};

/// The conversations of one window: which one is open, and what is said in it. Stores each message before it shows and
/// answers it; keeps answers going while another conversation is open. The views follow its two models. GUI thread.
class ConversationSession final : public QObject {
    Q_OBJECT
public:
    ConversationSession(ConversationStore& store, Assistant& assistant, QObject* parent = nullptr);
    /// Saves the draft.
    ~ConversationSession() override;

    TranscriptModel& transcript() { return m_transcript; }
    ConversationListModel& conversations() { return m_conversations; }
    /// 0: a new conversation, which exists from its first message on.
    ConversationId current() const { return m_current; }
    QString title() const;
    bool isAnswering() const;
    bool isStoring() const { return m_isStoring || !m_outgoing.empty(); }
    /// The turns of the open conversation are still being read.
    bool isLoading() const { return m_isFetching && m_transcript.rowCount() == 0; }

    /// Reads what is stored, then opens the conversation that was used last.
    void start();
    void openConversation(ConversationId id);
    void startNew() { openConversation(0); }
    void rename(ConversationId id, const QString& title);
    /// Gone from the list, with its answers stopped; restore() is the undo.
    void remove(ConversationId id);
    void restore(const ConversationSummary& conversation);
    void fetchOlder();

    /// One message is stored after the other, each where it was sent. Gives its number, for messageStored and
    /// messageRefused; 0: there was nothing to send.
    int send(const OutgoingMessage& message);
    /// The message of an answer that failed or was stopped, once more: as it is given here, but started from the very picture
    /// and mask of the first try. problemOccurred() where those are not kept any more.
    void sendAgain(TurnId answer, const OutgoingMessage& message);
    /// The answer of the open conversation that is being made; where they all wait, the newest.
    void stop();
    void stopAnswer(TurnId answer) { m_assistant.stop(answer); }
    /// Kept for the open conversation, and stored soon.
    void setDraft(const Draft& draft);
    /// A file lies elsewhere now, and what is stored names it there already.
    void moveFile(const QString& before, const QString& after);
    /// The answers as they will be made, the next one first: after a restart they go on in this order.
    void setQueueOrder(const std::vector<TurnId>& answers);

Q_SIGNALS:
    void conversationOpened(limn::ConversationId id);
    void titleChanged(const QString& title);
    void draftLoaded(const limn::Draft& draft);
    void recentMessagesLoaded(const std::vector<QString>& newestFirst);
    /// The message that was sent is on the medium and in the transcript.
    void messageStored(int number);
    /// It is neither; the sentence says why.
    void messageRefused(const QString& sentence, int number);
    void answeringChanged(bool isAnswering);
    /// At the start: so many messages were cut off by the end of the program and are answered anew.
    void wentOn(int messages);
    void pictureReady(const limn::PictureCard& card, limn::ConversationId conversation);
    void answerEnded(const limn::Turn& answer);
    void conversationRemoved(const limn::ConversationSummary& conversation);
    void problemOccurred(const QString& sentence);

private:
    enum class Storing { Soon = 1, Now };
    struct Outgoing {
        int number = 0;
        ConversationId conversation = 0;
        std::shared_ptr<ConversationId> made;  // of all messages of one new conversation
        OutgoingMessage message;
    };

    void listen();
    void begin(TurnId answer);
    int enqueue(ConversationId conversation, const OutgoingMessage& message);
    void storeNext();
    AssistantMessage questionOf(const Outgoing& sent) const;
    void showStored(const StoredMessage& stored, const Outgoing& sent, AssistantMessage question);
    void keepRemoved(const StoredMessage& stored, const Outgoing& sent);
    void showConversation(ConversationId id);
    void moveInto(ConversationId made, const Outgoing& sent);
    void keepRefused(const Outgoing& sent);
    bool isDraftOnItsWay(ConversationId id) const;
    void keepTypedSince(ConversationId id);
    void answerAnew(const std::vector<CutOffMessage>& cutOff);
    bool isPictureComing() const;
    void showTurns(ConversationId id, std::vector<Turn> turns);
    void endAnswer(TurnId answer, TurnState state, const QString& failure);
    template <class Change>
    void changeLive(TurnId id, Storing storing, Change change);
    void storeDirty();
    void storeDraft();
    QString pictureInView() const;
    void tellProblem(const Error& error);

    ConversationStore& m_store;
    Assistant& m_assistant;
    TranscriptModel m_transcript;
    ConversationListModel m_conversations;
    std::map<TurnId, Turn> m_live;  // the answers that are being made, of all conversations
    std::set<TurnId> m_dirty;       // of these, what is not stored yet
    std::set<TurnId> m_begun;       // of these, whose beginning was counted
    TurnId m_running = 0;           // what began last
    std::vector<TurnId> m_queueOrder;
    bool m_isQueueOrderStored = true;
    std::deque<Outgoing> m_outgoing;        // behind the one that is being stored
    std::optional<Outgoing> m_beingStored;  // without its order
    /// Drafts that were saved while a message was on its way that was the draft: storing it empties the draft.
    std::map<ConversationId, Draft> m_typedSince;
    std::set<ConversationId> m_removed;  // by this run of the program, and not brought back
    int m_lastNumber = 0;
    QTimer m_storeTimer;
    QTimer m_draftTimer;
    Draft m_draft;
    ConversationId m_current = 0;
    std::shared_ptr<ConversationId> m_newConversation;  // the writer's, see Outgoing
    bool m_isStoring = false;
    bool m_hasOlder = false;
    bool m_isFetching = false;
};

}  // namespace limn
