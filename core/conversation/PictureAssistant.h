// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Assistant.h"
#include "core/conversation/prompt_syntax.h"
#include "core/jobs/Background.h"
#include "core/jobs/WordsOrder.h"

#include <map>
#include <unordered_map>

namespace limn {

class InferenceService;

/// Reads each message as a request for pictures: its words are the prompt, the first attached picture is where drawing
/// starts from. It says how it read what is not plain words, and never claims a picture that is not on the disk. Where
/// there are eyes that know such pictures, it looks at what it made and says what is not as asked.
class PictureAssistant final : public Assistant {
    Q_OBJECT
public:
    PictureAssistant(InferenceService& service, Background& background, QObject* parent = nullptr);

    void answer(const AssistantMessage& message) override;
    void stop(TurnId answer) override;
    void moveFile(const QString& before, const QString& after) override;

private:
    /// An answer that is being made.
    struct Work {
        AssistantMessage message;
        PictureOrder order;
        BackgroundTask reading;  // of the attached picture
        std::optional<JobId> job;
        DoneRow callRow;
        bool hasAspect = false;  // the message says its shape
        int rows = 0;
        int callRowIndex = -1;
        int finished = 0;
        int finishedBefore = 0;       // of these, by an earlier run of the program
        std::size_t nextToJudge = 0;  // of cards, once all are drawn
        double seconds = 0;
        std::vector<PictureCard> cards;

        int cardOf(int pictureOfJob) const { return finishedBefore + pictureOfJob; }
        bool isJudging() const { return nextToJudge > 0; }
    };

    void begin(TurnId answer);
    void takeFinished(Work& work);
    void loadStartPicture(TurnId answer);
    void startFrom(Image picture, const std::filesystem::path& file, Work& work);
    void submit(TurnId answer);
    void expectPictures(TurnId answer, Work& work);
    void addRow(TurnId answer, Work& work, const DoneRow& row);
    void end(TurnId answer, TurnState state, const Error& error = {});

    Work* workOf(JobId job);
    void showPicture(JobId job, const FinishedPicture& picture);
    void finish(JobId job, const GenerateReport& report);
    void judgeNext(TurnId answer);
    void takeVerdict(JobId job, const FinishedWords& words);

    InferenceService& m_service;
    Background& m_background;
    std::map<TurnId, Work> m_work;
    std::unordered_map<JobId, TurnId> m_turnOfJob;
};

}  // namespace limn
