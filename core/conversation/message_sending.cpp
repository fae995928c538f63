// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/ConversationSession.h"

#include "core/conversation/picture_request.h"
#include "core/conversation/waiting_message.h"
#include "core/jobs/failure_sentence.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

// What the session does with a message from when it is sent until it is stored, and with the draft that it was.

namespace limn {
namespace {

/// The settings may be others by now, and the model too; what it starts from, and how, is as it was. False where that is
/// not there any more: a whole new picture is not what was asked for.
bool startAsBefore(PictureOrder& order, KeptMessage kept) {
    auto before = kept.isWhole ? messageFrom(std::move(kept.waiting)) : std::nullopt;
    if (!before) {
        return false;
    }
    GenerateRequest& request = before->order.request;
    order.madeFrom = before->order.madeFrom;
    order.request.initImage = std::move(request.initImage);
    order.request.mask = std::move(request.mask);
    order.request.strength = request.strength;
    order.request.widthPx = request.widthPx;
    order.request.heightPx = request.heightPx;
    order.request.upscale = request.upscale;
    return true;
}

}  // namespace

int ConversationSession::send(const OutgoingMessage& message) {
    if (message.text.trimmed().isEmpty() && message.attachments.isEmpty()) {
        return 0;
    }
    if (message.draft == DraftUse::Sent) {
        m_draftTimer.stop();
        m_draft = {};
        m_typedSince.erase(m_current);
    }
    return enqueue(m_current, message);
}

void ConversationSession::sendAgain(TurnId answer, const OutgoingMessage& message) {
    m_store.keptMessage(
        answer, this,
        [this, conversation = m_current, message](Result<std::optional<KeptMessage>> kept) {
            if (!kept) {
                tellProblem(kept.error());
                return;
            }
            OutgoingMessage again = message;
            if (*kept && !startAsBefore(again.order, *std::move(*kept))) {
                Q_EMIT problemOccurred(
                    tr("What this message started from is not kept any more. Open "
                       "the picture and order it again from there."));
                return;
            }
            enqueue(conversation, again);
        });
}

int ConversationSession::enqueue(ConversationId conversation, const OutgoingMessage& message) {
    const int number = ++m_lastNumber;
    m_outgoing.push_back({number, conversation, m_newConversation, message});
    if (!m_isStoring) {
        storeNext();
    }
    return number;
}

AssistantMessage ConversationSession::questionOf(const Outgoing& sent) const {
    AssistantMessage question;
    question.text = sent.message.text;
    question.attachments = sent.message.attachments;
    question.order = sent.message.order;
    question.place = sent.message.place;
    question.intent = sent.message.intent;
    if (sent.conversation == m_current) {
        question.pictureInView = pictureInView();
        question.isPictureComing = isPictureComing();
    }
    return question;
}

void ConversationSession::storeNext() {
    m_isStoring = true;
    Outgoing sent = std::move(m_outgoing.front());
    m_outgoing.pop_front();
    const OutgoingMessage& message = sent.message;
    Turn turn;
    turn.conversation = sent.conversation;
    turn.author = TurnAuthor::Person;
    turn.text = message.text;
    turn.attachments = message.attachments;
    turn.createdAt = QDateTime::currentDateTimeUtc();
    const AssistantMessage question = questionOf(sent);
    sent.message.order = {};  // its pictures are in the question
    m_beingStored = sent;
    const bool isPictureAlone = message.text.trimmed().isEmpty() && !message.attachments.isEmpty();
    const QString title =
        isPictureAlone ? QFileInfo(message.attachments.front()).completeBaseName() : message.text;
    m_store.storeMessage(turn, titleFrom(title), waitingFrom(question), message.draft, sent.made,
                         this, [this, sent, question](Result<StoredMessage> stored) {
                             m_isStoring = false;
                             m_beingStored.reset();
                             if (stored && m_removed.contains(stored->conversation.id)) {
                                 keepRemoved(*stored, sent);
                             } else if (stored) {
                                 showStored(*stored, sent, question);
                             } else {
                                 keepRefused(sent);
                                 Q_EMIT messageRefused(failureSentence(stored.error()),
                                                       sent.number);
                             }
                             keepTypedSince(sent.conversation);
                             if (!m_isStoring && !m_outgoing.empty()) {
                                 storeNext();
                             }
                         });
}

void ConversationSession::showStored(const StoredMessage& stored, const Outgoing& sent,
                                     AssistantMessage question) {
    const ConversationId id = stored.conversation.id;
    m_conversations.put(stored.conversation);
    if (stored.isNewConversation) {
        moveInto(id, sent);
    }
    m_live[stored.answer.id] = stored.answer;
    if (m_current == id) {
        m_transcript.append(stored.message);
        m_transcript.append(stored.answer);
        Q_EMIT answeringChanged(true);
    }
    Q_EMIT messageStored(sent.number);
    question.answer = stored.answer.id;
    question.conversation = id;
    m_assistant.answer(question);
}

/// Its conversation was deleted meanwhile, and storing it brought that back. Should somebody want it again, the message is
/// there; nobody waits for its answer.
void ConversationSession::keepRemoved(const StoredMessage& stored, const Outgoing& sent) {
    Turn answer = stored.answer;
    answer.state = TurnState::Cancelled;
    m_store.update(answer);
    m_store.remove(stored.conversation.id);
    Q_EMIT messageStored(sent.number);
}

/// What was sent and written in the new conversation, now that it exists.
void ConversationSession::moveInto(ConversationId made, const Outgoing& sent) {
    for (Outgoing& next : m_outgoing) {
        const bool isOfIt = next.conversation == 0 && next.made == sent.made;
        next.conversation = isOfIt ? made : next.conversation;
    }
    if (m_current != 0 || m_newConversation != sent.made) {
        return;
    }
    m_current = made;
    m_typedSince.erase(0);
    if (!m_draft.isEmpty()) {
        m_store.saveDraft(0, {});
        m_draftTimer.start();
    }
    Q_EMIT titleChanged(title());
}

/// Whoever sent it may have gone on to another conversation: it is a draft again where it was.
void ConversationSession::keepRefused(const Outgoing& sent) {
    if (sent.message.draft != DraftUse::Sent || sent.conversation == m_current) {
        return;
    }
    Draft draft{sent.message.text, sent.message.attachments, {}};
    if (const auto typed = m_typedSince.find(sent.conversation); typed != m_typedSince.end()) {
        const Draft& since = typed->second;
        draft.text += since.text.isEmpty() ? QString() : u'\n' + since.text;
        draft.attachments += since.attachments;
        draft.attachments.removeDuplicates();
        draft.longTexts = since.longTexts;
        typed->second = draft;
    }
    m_store.saveDraft(sent.conversation, draft);
}

/// As a message of its conversation that is not stored yet.
bool ConversationSession::isDraftOnItsWay(ConversationId id) const {
    const auto isIt = [id](const Outgoing& sent) {
        return sent.conversation == id && sent.message.draft == DraftUse::Sent;
    };
    return (m_beingStored && isIt(*m_beingStored)) ||
           std::any_of(m_outgoing.begin(), m_outgoing.end(), isIt);
}

/// A message was stored, and with it the draft was emptied: what was typed in its place is saved once more.
void ConversationSession::keepTypedSince(ConversationId id) {
    const auto typed = m_typedSince.find(id);
    if (typed == m_typedSince.end()) {
        return;
    }
    m_store.saveDraft(id, typed->second);
    if (!isDraftOnItsWay(id)) {
        m_typedSince.erase(typed);
    }
}

}  // namespace limn
