// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/words/ReadAloud.h"

#ifdef LIMN_WITH_SPEECH
#include <QTextToSpeech>
#endif

namespace limn::ui {

#ifdef LIMN_WITH_SPEECH

struct ReadAloud::Voice {
    QTextToSpeech engine;
};

ReadAloud::ReadAloud(QObject* parent) : QObject(parent) {
    if (QTextToSpeech::availableEngines().isEmpty()) {
        return;
    }
    m_voice = std::make_unique<Voice>();
    connect(&m_voice->engine, &QTextToSpeech::stateChanged, this,
            [this] { Q_EMIT speakingChanged(isSpeaking()); });
}

bool ReadAloud::isAvailable() const {
    return m_voice && m_voice->engine.state() != QTextToSpeech::Error;
}

bool ReadAloud::isSpeaking() const {
    return m_voice && m_voice->engine.state() == QTextToSpeech::Speaking;
}

void ReadAloud::speak(const QString& words) {
    if (m_voice) {
        m_voice->engine.say(words);
    }
}

void ReadAloud::stop() {
    if (m_voice) {
        m_voice->engine.stop();
    }
}

#else

struct ReadAloud::Voice {};

ReadAloud::ReadAloud(QObject* parent) : QObject(parent) {}
bool ReadAloud::isAvailable() const {
    return false;
}
bool ReadAloud::isSpeaking() const {
    return false;
}
void ReadAloud::speak(const QString&) {}
void ReadAloud::stop() {}

#endif

ReadAloud::~ReadAloud() = default;

}  // namespace limn::ui
