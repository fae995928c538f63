// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/ChatPane.h"

#include "core/conversation/prompt_syntax.h"
#include "ui/chat/ChatHeader.h"
#include "ui/chat/ChatWelcome.h"
#include "ui/chat/Composer.h"
#include "ui/chat/ComposerEdit.h"
#include "ui/chat/ConversationListPage.h"
#include "ui/chat/NoticeBar.h"
#include "ui/chat/TranscriptView.h"
#include "ui/chat/message_document.h"
#include "ui/style/metrics.h"
#include "ui/widgets/Announcer.h"
#include "ui/widgets/key_notes.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QRandomGenerator>
#include <QStackedWidget>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr double kVaryStrength = 0.55;
constexpr int kSpokenLength = 200;
constexpr int kNarrowestPx = 260;

}  // namespace

ChatPane::ChatPane(ConversationSession& session, Background& background, const Theme& theme,
                   std::filesystem::path pastedFolder, QWidget* parent)
    : QWidget(parent), m_session(session), m_pictures(background),
      m_header(new ChatHeader(theme, this)), m_pages(new QStackedWidget(this)),
      m_view(new TranscriptView(session.transcript(), m_pictures, theme)),
      m_welcome(new ChatWelcome), m_list(new ConversationListPage(session.conversations(), theme)),
      m_notice(new NoticeBar(theme, this)),
      m_composer(new Composer(background, m_pictures, theme, std::move(pastedFolder), this)),
      m_announcer(new Announcer(this)) {
    setObjectName(QStringLiteral("chatPane"));
    setKeyGroup(*this, tr("Chat"));
    setProperty("look", QStringLiteral("pane"));
    setAttribute(Qt::WA_StyledBackground);
    setAcceptDrops(true);
    setMinimumWidth(kNarrowestPx);
    buildLayout();
    connectSession();
    connectComposer();
    connectViews();
    setFocusProxy(m_composer);
    m_header->setTitle(session.title());
    showPage();
}

ChatPane::~ChatPane() = default;

void ChatPane::buildLayout() {
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_list);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(kSpaceSmallPx + 2, kSpaceSmallPx, kSpaceSmallPx + 2,
                             kSpaceSmallPx + 2);
    foot->setSpacing(kSpaceSmallPx);
    foot->addWidget(m_notice);
    foot->addWidget(m_composer);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_pages, 1);
    column->addLayout(foot);
}

void ChatPane::connectSession() {
    connect(&m_session, &ConversationSession::titleChanged, m_header, &ChatHeader::setTitle);
    connect(&m_session, &ConversationSession::conversationOpened, this, [this]() {
        m_sendingDraft =
            0;  // it goes where it was sent; the composer is of another conversation now
        m_composer->setStoring(false);
        m_composer->setDraft({});
        showList(false);
    });
    connect(&m_session, &ConversationSession::draftLoaded, m_composer, &Composer::setDraft);
    connect(&m_session, &ConversationSession::recentMessagesLoaded, m_composer,
            &Composer::setHistory);
    connect(&m_session, &ConversationSession::messageStored, this, [this](int number) {
        if (number == m_sendingDraft) {
            m_sendingDraft = 0;
            m_composer->setStoring(false);
            m_composer->finishSending();
        }
        m_view->scrollToEnd();
    });
    connect(&m_session, &ConversationSession::messageRefused, this,
            [this](const QString& sentence, int number) {
                if (number == m_sendingDraft) {
                    m_sendingDraft = 0;
                    m_composer->setStoring(false);
                    m_session.setDraft(m_composer->draft());
                }
                m_notice->showProblem(sentence);
            });
    connect(&m_session, &ConversationSession::answeringChanged, m_composer,
            &Composer::setAnswering);
    connect(&m_session, &ConversationSession::pictureReady, this, &ChatPane::tellPicture);
    connect(&m_session, &ConversationSession::answerEnded, this, &ChatPane::tellEnd);
    connect(&m_session, &ConversationSession::problemOccurred, m_notice, &NoticeBar::showProblem);
    connect(&m_session, &ConversationSession::conversationRemoved, this,
            [this](const ConversationSummary& removed) {
                m_notice->showUndo(tr("“%1” was deleted.").arg(removed.title),
                                   [this, removed]() { m_session.restore(removed); });
            });
    TranscriptModel& transcript = m_session.transcript();
    connect(&transcript, &QAbstractItemModel::modelReset, this, &ChatPane::showPage);
    connect(&transcript, &QAbstractItemModel::rowsInserted, this, &ChatPane::showPage);
}

void ChatPane::connectComposer() {
    connect(m_composer, &Composer::draftChanged, this, [this](const Draft& draft) {
        if (m_sendingDraft == 0) {
            m_session.setDraft(draft);
        }
    });
    connect(m_composer, &Composer::sendRequested, this, &ChatPane::send);
    connect(m_composer, &Composer::stopRequested, &m_session, &ConversationSession::stop);
    connect(m_composer, &Composer::chooseFilesRequested, this, &ChatPane::attachmentsWanted);
    connect(m_composer, &Composer::noticeRaised, m_notice, &NoticeBar::showProblem);
}

void ChatPane::connectViews() {
    connect(m_header, &ChatHeader::listToggled, this, &ChatPane::showList);
    connect(m_header, &ChatHeader::newRequested, this, &ChatPane::startConversation);
    connect(m_list, &ConversationListPage::openRequested, this, [this](ConversationId id) {
        if (id == m_session.current()) {
            showList(false);
        } else {
            m_session.openConversation(id);
        }
        focusComposer();
    });
    connect(m_list, &ConversationListPage::removeRequested, this, [this](ConversationId id) {
        m_session.remove(id);
        showList(m_session.conversations().rowCount() > 0);  // where one was: more may follow
    });
    connect(m_list, &ConversationListPage::left, this, [this]() {
        showList(false);
        focusComposer();
    });
    connect(m_welcome, &ChatWelcome::exampleChosen, this, &ChatPane::setPrompt);
    connect(m_view, &TranscriptView::actionRequested, this, &ChatPane::act);
    connect(m_view, &TranscriptView::cardChosen, this,
            [this](const QString& words) { m_announcer->say(words); });
    connect(m_view, &TranscriptView::copyRequested, this, [](const QString& text) {
        if (!text.isEmpty()) {
            QGuiApplication::clipboard()->setText(text);
        }
    });
    connect(m_view, &TranscriptView::olderWanted, &m_session, &ConversationSession::fetchOlder);
}

void ChatPane::showPage() {
    if (m_pages->currentWidget() == m_list) {
        return;
    }
    const bool isEmpty = m_session.transcript().rowCount() == 0 && !m_session.isLoading();
    m_pages->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_welcome) : m_view);
}

void ChatPane::showList(bool isShown) {
    m_header->setListShown(isShown);
    if (isShown) {
        m_pages->setCurrentWidget(m_list);
        m_list->showCurrent(m_session.current());
    } else {
        m_pages->setCurrentWidget(m_view);
        showPage();
    }
}

void ChatPane::addComposerTool(QWidget* tool) {
    m_composer->addTool(tool);
}

void ChatPane::focusComposer() {
    m_composer->focusText();
}

void ChatPane::sendDraft(JobPlace place) {
    focusComposer();
    m_composer->send(place);
}

void ChatPane::setPrompt(const QString& prompt) {
    m_composer->setText(prompt);
}

void ChatPane::attachFiles(const QStringList& files) {
    m_composer->attachFiles(files);
}

void ChatPane::attach(const QMimeData& mime) {
    m_composer->take(mime);
}

void ChatPane::refreshPicture(const QString& file) {
    m_pictures.forget(file);
}

void ChatPane::moveFile(const QString& before, const QString& after) {
    m_composer->moveFile(before, after);
}

void ChatPane::showNotice(const QString& sentence) {
    m_notice->showProblem(sentence);
}

PictureOrder ChatPane::currentOrder() const {
    return m_orderSource ? m_orderSource() : PictureOrder{};
}

void ChatPane::send(const Draft& draft, JobPlace place) {
    QStringList parts = draft.longTexts;
    if (!draft.text.isEmpty()) {
        parts.prepend(draft.text);
    }
    m_sendingDraft = m_session.send({.text = parts.join(u'\n'),
                                     .attachments = draft.attachments,
                                     .order = currentOrder(),
                                     .place = place,
                                     .draft = DraftUse::Sent});
    m_composer->setStoring(m_sendingDraft != 0);
}

void ChatPane::act(CardAction action, TurnId turnId, int cardIndex) {
    const int row = m_session.transcript().rowOf(turnId);
    if (row < 0) {
        return;
    }
    if (action == CardAction::Retry) {
        retry(row);
        return;
    }
    const Turn& turn = m_session.transcript().turnAt(row);
    if (cardIndex < 0 || cardIndex >= static_cast<int>(turn.cards.size())) {
        return;
    }
    const PictureCard card = turn.cards[static_cast<std::size_t>(cardIndex)];
    switch (action) {
    case CardAction::Open:
        Q_EMIT pictureOpened(card);
        break;
    case CardAction::Again:
        if (card.isRepaint()) {  // which part it was is not kept
            Q_EMIT pictureOpened(card);
        } else {
            drawAgain(card);
        }
        break;
    case CardAction::Vary:
        vary(card);
        break;
    case CardAction::Describe:
        Q_EMIT describeRequested(card.file);
        break;
    case CardAction::UseAsStart:
        Q_EMIT startPictureChosen(card.file);
        break;
    case CardAction::CopyPrompt:
        QGuiApplication::clipboard()->setText(card.prompt);
        break;
    case CardAction::CopySeed:
        QGuiApplication::clipboard()->setText(QString::number(card.seed));
        break;
    case CardAction::Delete:
        Q_EMIT deleteRequested(card.file);
        break;
    case CardAction::Retry:
        break;
    }
}

void ChatPane::drawAgain(const PictureCard& card) {
    PictureOrder order = currentOrder();
    order.request.initImage.reset();
    order.request.mask.reset();
    if (order.request.seed == card.seed) {  // it is locked; the same picture again would be no help
        order.request.seed = QRandomGenerator::global()->generate();
    }
    if (!card.negativePrompt.isEmpty()) {
        order.request.negativePrompt = card.negativePrompt.toStdString();
    }
    QStringList attachments;
    if (!card.madeFrom.isEmpty()) {
        attachments += card.madeFrom;
    }
    m_session.send({QString::fromStdString(writtenPrompt(card.prompt.toStdString())), attachments,
                    order, JobPlace::Back});
}

void ChatPane::vary(const PictureCard& card) {
    PictureOrder order = currentOrder();
    order.request.strength = kVaryStrength;
    if (order.request.seed == card.seed) {
        order.request.seed = QRandomGenerator::global()->generate();
    }
    m_session.send({QString::fromStdString(writtenPrompt(card.prompt.toStdString())),
                    {card.file},
                    order,
                    JobPlace::Back});
}

/// The message before the answer, once more.
void ChatPane::retry(int answerRow) {
    const TranscriptModel& transcript = m_session.transcript();
    for (int row = answerRow - 1; row >= 0; --row) {
        const Turn& turn = transcript.turnAt(row);
        if (turn.author == TurnAuthor::Person) {
            m_session.sendAgain(transcript.turnAt(answerRow).id,
                                {turn.text, turn.attachments, currentOrder(), JobPlace::Back});
            return;
        }
    }
}

void ChatPane::tellPicture(const PictureCard& card) {
    m_announcer->say(tr("Picture ready: %1").arg(card.prompt.left(kSpokenLength)));
}

void ChatPane::tellEnd(const Turn& answer) {
    if (answer.state == TurnState::Failed) {
        m_announcer->say(answer.failure);
    } else if (answer.state == TurnState::Cancelled) {
        m_announcer->say(tr("Stopped."));
    } else if (answer.cards.empty() && !answer.text.isEmpty()) {  // pictures were told one by one
        m_announcer->say(markdownDocument(answer.text, {font(), {}, {}})->toPlainText());
    }
}

void ChatPane::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_session.isAnswering()) {
        m_session.stop();
        event->accept();
        return;
    }
    QWidget::keyPressEvent(event);
}

void ChatPane::dragEnterEvent(QDragEnterEvent* event) {
    if (ComposerEdit::holdsPictures(*event->mimeData())) {
        event->acceptProposedAction();
    }
}

void ChatPane::dropEvent(QDropEvent* event) {
    attach(*event->mimeData());
    event->acceptProposedAction();
}

}  // namespace limn::ui
