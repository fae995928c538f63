// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/Studio.h"

#include "ui/canvas/CanvasPane.h"
#include "ui/chat/ChatPane.h"
#include "ui/dialogs/Notices.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"

#include <algorithm>

// What the chat has to do with the others.

namespace limn::studio {
namespace {

/// The answers that the queue's jobs are for, the next one first.
std::vector<TurnId> answersInQueue(const InferenceService& inference) {
    std::vector<JobId> jobs = inference.queuedJobs();
    if (const auto running = inference.runningJob()) {
        jobs.insert(jobs.begin(), *running);
    }
    std::vector<TurnId> answers;
    for (const JobId job : jobs) {
        const PictureOrder* pictures = inference.orderOf(job);
        const WordsOrder* words = inference.wordsOrderOf(job);
        const TurnId answer = pictures != nullptr ? pictures->turnId
                              : words != nullptr  ? words->turnId
                                                  : 0;
        if (answer != 0 && std::find(answers.begin(), answers.end(), answer) == answers.end()) {
            answers.push_back(answer);
        }
    }
    return answers;
}

}  // namespace

QWidget* Studio::makeChat() {
    m_chat = new ui::ChatPane(m_services.session, m_services.background, m_theme,
                              m_request.folders.data / "pasted");
    return m_chat;
}

void Studio::connectChat() {
    m_chat->setOrderSource([this] { return m_services.generation.nextOrder(pictureFolder()); });
    connect(m_chat, &ui::ChatPane::pictureOpened, this, [this](const PictureCard& card) {
        PictureOrigin origin;
        origin.prompt = card.prompt;
        origin.negativePrompt = card.negativePrompt;
        origin.modelName = card.modelName;
        origin.seed = card.seed;
        origin.steps = card.steps;
        origin.madeFrom = card.madeFrom.toStdString();
        origin.pixelsChangedOutsideMask = card.pixelsChangedOutsideMask;
        m_canvas->endComparing();
        m_services.document.openFile(card.file.toStdString(), origin);
        m_window->showCanvas();
    });
    connect(m_chat, &ui::ChatPane::describeRequested, this, [this](const QString& file) { describe({file}); });
    connect(m_chat, &ui::ChatPane::startPictureChosen, this, &Studio::startFrom);
    connect(m_chat, &ui::ChatPane::deleteRequested, this, &Studio::trashFile);
    connect(m_chat, &ui::ChatPane::attachmentsWanted, this,
            [this] { chooseFilesFor(ui::DropZone::Attach, tr("Attach pictures to the chat")); });
    connect(&m_window->actions()[ui::Command::FocusPrompt], &QAction::triggered, this, [this] {
        m_window->showChat();
        m_chat->focusComposer();
    });
    connectConversations();
    connect(&m_services.inference, &InferenceService::queueChanged, &m_services.session,
            [this] { m_services.session.setQueueOrder(answersInQueue(m_services.inference)); });
    connect(&m_services.session, &ConversationSession::wentOn, this, [this](int messages) {
        m_window->notices().showNotice(tr("%n orders of the last time go on", nullptr, messages),
                                       {tr("Cancel"), [this] { m_services.inference.cancelAll(); }});
    });
    TranscriptModel& transcript = m_services.session.transcript();
    connect(&transcript, &TranscriptModel::modelReset, this, &Studio::showConversationStrip);
    connect(&transcript, &TranscriptModel::rowsInserted, this, &Studio::showConversationStrip);
    connect(&m_services.session, &ConversationSession::pictureReady, this,
            &Studio::showConversationStrip);
}

void Studio::connectConversations() {
    using ui::Command;
    const ui::StudioActions& actions = m_window->actions();
    const auto on = [this, &actions](Command command, auto order) {
        connect(&actions[command], &QAction::triggered, this, [this, order] {
            m_window->showChat();
            order(*m_chat);
        });
    };
    on(Command::Send, [](ui::ChatPane& chat) { chat.sendDraft(JobPlace::Back); });
    on(Command::SendFirst, [](ui::ChatPane& chat) { chat.sendDraft(JobPlace::Front); });
    on(Command::NewConversation, [](ui::ChatPane& chat) { chat.startConversation(); });
    on(Command::ShowConversations, [](ui::ChatPane& chat) { chat.showConversations(); });
    on(Command::NextConversation, [](ui::ChatPane& chat) { chat.stepConversation(1); });
    on(Command::PreviousConversation, [](ui::ChatPane& chat) { chat.stepConversation(-1); });
    on(Command::RenameConversation, [](ui::ChatPane& chat) { chat.renameConversation(); });
    on(Command::DeleteConversation, [](ui::ChatPane& chat) { chat.deleteConversation(); });
    ConversationSession& session = m_services.session;
    connect(&actions[Command::StopAnswer], &QAction::triggered, &session,
            &ConversationSession::stop);

    const auto follow = [this] {
        enableConversationOrders();
    };  // as long as there is a window
    QObject* window = m_window.get();
    connect(&session, &ConversationSession::titleChanged, window, follow);
    connect(&session, &ConversationSession::answeringChanged, window, follow);
    const ConversationListModel& list = session.conversations();
    connect(&list, &QAbstractItemModel::modelReset, window, follow);
    connect(&list, &QAbstractItemModel::rowsInserted, window, follow);
    connect(&list, &QAbstractItemModel::rowsRemoved, window, follow);
    enableConversationOrders();
}

void Studio::enableConversationOrders() {
    using ui::Command;
    const ui::StudioActions& actions = m_window->actions();
    ConversationSession& session = m_services.session;
    const int row = session.conversations().rowOf(session.current());
    actions[Command::RenameConversation].setEnabled(row >= 0);
    actions[Command::DeleteConversation].setEnabled(row >= 0);
    actions[Command::NextConversation].setEnabled(row + 1 < session.conversations().rowCount());
    actions[Command::PreviousConversation].setEnabled(row > 0);
    actions[Command::StopAnswer].setEnabled(session.isAnswering());
}

}  // namespace limn::studio
