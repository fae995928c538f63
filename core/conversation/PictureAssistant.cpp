// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/PictureAssistant.h"

#include "core/conversation/picture_request.h"
#include "core/io/PictureReader.h"
#include "core/jobs/InferenceService.h"
#include "core/jobs/failure_sentence.h"

#include <QLocale>

#include <utility>

namespace limn {
namespace {

QString secondsInWords(double seconds) {
    return QLocale().toString(seconds, 'f', 1);
}

}  // namespace

PictureAssistant::PictureAssistant(InferenceService& service, Background& background,
                                   QObject* parent)
    : Assistant(parent), m_service(service), m_background(background) {
    connect(&service, &InferenceService::jobStarted, this, [this](JobId job) {
        if (const Work* work = workOf(job)) {
            Q_EMIT begun(work->message.answer);
        }
    });
    connect(&service, &InferenceService::jobProgressed, this,
            [this](JobId job, const Progress& progress) {
                if (const Work* work = workOf(job)) {
                    Q_EMIT pictureProgressed(work->message.answer,
                                             work->cardOf(progress.imageIndex), progress);
                }
            });
    connect(&service, &InferenceService::pictureFinished, this, &PictureAssistant::showPicture);
    connect(&service, &InferenceService::wordsFinished, this, &PictureAssistant::takeVerdict);
    connect(&service, &InferenceService::jobFinished, this, &PictureAssistant::finish);
    connect(&service, &InferenceService::jobStopping, this, [this](JobId job) {
        if (const Work* work = workOf(job)) {
            Q_EMIT stopping(work->message.answer);
        }
    });
    // The pictures are there whether somebody looked at them or not.
    connect(&service, &InferenceService::jobCancelled, this, [this](JobId job) {
        if (const Work* work = workOf(job)) {
            end(work->message.answer, work->isJudging() ? TurnState::Done : TurnState::Cancelled);
        }
    });
    connect(&service, &InferenceService::jobFailed, this, [this](JobId job, const Error& error) {
        if (const Work* work = workOf(job)) {
            end(work->message.answer, work->isJudging() ? TurnState::Done : TurnState::Failed, error);
        }
    });
}

void PictureAssistant::answer(const AssistantMessage& message) {
    Work work;
    work.message = message;
    work.order = message.order;
    work.order.turnId = message.answer;
    work.message.order = {};  // its pictures are in work.order
    m_work[message.answer] = std::move(work);
    // After the call has returned, as the port promises: whoever asked is then ready to listen.
    const TurnId turn = message.answer;
    QMetaObject::invokeMethod(
        this, [this, turn]() { begin(turn); }, Qt::QueuedConnection);
}

void PictureAssistant::begin(TurnId answer) {
    const auto found = m_work.find(answer);
    if (found == m_work.end()) {
        return;  // stopped meanwhile
    }
    Work& work = found->second;
    const PromptReading reading = readPrompt(work.message.text.toStdString());
    work.hasAspect = reading.aspect.has_value();
    applyReading(reading, m_service.loadedModel(), work.order);
    for (const DoneRow& row : readingRows(reading, work.order)) {
        addRow(answer, work, row);
    }
    if (work.order.request.prompt.empty()) {
        const QString what =
            tr("The message has no words to draw. Say what the picture should show.");
        m_work.erase(found);
        Q_EMIT ended(answer, TurnState::Failed, what);
        return;
    }
    takeFinished(work);
    if (work.finishedBefore > 0 && work.order.request.count < 1) {
        judgeNext(answer);
    } else if (work.message.attachments.isEmpty()) {
        submit(answer);
    } else {
        loadStartPicture(answer);
    }
}

/// Of a batch that was cut off, only the rest is drawn: picture after picture its seed is the next.
void PictureAssistant::takeFinished(Work& work) {
    GenerateRequest& request = work.order.request;
    work.cards = std::exchange(work.message.finished, {});
    work.finishedBefore = static_cast<int>(work.cards.size());
    work.finished = work.finishedBefore;
    for (const PictureCard& card : work.cards) {
        work.seconds += card.seconds;
    }
    request.count -= work.finishedBefore;
    request.seed += static_cast<std::uint64_t>(work.finishedBefore);
}

void PictureAssistant::loadStartPicture(TurnId answer) {
    Work& work = m_work.at(answer);
    const QString name = work.message.attachments.front();
    if (work.message.attachments.size() > 1) {
        addRow(answer, work,
               {DoneRowKind::Note, DoneRowState::Done, QStringLiteral("start"),
                tr("%n attached picture(s)", nullptr,
                   static_cast<int>(work.message.attachments.size())),
                tr("drawing starts from the first; the others are not used")});
    }
    const std::filesystem::path file(name.toStdU16String());
    work.reading = m_background.start(
        this, [file](std::stop_token stop) { return readPicture(file, std::move(stop)); },
        [this, answer](Outcome<Image> picture) {
            const auto found = m_work.find(answer);
            if (found == m_work.end()) {
                return;
            }
            if (!picture.isDone()) {
                end(answer, picture.isFailed() ? TurnState::Failed : TurnState::Cancelled,
                    picture.isFailed() ? picture.error() : Error{});
                return;
            }
            Work& read = found->second;  // it may have been renamed meanwhile
            startFrom(std::move(picture).value(), read.message.attachments.front().toStdU16String(),
                      read);
            submit(answer);
        },
        BackgroundPriority::High);
}

void PictureAssistant::startFrom(Image picture, const std::filesystem::path& file, Work& work) {
    GenerateRequest& request = work.order.request;
    if (!work.hasAspect) {  // else the engine would squeeze the picture into the shape of the settings
        const ModelInfo model = m_service.loadedModel().value_or(ModelInfo{});
        const SizePx size = sizeForAspect({picture.widthPx, picture.heightPx},
                                          expectedSize(work.order, model), model.sizeMultiplePx);
        request.widthPx = size.width;
        request.heightPx = size.height;
    }
    request.initImage = std::move(picture);
    request.mask.reset();
    work.order.madeFrom = file;
}

void PictureAssistant::submit(TurnId answer) {
    Work& work = m_work.at(answer);
    work.callRow = {DoneRowKind::Call, DoneRowState::Running, QStringLiteral("draw"),
                    orderInWords(work.order, m_service.loadedModel()), QString()};
    work.callRowIndex = work.rows;
    addRow(answer, work, work.callRow);
    expectPictures(answer, work);
    const JobId job = m_service.submit(work.order, work.message.place);
    work.job = job;
    work.order.request.initImage.reset();  // the service has it
    work.order.request.mask.reset();
    m_turnOfJob[job] = answer;
    Q_EMIT jobAssigned(answer, job);
}

void PictureAssistant::expectPictures(TurnId answer, Work& work) {
    const GenerateRequest& request = work.order.request;
    const SizePx size = expectedSize(work.order, m_service.loadedModel());
    std::vector<PictureCard> places;
    for (int i = 0; i < request.count; ++i) {
        PictureCard card;
        card.prompt = QString::fromStdString(request.prompt);
        card.negativePrompt = QString::fromStdString(request.negativePrompt.value_or(""));
        card.seed = request.seed + static_cast<std::uint64_t>(i);
        card.widthPx = size.width;
        card.heightPx = size.height;
        card.madeFrom = QString::fromStdString(work.order.madeFrom.string());
        places.push_back(card);
    }
    work.cards.insert(work.cards.end(), places.begin(), places.end());
    Q_EMIT picturesExpected(answer, places);
}

void PictureAssistant::addRow(TurnId answer, Work& work, const DoneRow& row) {
    ++work.rows;
    Q_EMIT rowAdded(answer, row);
}

PictureAssistant::Work* PictureAssistant::workOf(JobId job) {
    const auto turn = m_turnOfJob.find(job);
    if (turn == m_turnOfJob.end()) {
        return nullptr;
    }
    const auto work = m_work.find(turn->second);
    return work == m_work.end() ? nullptr : &work->second;
}

void PictureAssistant::showPicture(JobId job, const FinishedPicture& picture) {
    Work* work = workOf(job);
    if (work == nullptr || picture.index < 0 ||
        work->cardOf(picture.index) >= static_cast<int>(work->cards.size())) {
        return;
    }
    const GenerateRequest& request = picture.order.request;
    const int index = work->cardOf(picture.index);
    PictureCard& card = work->cards[static_cast<std::size_t>(index)];
    card.file = QString::fromStdString(picture.file.string());
    card.modelName = QString::fromStdString(picture.modelName);
    card.scheduler = QString::fromStdString(request.scheduler.value_or(""));
    card.seed = picture.seed;
    card.widthPx = picture.image.widthPx;
    card.heightPx = picture.image.heightPx;
    card.steps = request.steps.value_or(0);
    card.guidanceScale = request.guidanceScale.value_or(0);
    card.seconds = picture.seconds;
    card.pixelsChangedOutsideMask = picture.pixelsChangedOutsideMask;
    ++work->finished;
    work->seconds += picture.seconds;
    Q_EMIT pictureFinished(work->message.answer, index, card);
}

void PictureAssistant::finish(JobId job, const GenerateReport& report) {
    Work* work = workOf(job);
    if (work == nullptr) {
        return;
    }
    const TurnId answer = work->message.answer;
    m_turnOfJob.erase(job);
    for (const std::string& warning : report.warnings) {
        addRow(answer, *work,
               {DoneRowKind::Note, DoneRowState::Done, QStringLiteral("warning"), QString(),
                tr("%1", "leads with: what a person should know of the pictures that were made")
                    .arg(QString::fromStdString(warning))});
    }
    judgeNext(answer);
}

/// One picture after the other, at the front of the queue: whoever asked is looking at it.
void PictureAssistant::judgeNext(TurnId answer) {
    Work& work = m_work.at(answer);
    while (work.nextToJudge < work.cards.size()) {
        const PictureCard& card = work.cards[work.nextToJudge++];
        const bool isJudged = card.verdict != Verdict::NotJudged;  // before it was cut off
        // The words of a repaint are about a part.
        if (card.file.isEmpty() || card.isRepaint() || isJudged ||
            !m_service.canJudge(card.modelName.toStdString())) {
            continue;
        }
        WordsOrder order;
        order.file = card.file.toStdU16String();
        order.prompt = card.prompt.toStdString();
        order.placement = work.order.placement;
        order.readsWriting = false;
        order.turnId = answer;
        const JobId job = m_service.submit(std::move(order), JobPlace::Front);
        work.job = job;
        m_turnOfJob[job] = answer;
        Q_EMIT jobAssigned(answer, job);
        return;
    }
    end(answer, TurnState::Done);
}

void PictureAssistant::takeVerdict(JobId job, const FinishedWords& words) {
    Work* work = workOf(job);
    if (work == nullptr || !words.words.match || words.words.match->judged() == 0) {
        return;
    }
    const match::MatchReport& report = *words.words.match;
    const bool isAsAsked = report.held() == report.judged();
    if (isAsAsked && (report.isCut || report.judged() < report.checks.size())) {
        return;  // nothing is known to be missing, but not all was looked for
    }
    const auto index = static_cast<int>(work->nextToJudge) - 1;
    PictureCard& card = work->cards[work->nextToJudge - 1];
    card.verdict = isAsAsked ? Verdict::AsAsked : Verdict::NotAsAsked;
    QStringList missing;
    for (const std::string& claim : match::missingWords(report)) {
        missing.append(QString::fromStdString(claim));
    }
    card.verdictText = isAsAsked ? tr("As asked")
                                 : tr("Not as asked: %1").arg(missing.join(QStringLiteral(", ")));
    Q_EMIT pictureJudged(work->message.answer, index, card);
}

void PictureAssistant::end(TurnId answer, TurnState state, const Error& error) {
    const auto found = m_work.find(answer);
    if (found == m_work.end()) {
        return;
    }
    Work work = std::move(found->second);
    m_work.erase(found);
    if (work.job) {
        m_turnOfJob.erase(*work.job);
    }
    if (work.callRowIndex >= 0) {
        DoneRow row = work.callRow;
        const QString drawn =
            tr("%n picture(s) in %1 s", nullptr, work.finished).arg(secondsInWords(work.seconds));
        row.state = state == TurnState::Failed ? DoneRowState::Failed : DoneRowState::Done;
        row.outcome = state == TurnState::Done        ? drawn
                      : state == TurnState::Cancelled ? tr("stopped; %1").arg(drawn)
                                                      : faultSentence(error);
        Q_EMIT rowChanged(answer, work.callRowIndex, row);
    }
    Q_EMIT ended(answer, state, state == TurnState::Failed ? failureSentence(error) : QString());
}

void PictureAssistant::stop(TurnId answer) {
    const auto found = m_work.find(answer);
    if (found == m_work.end()) {
        return;
    }
    if (found->second.job) {
        m_service.cancel(*found->second.job);
        return;
    }
    found->second.reading.cancel();
    end(answer, TurnState::Cancelled);
}

void PictureAssistant::moveFile(const QString& before, const QString& after) {
    for (auto& [answer, work] : m_work) {
        moveFileIn(work.message, before, after);
        moveFileIn(work.cards, before, after);
        if (work.order.madeFrom == before.toStdU16String()) {
            work.order.madeFrom = after.toStdU16String();
        }
    }
}

}  // namespace limn
