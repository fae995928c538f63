// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QObject>

#include <memory>

namespace limn::ui {

/// Reads words aloud with the voice of the desktop, where Qt TextToSpeech was there when Limn was built and a voice is
/// installed. GUI thread; nothing blocks.
class ReadAloud final : public QObject {
    Q_OBJECT
public:
    explicit ReadAloud(QObject* parent = nullptr);
    ~ReadAloud() override;

    /// Without a voice there is nothing to offer.
    bool isAvailable() const;
    bool isSpeaking() const;
    void speak(const QString& words);
    void stop();

Q_SIGNALS:
    void speakingChanged(bool isSpeaking);

private:
    struct Voice;
    std::unique_ptr<Voice> m_voice;
};

}  // namespace limn::ui
