// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"
#include "core/conversation/message_intent.h"
#include "core/jobs/PictureOrder.h"

#include <QObject>

namespace limn {

/// One message of the person, as an assistant gets it. A plain value.
struct AssistantMessage {
    TurnId answer = 0;  ///< the turn that everything about this message is told for
    ConversationId conversation = 0;
    QString text;
    QStringList attachments;  ///< picture files
    PictureOrder order;       ///< the settings of the window at this moment; its prompt is empty
    JobPlace place = JobPlace::Back;
    MessageIntent intent = MessageIntent::Auto;
    QString pictureInView;  ///< the file that the conversation showed last; may be empty
    bool isPictureComing = false;  ///< one is being drawn that will be in view then
    std::vector<PictureCard>
        finished;  ///< of an answer that was cut off: its first pictures, which are on the disk
};

/// A file lies elsewhere now: the message names it there.
inline void moveFileIn(AssistantMessage& message, const QString& before, const QString& after) {
    moveFileIn(message.attachments, before, after);
    moveFileIn(message.pictureInView, before, after);
    moveFileIn(message.finished, before, after);
    if (message.order.madeFrom == before.toStdU16String()) {
        message.order.madeFrom = after.toStdU16String();
    }
}

/// The port between a conversation and whoever answers: one message in; text, rows and pictures out as signals, each
/// with the answer's turn, then exactly one `ended`. Core owns it; PictureAssistant implements it, an assistant with a
/// language model will. GUI thread; nothing here blocks. Text out is Markdown; it cannot bring pictures in, only
/// `pictureFinished` does.
class Assistant : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Signals about this message come after the call has returned.
    virtual void answer(const AssistantMessage& message) = 0;
    /// Ends the answer as soon as it can be: `stopping`, then `ended`. Unknown turns are left alone.
    virtual void stop(TurnId answer) = 0;
    /// A file lies elsewhere now: whatever is said of it from now on names it there.
    virtual void moveFile(const QString& before, const QString& after) = 0;

Q_SIGNALS:
    void textAppended(limn::TurnId answer, const QString& markdown);
    void rowAdded(limn::TurnId answer, const limn::DoneRow& row);
    void rowChanged(limn::TurnId answer, int rowIndex, const limn::DoneRow& row);
    void jobAssigned(limn::TurnId answer, limn::JobId job);
    /// It is being worked on now and waits no more; again for each further part of it.
    void begun(limn::TurnId answer);
    /// Places for pictures of these sizes (0: not known yet) are to be kept; their files come later.
    void picturesExpected(limn::TurnId answer, const std::vector<limn::PictureCard>& cards);
    void pictureProgressed(limn::TurnId answer, int cardIndex, const limn::Progress& progress);
    void pictureFinished(limn::TurnId answer, int cardIndex, const limn::PictureCard& card);
    /// The picture was looked at: its card has a verdict now.
    void pictureJudged(limn::TurnId answer, int cardIndex, const limn::PictureCard& card);
    void stopping(limn::TurnId answer);
    /// `failure` is a sentence with what to do, and empty unless the state is Failed.
    void ended(limn::TurnId answer, limn::TurnState state, const QString& failure);
};

}  // namespace limn
