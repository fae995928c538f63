// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/StudioAssistant.h"

#include "core/conversation/message_intent.h"

namespace limn {
namespace {

bool wantsWords(const AssistantMessage& message) {
    if (message.intent != MessageIntent::Auto) {
        return message.intent == MessageIntent::Describe;
    }
    const bool hasPicture = !message.attachments.isEmpty() || !message.pictureInView.isEmpty() ||
                            message.isPictureComing;
    const bool isPictureAlone = !message.attachments.isEmpty() && message.text.trimmed().isEmpty();
    return isPictureAlone || (hasPicture && asksAboutPicture(message.text)) ||
           asksForDescription(message.text);
}

}  // namespace

StudioAssistant::StudioAssistant(Assistant& drawing, Assistant& describing, QObject* parent)
    : Assistant(parent), m_drawing(drawing), m_describing(describing) {
    passOn(drawing);
    passOn(describing);
    connect(this, &Assistant::ended, this, [this](TurnId answer) { m_described.erase(answer); });
}

void StudioAssistant::passOn(Assistant& from) {
    connect(&from, &Assistant::textAppended, this, &Assistant::textAppended);
    connect(&from, &Assistant::rowAdded, this, &Assistant::rowAdded);
    connect(&from, &Assistant::rowChanged, this, &Assistant::rowChanged);
    connect(&from, &Assistant::jobAssigned, this, &Assistant::jobAssigned);
    connect(&from, &Assistant::begun, this, &Assistant::begun);
    connect(&from, &Assistant::picturesExpected, this, &Assistant::picturesExpected);
    connect(&from, &Assistant::pictureProgressed, this, &Assistant::pictureProgressed);
    connect(&from, &Assistant::pictureFinished, this, &Assistant::pictureFinished);
    connect(&from, &Assistant::pictureJudged, this, &Assistant::pictureJudged);
    connect(&from, &Assistant::stopping, this, &Assistant::stopping);
    connect(&from, &Assistant::ended, this, &Assistant::ended);
}

void StudioAssistant::answer(const AssistantMessage& message) {
    if (wantsWords(message)) {
        m_described.insert(message.answer);
        m_describing.answer(message);
    } else {
        m_drawing.answer(message);
    }
}

void StudioAssistant::stop(TurnId answer) {
    (m_described.contains(answer) ? m_describing : m_drawing).stop(answer);
}

void StudioAssistant::moveFile(const QString& before, const QString& after) {
    m_drawing.moveFile(before, after);
    m_describing.moveFile(before, after);
}

}  // namespace limn
