// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Assistant.h"
#include "core/jobs/WordsOrder.h"

#include <map>
#include <unordered_map>
#include <vector>

namespace limn {

class InferenceService;

/// Answers with words about pictures: those that are attached, a question about several of them together where the model
/// takes that, else the one that is in view. A question keeps the picture
/// in the conversation, with what was said of it before; whether it is what was asked for is judged by its prompt. What a picture, a file's name or a model says is data: it is
/// shown as letters and never acted on.
class DescribingAssistant final : public Assistant {
    Q_OBJECT
public:
    explicit DescribingAssistant(InferenceService& service, QObject* parent = nullptr);

    void answer(const AssistantMessage& message) override;
    void stop(TurnId answer) override;
    void moveFile(const QString& before, const QString& after) override;

Q_SIGNALS:
    /// Everything that is now known of a picture.
    void described(const limn::FinishedWords& words);
    /// An answer that points at something in a picture.
    void pointed(const std::filesystem::path& file, const std::vector<limn::PointedBox>& boxes);

private:
    struct Work {
        AssistantMessage message;
        std::vector<std::filesystem::path> files;
        std::size_t next = 0;  // of files
        QString question;      // empty: everything
        bool comparesOwnPrompt = false;  // instead
        std::optional<JobId> job;
        DoneRow row;
        int rowIndex = -1;
        int rows = 0;
        bool hasText = false;
        bool isLineStart = true;  // of what is being written about one picture
    };
    /// What was asked about the picture that a conversation looks at.
    struct Talk {
        std::filesystem::path file;
        std::vector<AnsweredQuestion> answered;
    };

    void begin(TurnId answer);
    void submitNext(TurnId answer);
    void write(JobId job, const QString& piece);
    void finish(JobId job, FinishedWords words);
    void endRow(Work& work, DoneRowState state, const QString& outcome);
    void end(TurnId answer, TurnState state, const Error& error = {});
    void append(Work& work, const QString& markdown);
    Work* workOf(JobId job);
    static QString secondsInWords(double seconds);
    static QString lookInWords(const FinishedWords& words);
    static void remember(Talk& talk, const std::filesystem::path& file, AnsweredQuestion said);
    static void rememberDescription(Talk& talk, const FinishedWords& words);

    InferenceService& m_service;
    std::map<TurnId, Work> m_work;
    std::unordered_map<JobId, TurnId> m_turnOfJob;
    std::map<ConversationId, Talk> m_talks;
};

}  // namespace limn
