// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/ConversationSession.h"

#include "core/conversation/waiting_message.h"
#include "core/jobs/failure_sentence.h"

#include <algorithm>
#include <utility>

namespace limn {
namespace {

constexpr int kStoreDelayMs =
    400;  // of streaming text and rows; pictures and ends are stored at once
constexpr int kDraftDelayMs = 300;

}  // namespace

ConversationSession::ConversationSession(ConversationStore& store, Assistant& assistant,
                                         QObject* parent)
    : QObject(parent), m_store(store), m_assistant(assistant),
      m_newConversation(std::make_shared<ConversationId>(0)) {
    m_storeTimer.setSingleShot(true);
    m_storeTimer.setInterval(kStoreDelayMs);
    connect(&m_storeTimer, &QTimer::timeout, this, &ConversationSession::storeDirty);
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(kDraftDelayMs);
    connect(&m_draftTimer, &QTimer::timeout, this, &ConversationSession::storeDraft);
    connect(&m_conversations, &ConversationListModel::renameRequested, this,
            &ConversationSession::rename);
    listen();
}

ConversationSession::~ConversationSession() {
    if (m_draftTimer.isActive()) {
        storeDraft();
    }
    const auto typedSince = std::exchange(m_typedSince, {});
    std::set<ConversationId> storedLast;
    while (!m_outgoing.empty()) {
        storedLast.insert(m_outgoing.front().conversation);
        storeNext();
    }
    for (const ConversationId id : storedLast) {
        if (m_removed.contains(id)) {
            m_store.remove(id);
        }
    }
    for (const auto& [id, draft] : typedSince) {
        m_store.saveDraft(id, draft);
    }
    storeDirty();
    m_store.forgetTries();
}

void ConversationSession::listen() {
    connect(&m_assistant, &Assistant::textAppended, this,
            [this](TurnId answer, const QString& markdown) {
                changeLive(answer, Storing::Soon, [&](Turn& turn) { turn.text += markdown; });
            });
    connect(&m_assistant, &Assistant::rowAdded, this, [this](TurnId answer, const DoneRow& row) {
        changeLive(answer, Storing::Soon, [&](Turn& turn) { turn.rows.push_back(row); });
    });
    connect(&m_assistant, &Assistant::rowChanged, this,
            [this](TurnId answer, int rowIndex, const DoneRow& row) {
                changeLive(answer, Storing::Soon, [&](Turn& turn) {
                    if (rowIndex >= 0 && rowIndex < static_cast<int>(turn.rows.size())) {
                        turn.rows[static_cast<std::size_t>(rowIndex)] = row;
                    }
                });
            });
    connect(&m_assistant, &Assistant::jobAssigned, this, [this](TurnId answer, JobId job) {
        changeLive(answer, Storing::Soon, [&](Turn& turn) { turn.job = job; });
    });
    connect(&m_assistant, &Assistant::begun, this, &ConversationSession::begin);
    connect(&m_assistant, &Assistant::picturesExpected, this,
            [this](TurnId answer, const std::vector<PictureCard>& cards) {
                changeLive(answer, Storing::Soon, [&](Turn& turn) {
                    turn.cards.insert(turn.cards.end(), cards.begin(), cards.end());
                });
            });
    connect(&m_assistant, &Assistant::pictureProgressed, this,
            [this](TurnId answer, int cardIndex, const Progress& progress) {
                m_transcript.setProgress(answer, cardIndex, progress);
            });
    connect(&m_assistant, &Assistant::pictureFinished, this,
            [this](TurnId answer, int cardIndex, const PictureCard& card) {
                const auto live = m_live.find(answer);
                if (live == m_live.end() || cardIndex < 0 ||
                    cardIndex >= static_cast<int>(live->second.cards.size())) {
                    return;
                }
                changeLive(answer, Storing::Now, [&](Turn& turn) {
                    turn.cards[static_cast<std::size_t>(cardIndex)] = card;
                });
                Q_EMIT pictureReady(card, live->second.conversation);
            });
    connect(&m_assistant, &Assistant::pictureJudged, this, [this](TurnId answer, int cardIndex, const PictureCard& card) {
        changeLive(answer, Storing::Soon, [&](Turn& turn) {
            if (cardIndex >= 0 && cardIndex < static_cast<int>(turn.cards.size())) {
                PictureCard& judged = turn.cards[static_cast<std::size_t>(cardIndex)];
                judged.verdict = card.verdict;
                judged.verdictText = card.verdictText;
            }
        });
    });
    connect(&m_assistant, &Assistant::stopping, this,
            [this](TurnId answer) { m_transcript.setStopping(answer); });
    connect(&m_assistant, &Assistant::ended, this, &ConversationSession::endAnswer);
}

QString ConversationSession::title() const {
    const ConversationSummary* conversation = m_conversations.find(m_current);
    return conversation != nullptr ? conversation->title : QString();
}

bool ConversationSession::isAnswering() const {
    return std::any_of(m_live.begin(), m_live.end(), [this](const auto& entry) {
        return entry.second.conversation == m_current;
    });
}

void ConversationSession::start() {
    m_isFetching = true;
    m_store.open(this, [this](Result<ConversationStore::Opened> found) {
        if (!found) {
            m_isFetching = false;
            tellProblem(found.error());
            return;
        }
        const auto& conversations = found->conversations;
        const ConversationId last = conversations.empty() ? 0 : conversations.front().id;
        m_conversations.reset(conversations);
        for (const CutOffMessage& message : found->cutOff) {
            m_live[message.answer.id] = message.answer;
        }
        if (!found->cutOff.empty()) {
            m_begun.insert(found->cutOff.front().answer.id);  // counted as it was taken
        }
        // What was typed while the database was being opened is not lost.
        m_draftTimer.stop();
        const Draft typed = m_draft;
        showConversation(last);
        if (!typed.isEmpty()) {
            setDraft(typed);
            Q_EMIT draftLoaded(typed);
        }
        answerAnew(found->cutOff);
    });
    m_store.recentMessages(this, [this](Result<std::vector<QString>> messages) {
        if (messages) {
            Q_EMIT recentMessagesLoaded(*messages);
        }
    });
}

void ConversationSession::openConversation(ConversationId id) {
    m_newConversation = std::make_shared<ConversationId>(0);  // not the one that was new before
    showConversation(id);
}

void ConversationSession::showConversation(ConversationId id) {
    if (m_draftTimer.isActive()) {
        storeDraft();
    }
    m_current = id;
    m_hasOlder = false;
    m_isFetching = id != 0;
    m_draft = {};
    m_transcript.reset({});
    Q_EMIT conversationOpened(id);
    Q_EMIT titleChanged(title());
    Q_EMIT answeringChanged(isAnswering());
    if (id != 0) {
        m_store.turns(id, 0, this, [this, id](Result<std::vector<Turn>> turns) {
            if (id == m_current && !turns) {
                m_isFetching = false;
                tellProblem(turns.error());
            } else if (id == m_current) {
                showTurns(id, std::move(turns).value());
            }
        });
    }
    if (const auto typed = m_typedSince.find(id); typed != m_typedSince.end()) {
        m_draft = typed->second;
        if (!m_draft.isEmpty()) {
            Q_EMIT draftLoaded(m_draft);
        }
        return;
    }
    m_store.draft(id, this, [this, id](Result<Draft> draft) {
        // What was typed meanwhile counts more than what was stored, and what is on its way is no draft any more.
        if (draft && id == m_current && m_draft.isEmpty() && !draft->isEmpty() &&
            !isDraftOnItsWay(id)) {
            m_draft = *draft;
            Q_EMIT draftLoaded(m_draft);
        }
    });
}

void ConversationSession::showTurns(ConversationId id, std::vector<Turn> turns) {
    m_isFetching = false;
    m_hasOlder = static_cast<int>(turns.size()) == ConversationStore::kTurnsPerPage;
    for (Turn& turn : turns) {
        const auto live = m_live.find(turn.id);
        if (live != m_live.end()) {
            turn = live->second;
        }
    }
    // A message that was stored after this was read is in the model already and not in `turns`.
    for (int row = 0; row < m_transcript.rowCount(); ++row) {
        const Turn& shown = m_transcript.turnAt(row);
        if (shown.conversation == id && (turns.empty() || shown.id > turns.back().id)) {
            turns.push_back(shown);
        }
    }
    m_transcript.reset(std::move(turns));
}

void ConversationSession::fetchOlder() {
    if (!m_hasOlder || m_isFetching || m_transcript.rowCount() == 0) {
        return;
    }
    m_isFetching = true;
    const ConversationId id = m_current;
    const TurnId before = m_transcript.turnAt(0).id;
    m_store.turns(id, before, this, [this, id, before](Result<std::vector<Turn>> turns) {
        const bool isStillThere =
            id == m_current && m_transcript.rowCount() > 0 && m_transcript.turnAt(0).id == before;
        if (!turns) {
            tellProblem(turns.error());
        } else if (isStillThere) {
            m_isFetching = false;
            m_hasOlder = static_cast<int>(turns->size()) == ConversationStore::kTurnsPerPage;
            m_transcript.prepend(std::move(turns).value());
        }
    });
}

/// One is being drawn in the open conversation.
bool ConversationSession::isPictureComing() const {
    return std::any_of(m_live.begin(), m_live.end(), [this](const auto& entry) {
        const auto& cards = entry.second.cards;
        return entry.second.conversation == m_current &&
               std::any_of(cards.begin(), cards.end(), [](const PictureCard& card) { return card.file.isEmpty(); });
    });
}

/// What waited or was at work when the program ended.
void ConversationSession::answerAnew(const std::vector<CutOffMessage>& cutOff) {
    for (const CutOffMessage& each : cutOff) {
        auto message = messageFrom(each.waiting);
        if (!message) {
            endAnswer(each.answer.id, TurnState::Cancelled, {});
            continue;
        }
        message->answer = each.answer.id;
        message->conversation = each.answer.conversation;
        message->finished = each.answer.cards;
        m_assistant.answer(*message);
    }
    if (!cutOff.empty()) {
        Q_EMIT answeringChanged(isAnswering());
        Q_EMIT wentOn(static_cast<int>(cutOff.size()));
    }
}

/// The last picture that was made or attached in the open conversation.
QString ConversationSession::pictureInView() const {
    for (int row = m_transcript.rowCount() - 1; row >= 0; --row) {
        const Turn& turn = m_transcript.turnAt(row);
        const auto drawn = std::find_if(turn.cards.rbegin(), turn.cards.rend(),
                                        [](const PictureCard& card) { return !card.file.isEmpty(); });
        if (drawn != turn.cards.rend()) {
            return drawn->file;
        }
        if (!turn.attachments.isEmpty()) {
            return turn.attachments.back();
        }
    }
    return {};
}

template <class Change>
void ConversationSession::changeLive(TurnId id, Storing storing, Change change) {
    const auto found = m_live.find(id);
    if (found == m_live.end()) {
        return;
    }
    change(found->second);
    m_transcript.change(found->second);
    if (storing == Storing::Now) {
        m_dirty.erase(id);
        m_store.update(found->second);
    } else {
        m_dirty.insert(id);
        if (!m_storeTimer.isActive()) {
            m_storeTimer.start();
        }
    }
}

void ConversationSession::endAnswer(TurnId answer, TurnState state, const QString& failure) {
    changeLive(answer, Storing::Now, [&](Turn& turn) {
        turn.state = state;
        turn.failure = failure;
        turn.job.reset();
        std::erase_if(turn.cards, [](const PictureCard& card) { return card.file.isEmpty(); });
    });
    const auto found = m_live.find(answer);
    if (found != m_live.end()) {
        const Turn turn = std::move(found->second);
        m_live.erase(found);
        m_begun.erase(answer);
        Q_EMIT answeringChanged(isAnswering());
        Q_EMIT answerEnded(turn);
    }
}

void ConversationSession::begin(TurnId answer) {
    m_running = answer;
    if (m_live.contains(answer) && m_begun.insert(answer).second) {
        m_store.countTry(answer);
    }
}

void ConversationSession::stop() {
    const auto isHere = [this](const auto& entry) {
        return entry.second.conversation == m_current;
    };
    const auto running = m_live.find(m_running);
    if (running != m_live.end() && isHere(*running)) {
        m_assistant.stop(running->first);
        return;
    }
    const auto newest = std::find_if(m_live.rbegin(), m_live.rend(), isHere);
    if (newest != m_live.rend()) {
        m_assistant.stop(newest->first);
    }
}

void ConversationSession::moveFile(const QString& before, const QString& after) {
    m_assistant.moveFile(before, after);
    for (Outgoing& waiting : m_outgoing) {
        moveFileIn(waiting.message.attachments, before, after);
        PictureOrder& order = waiting.message.order;
        if (order.madeFrom == before.toStdU16String()) {
            order.madeFrom = after.toStdU16String();
        }
    }
    m_transcript.moveFile(before, after);
    for (auto& [id, draft] : m_typedSince) {
        moveFileIn(draft.attachments, before, after);
    }
    for (auto& [id, turn] : m_live) {
        if (moveFileIn(turn, before, after)) {
            m_dirty.erase(id);
            m_store.update(turn);  // it may have been stored with the old name a moment ago
        }
    }
}

void ConversationSession::setQueueOrder(const std::vector<TurnId>& answers) {
    if (answers != m_queueOrder) {
        m_queueOrder = answers;
        m_isQueueOrderStored = false;
        if (!m_storeTimer.isActive()) {
            m_storeTimer.start();
        }
    }
}

void ConversationSession::rename(ConversationId id, const QString& title) {
    const ConversationSummary* known = m_conversations.find(id);
    const QString wanted = title.simplified();
    if (known == nullptr || wanted.isEmpty() || known->title == wanted) {
        return;
    }
    ConversationSummary renamed = *known;
    renamed.title = wanted;
    m_conversations.put(renamed);
    m_store.rename(id, wanted);
    if (id == m_current) {
        Q_EMIT titleChanged(wanted);
    }
}

void ConversationSession::remove(ConversationId id) {
    const ConversationSummary* known = m_conversations.find(id);
    if (known == nullptr) {
        return;
    }
    const ConversationSummary removed = *known;
    std::vector<TurnId> answers;
    for (const auto& [turnId, turn] : m_live) {
        if (turn.conversation == id) {
            answers.push_back(turnId);
        }
    }
    for (auto it = answers.rbegin(); it != answers.rend(); ++it) {
        m_assistant.stop(*it);
    }
    m_removed.insert(id);
    m_store.remove(id);
    m_conversations.remove(id);
    if (id == m_current) {
        const QModelIndex next = m_conversations.index(0);
        openConversation(next.isValid() ? next.data(ConversationListModel::IdRole).toLongLong()
                                        : 0);
    }
    Q_EMIT conversationRemoved(removed);
}

void ConversationSession::restore(const ConversationSummary& conversation) {
    m_removed.erase(conversation.id);
    m_store.restore(conversation.id);
    m_conversations.put(conversation);
    openConversation(conversation.id);
}

void ConversationSession::setDraft(const Draft& draft) {
    if (draft != m_draft) {
        m_draft = draft;
        m_draftTimer.start();
    }
}

void ConversationSession::storeDraft() {
    m_draftTimer.stop();
    m_store.saveDraft(m_current, m_draft);
    if (isDraftOnItsWay(m_current)) {
        m_typedSince[m_current] = m_draft;
    }
}

void ConversationSession::storeDirty() {
    if (!std::exchange(m_isQueueOrderStored, true)) {
        m_store.saveQueueOrder(m_queueOrder);
    }
    for (const TurnId id : std::exchange(m_dirty, {})) {
        const auto live = m_live.find(id);
        if (live != m_live.end()) {
            m_store.update(live->second);
        }
    }
}

void ConversationSession::tellProblem(const Error& error) {
    Q_EMIT problemOccurred(failureSentence(error));
}

}  // namespace limn
