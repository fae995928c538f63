// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/DescribingAssistant.h"

#include "core/conversation/message_intent.h"
#include "core/conversation/words_markdown.h"
#include "core/description/task_prompts.h"
#include "core/jobs/InferenceService.h"
#include "core/jobs/failure_sentence.h"
#include "core/jobs/program_speech.h"

#include <QLocale>

#include <algorithm>

namespace limn {
namespace {

constexpr std::size_t kMostRemembered = 6;  // questions about one picture
constexpr std::size_t kMostTogether =
    8;  // pictures of one question: each takes a part of what a model can read

QString nameOf(const std::filesystem::path& file) {
    return QString::fromStdString(file.filename().string());
}

}  // namespace

DescribingAssistant::DescribingAssistant(InferenceService& service, QObject* parent)
    : Assistant(parent), m_service(service) {
    connect(&service, &InferenceService::jobStarted, this, [this](JobId job) {
        if (const Work* work = workOf(job)) {
            Q_EMIT begun(work->message.answer);
        }
    });
    connect(&service, &InferenceService::wordsWritten, this, &DescribingAssistant::write);
    connect(&service, &InferenceService::wordsFinished, this, &DescribingAssistant::finish);
    connect(&service, &InferenceService::jobFinished, this, [this](JobId job) {
        if (const Work* work = workOf(job)) {
            submitNext(work->message.answer);
        }
    });
    connect(&service, &InferenceService::jobStopping, this, [this](JobId job) {
        if (const Work* work = workOf(job)) {
            Q_EMIT stopping(work->message.answer);
        }
    });
    connect(&service, &InferenceService::jobCancelled, this, [this](JobId job) {
        if (const Work* work = workOf(job)) {
            end(work->message.answer, TurnState::Cancelled);
        }
    });
    connect(&service, &InferenceService::jobFailed, this, [this](JobId job, const Error& error) {
        if (const Work* work = workOf(job)) {
            end(work->message.answer, TurnState::Failed, error);
        }
    });
}

void DescribingAssistant::answer(const AssistantMessage& message) {
    Work work;
    work.message = message;
    work.message.order = {};  // its pictures are not needed
    work.message.order.placement = message.order.placement;
    m_work[message.answer] = std::move(work);
    // After the call has returned, as the port promises: whoever asked is then ready to listen.
    QMetaObject::invokeMethod(
        this, [this, turn = message.answer] { begin(turn); }, Qt::QueuedConnection);
}

void DescribingAssistant::begin(TurnId answer) {
    const auto found = m_work.find(answer);
    if (found == m_work.end()) {
        return;  // stopped meanwhile
    }
    Work& work = found->second;
    const auto& message = work.message;
    for (const QString& file : message.attachments) {
        work.files.emplace_back(file.toStdU16String());
    }
    if (work.files.empty() && message.isPictureComing) {
        m_work.erase(found);
        Q_EMIT ended(answer, TurnState::Failed,
                     tr("The picture is still being drawn. Ask again when it is there."));
        return;
    }
    if (work.files.empty() && !message.pictureInView.isEmpty()) {
        work.files.emplace_back(message.pictureInView.toStdU16String());
    }
    if (work.files.empty()) {
        m_work.erase(found);
        Q_EMIT ended(answer, TurnState::Failed,
                     tr("There is no picture to look at. Attach one, or drop it on the window."));
        return;
    }
    const QString words = message.text.trimmed();
    work.comparesOwnPrompt = asksForMatch(words);
    work.question =
        words.isEmpty() || work.comparesOwnPrompt || asksForDescription(words) ? QString() : words;
    submitNext(answer);
}

/// One picture after the other, so that the words of each are together.
void DescribingAssistant::submitNext(TurnId answer) {
    Work& work = m_work.at(answer);
    if (work.job) {
        m_turnOfJob.erase(*work.job);
        work.job.reset();
    }
    if (work.next == work.files.size()) {
        end(answer, TurnState::Done);
        return;
    }
    const auto& file = work.files[work.next++];
    work.isLineStart = true;
    WordsOrder order;
    order.file = file;
    if (!work.question.isEmpty() && work.next == 1 && work.files.size() <= kMostTogether &&
        m_service.seesSeveral()) {
        order.others.assign(work.files.begin() + 1, work.files.end());
        work.next = work.files.size();
    } else if (work.files.size() > 1) {
        append(work, (work.hasText ? QStringLiteral("\n\n") : QString()) +
                         QStringLiteral("**%1**\n\n").arg(escapedMarkdown(nameOf(file))));
    }
    QStringList names{nameOf(file)};
    for (const auto& other : order.others) {
        names.append(nameOf(other));
    }
    work.row = {DoneRowKind::Call, DoneRowState::Running, QStringLiteral("look"),
                names.join(QStringLiteral(", ")), QString()};
    work.rowIndex = work.rows++;
    Q_EMIT rowAdded(answer, work.row);
    order.question = work.question.toStdString();
    order.comparesOwnPrompt = work.comparesOwnPrompt;
    order.placement = work.message.order.placement;
    order.turnId = answer;
    auto& talk = m_talks[work.message.conversation];
    if (talk.file != file) {
        talk = {file, {}};
    }
    if (!order.question.empty() && order.others.empty()) {
        order.earlier = talk.answered;
    }
    const JobId job = m_service.submit(std::move(order), work.message.place);
    work.job = job;
    m_turnOfJob[job] = answer;
    Q_EMIT jobAssigned(answer, job);
}

DescribingAssistant::Work* DescribingAssistant::workOf(JobId job) {
    const auto turn = m_turnOfJob.find(job);
    const auto work = turn == m_turnOfJob.end() ? m_work.end() : m_work.find(turn->second);
    return work == m_work.end() ? nullptr : &work->second;
}

void DescribingAssistant::append(Work& work, const QString& markdown) {
    work.hasText = true;
    Q_EMIT textAppended(work.message.answer, markdown);
}

void DescribingAssistant::write(JobId job, const QString& piece) {
    if (Work* work = workOf(job)) {
        append(*work, escapedLines(piece, work->isLineStart));
    }
}

QString DescribingAssistant::secondsInWords(double seconds) {
    return tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
}

/// How large the model saw the picture of an answer, as a description says of its own at its end. Of several pictures, and
/// of what was read without a model, only how long it took.
QString DescribingAssistant::lookInWords(const FinishedWords& words) {
    const SeenPicture& seen = words.answer.seen;
    const QString seconds = secondsInWords(words.answer.seconds);
    if (seen.widthPx < 1 || seen.heightPx < 1 || !words.order.others.empty()) {
        return seconds;
    }
    return tr("seen at %1 × %2 pixels; %3", "width, height, how long it took: 3.5 s")
        .arg(seen.widthPx)
        .arg(seen.heightPx)
        .arg(seconds);
}

/// "translate that" is about the description.
void DescribingAssistant::rememberDescription(Talk& talk, const FinishedWords& words) {
    if (!words.words.modelName.empty() && !words.words.isOutsideModel) {
        remember(talk, words.order.file,
                 {std::string(promptOf("detailed", programSpeech().language)),
                  words.words.longDescription});
    }
}

/// Unless the talk went over to another picture meanwhile.
void DescribingAssistant::remember(Talk& talk, const std::filesystem::path& file,
                                   AnsweredQuestion said) {
    if (talk.file != file) {
        return;
    }
    talk.answered.push_back(std::move(said));
    if (talk.answered.size() > kMostRemembered) {
        talk.answered.erase(talk.answered.begin());
    }
}

void DescribingAssistant::finish(JobId job, FinishedWords words) {
    Work* work = workOf(job);
    if (work == nullptr) {
        return;
    }
    // It may have been renamed since it was ordered.
    words.order.file = work->files[words.order.others.empty() ? work->next - 1 : 0];
    const bool isAnswer = !words.order.question.empty();
    endRow(*work, DoneRowState::Done,
           isAnswer ? lookInWords(words) : secondsInWords(words.words.seconds));
    if (isAnswer && !words.order.others.empty()) {  // boxes would be in nobody knows which of them
        if (!words.answer.boxes.empty()) {
            write(job, QString::fromStdString(words.answer.text));
        }
        return;
    }
    if (isAnswer) {
        remember(m_talks[work->message.conversation], words.order.file,
                 {words.order.question, words.answer.text});
        if (!words.answer.boxes.empty()) {
            append(*work, boxesInWords(words.answer.boxes));
        }
        Q_EMIT pointed(words.order.file, words.answer.boxes);
        return;
    }
    if (words.order.comparesOwnPrompt) {
        append(*work, matchInWords(words.words));
        return;
    }
    rememberDescription(m_talks[work->message.conversation], words);
    if (words.words.modelName.empty() ||
        words.words.isOutsideModel) {  // nothing was streamed that says it
        append(*work, (words.words.isOutsideModel ? QStringLiteral("\n\n") : QString()) +
                          escapedMarkdown(QString::fromStdString(words.words.caption)));
    }
    append(*work, restOfWords(words.words));
    Q_EMIT described(words);
}

void DescribingAssistant::endRow(Work& work, DoneRowState state, const QString& outcome) {
    if (work.rowIndex < 0) {
        return;
    }
    work.row.state = state;
    work.row.outcome = outcome;
    Q_EMIT rowChanged(work.message.answer, work.rowIndex, work.row);
    work.rowIndex = -1;
}

void DescribingAssistant::end(TurnId answer, TurnState state, const Error& error) {
    const auto found = m_work.find(answer);
    if (found == m_work.end()) {
        return;
    }
    Work work = std::move(found->second);
    m_work.erase(found);
    if (work.job) {
        m_turnOfJob.erase(*work.job);
    }
    if (state == TurnState::Cancelled) {
        endRow(work, DoneRowState::Done, tr("stopped"));
    } else if (state == TurnState::Failed) {
        endRow(work, DoneRowState::Failed, QString::fromStdString(error.message));
    }
    Q_EMIT ended(answer, state, state == TurnState::Failed ? failureSentence(error) : QString());
}

void DescribingAssistant::stop(TurnId answer) {
    const auto found = m_work.find(answer);
    if (found == m_work.end()) {
        return;
    }
    if (found->second.job) {
        m_service.cancel(*found->second.job);
    } else {
        end(answer, TurnState::Cancelled);
    }
}

void DescribingAssistant::moveFile(const QString& before, const QString& after) {
    const std::filesystem::path from(before.toStdU16String());
    const std::filesystem::path to(after.toStdU16String());
    for (auto& [answer, work] : m_work) {
        moveFileIn(work.message, before, after);
        std::replace(work.files.begin(), work.files.end(), from, to);
    }
    for (auto& [conversation, talk] : m_talks) {
        if (talk.file == from) {
            talk.file = to;
        }
    }
}

}  // namespace limn
