// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/words/WordsPane.h"

#include "core/description/alt_text.h"
#include "core/jobs/plain_tool_tip.h"
#include "core/jobs/program_speech.h"
#include "ui/style/Theme.h"
#include "ui/widgets/Announcer.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/look.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace limn::ui {
namespace {

constexpr int kTellSoonMs = 1000;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString tagLine(const std::vector<std::string>& tags) {
    QStringList all;
    for (const auto& tag : tags) {
        all.append(text(tag));
    }
    return all.join(QStringLiteral(", "));
}

QString matchLines(const match::MatchReport& report) {
    QStringList lines{text(match::summaryWords(report, programSpeech()))};
    for (const auto& check : report.checks) {
        const QString mark = !check.holds   ? QStringLiteral("? ")
                             : *check.holds ? QStringLiteral("✓ ")
                                            : QStringLiteral("✗ ");
        lines.append(mark + text(check.claim.words));
    }
    return lines.join(QLatin1Char('\n'));
}

bool isSame(const WordsForFile& a, const WordsForFile& b) {
    return a.alt == b.alt && a.longDescription == b.longDescription && a.tags == b.tags;
}

/// Photographers write "Boat", programs "boat".
std::vector<std::string> without(const std::vector<std::string>& tags,
                                 const std::vector<std::string>& others) {
    std::vector<std::string> left;
    std::ranges::copy_if(tags, std::back_inserter(left), [&](const std::string& tag) {
        return std::ranges::none_of(others, [&](const std::string& other) {
            return text(tag).compare(text(other), Qt::CaseInsensitive) == 0;
        });
    });
    return left;
}

}  // namespace

WordsPane::WordsPane(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("wordsPane"));
    setAccessibleName(tr("Words about the picture"));
    setLook(*this, QLatin1String("pane"));
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildEmpty());
    m_pages->addWidget(buildWords());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    m_tellSoon.setSingleShot(true);
    m_tellSoon.setInterval(kTellSoonMs);
    connect(&m_tellSoon, &QTimer::timeout, this, &WordsPane::tellEdits);
    connect(&m_voice, &ReadAloud::speakingChanged, this, &WordsPane::refreshButtons);
    refreshButtons();
}

bool WordsPane::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut) {
        tellEdits();
    }
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && (key->modifiers() & Qt::ControlModifier) != 0 && m_write->isEnabled()) {
            m_write->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void WordsPane::showWords(const FinishedWords& finished) {
    std::erase_if(m_waiting, [&](const FinishedWords& other) {
        return other.order.file == finished.order.file;
    });
    if (hasEdits()) {
        m_waiting.push_back(finished);
        offerWaiting();
    } else {
        put(finished);
    }
}

void WordsPane::moveFile(const std::filesystem::path& before, const std::filesystem::path& after) {
    if (before.empty()) {
        return;
    }
    for (FinishedWords& waiting : m_waiting) {
        if (waiting.order.file == before) {
            waiting.order.file = after;
        }
    }
    offerWaiting();
    if (m_file == before) {
        m_file = m_finished.order.file = after;
        showName();
    }
}

void WordsPane::showName() {
    m_name->setWholeText(text(m_file.filename().string()));
    m_name->setToolTip(plainToolTip(text(m_file.string())));
}

void WordsPane::hideEvent(QHideEvent* event) {
    tellEdits();
    QWidget::hideEvent(event);
}

/// Only what is another text than was told last: what the person did not touch is the program's.
void WordsPane::tellEdits() {
    m_tellSoon.stop();
    if (m_file.empty()) {
        return;
    }
    const EditedWords changes = changesFrom(m_told);
    m_told = textsNow();
    if (changes.isAnything()) {
        Q_EMIT edited(changes);
    }
}

EditedWords WordsPane::changesFrom(const Texts& former) const {
    const Texts now = textsNow();
    EditedWords changes{.file = m_file};
    if (now.words.alt != former.words.alt) {
        changes.alt = now.words.alt;
    }
    if (now.words.longDescription != former.words.longDescription) {
        changes.description = now.words.longDescription;
    }
    if (now.writing != former.writing) {
        changes.seenText = now.writing;
    }
    changes.addedTags = without(now.words.tags, former.words.tags);
    changes.removedTags = without(former.words.tags, now.words.tags);
    return changes;
}

void WordsPane::showKept(const PictureRow& picture) {
    if (picture.file != m_file) {
        return;
    }
    const Texts now = textsNow();
    const auto isUntouched = [&](const auto& textOf) {
        return textOf(now) == textOf(m_shown) && textOf(m_told) == textOf(m_shown);
    };
    // What came from before is no edit: it is taken as shown and told.
    const auto keep = [&](const auto& textOf, QPlainTextEdit& edit, const std::string& kept) {
        if (!isUntouched(textOf)) {
            return;
        }
        if (edit.toPlainText() != text(kept)) {
            edit.setPlainText(text(kept));
        }
        const Texts then = textsNow();
        textOf(m_shown) = textOf(m_told) = textOf(then);
    };
    keep(
        [](auto& texts) -> auto& { return texts.words.alt; }, *m_alt, picture.alt);
    keep(
        [](auto& texts) -> auto& { return texts.words.longDescription; }, *m_detail,
        picture.description);
    keep(
        [](auto& texts) -> auto& { return texts.writing; }, *m_writing, picture.seenText);
    const auto tagsOf = [](auto& texts) -> auto& {
        return texts.words.tags;
    };
    if (m_areTagsKept && isUntouched(tagsOf)) {  // all but those that the person took away
        m_tags->setText(tagLine(without(now.words.tags, without(now.words.tags, picture.tags))));
        m_tags->setCursorPosition(0);
        m_shown.words.tags = m_told.words.tags = wordsNow().tags;
    }
}

/// The words that came last are offered first.
void WordsPane::offerWaiting() {
    m_showWaiting->setVisible(!m_waiting.empty());
    if (!m_waiting.empty()) {
        const auto& file = m_waiting.back().order.file;
        m_showWaiting->setText(tr("Show the words of “%1”").arg(text(file.filename().string())));
    }
}

void WordsPane::showWaiting() {
    const FinishedWords next = std::move(m_waiting.back());
    m_waiting.pop_back();
    put(next);
}

bool WordsPane::hasEdits() const {
    const auto now = wordsNow();
    return !m_file.empty() && !isSame(now, m_shown.words) && !isWritten(now);
}

bool WordsPane::isWritten(const WordsForFile& words) const {
    return m_written && isSame(words, *m_written);
}

void WordsPane::write(WordsForFile words) {
    tellEdits();
    m_beingWritten = std::move(words);
    refreshButtons();
    Q_EMIT writeRequested(m_file, *m_beingWritten);
}

void WordsPane::put(const FinishedWords& finished) {
    const PictureWords& words = finished.words;
    m_voice.stop();
    tellEdits();  // of the picture that was here
    m_file = finished.order.file;
    m_written.reset();  // who knows what became of the file meanwhile
    showOther(m_otherAlt, {});
    showOther(m_otherDetail, {});
    offerWaiting();
    showName();
    m_origin->setText(
        words.modelName.empty() ? tr("Measured and read, without a model")
        : words.isOutsideModel
            ? tr("%1 does not know such pictures; this was measured").arg(text(words.modelName))
        : words.seen ? tr("%1 saw it at %2 × %3 pixels")
                           .arg(text(words.modelName))
                           .arg(words.seen->widthPx)
                           .arg(words.seen->heightPx)
                     : text(words.modelName));
    m_alt->setPlainText(text(words.alt));
    m_detail->setPlainText(text(words.longDescription));
    m_tags->setText(tagLine(words.tags));
    m_tags->setCursorPosition(0);
    m_writing->setPlainText(text(words.writing.text()));
    const bool isCompared = words.match && words.match->judged() > 0;
    m_matchPart->setVisible(isCompared);
    m_match->setText(isCompared ? matchLines(*words.match) : QString());
    m_measuredPart->setVisible(!words.modelName.empty() &&
                               !words.isOutsideModel);  // else the details say it
    m_measured->setText(text(vision::describeFacts(words.facts, programSpeech())));
    m_pages->setCurrentIndex(1);
    m_areTagsKept = !words.isOutsideModel;
    m_finished = finished;
    m_finished.order.picture.reset();  // its pixels are not wanted here
    m_said = m_shown = m_told = textsNow();
    m_tellSoon.stop();
    countAlt();
    refreshButtons();
}

void WordsPane::tellWritten(const std::filesystem::path& file, const Result<KeptWords>& written) {
    auto words = std::exchange(m_beingWritten, std::nullopt);
    if (words && written && file == m_file) {
        m_written = std::move(words);
        showOther(m_otherAlt, written->alt);
        showOther(m_otherDetail, written->longDescription);
    }
    refreshButtons();
}

void WordsPane::countAlt() {
    const auto count = charactersIn(m_alt->toPlainText().toStdString());
    const bool isLong = count > kLongestAlt;
    m_altCount->setText(tr("%1 of %2").arg(count).arg(kLongestAlt));
    m_altCount->setToolTip(isLong ? tr("Screen readers may cut longer texts.") : QString());
    setLook(*m_altCount, QLatin1String(isLong ? "care" : "label"));
}

void WordsPane::refreshButtons() {
    m_write->setEnabled(!m_file.empty() && !m_beingWritten && !isWritten(wordsNow()));
    for (const auto* other : {&m_otherAlt, &m_otherDetail}) {
        other->replace->setEnabled(!m_beingWritten);
    }
    m_speak->setVisible(m_voice.isAvailable());
    m_speak->setIcon(m_theme.icon(QLatin1String(m_voice.isSpeaking() ? "stop" : "speak")));
    m_speak->setText(m_voice.isSpeaking() ? tr("Stop reading") : tr("Read aloud"));
}

void WordsPane::toggleSpeech() {
    if (m_voice.isSpeaking()) {
        m_voice.stop();
    } else {
        m_voice.speak(textToRead());
    }
}

QString WordsPane::textToRead() const {
    QStringList parts{altText(), m_detail->toPlainText().trimmed(),
                      m_writing->toPlainText().trimmed()};
    parts.removeAll(QString());
    return parts.join(u'\n');
}

WordsPane::Texts WordsPane::textsNow() const {
    return {wordsNow(), m_writing->toPlainText().trimmed().toStdString()};
}

QString WordsPane::altText() const {
    return m_alt->toPlainText().simplified();
}

WordsForFile WordsPane::wordsNow() const {
    return {.alt = altText().toStdString(),
            .longDescription = m_detail->toPlainText().trimmed().toStdString(),
            .tags = tagsFrom(m_tags->text().toStdString())};
}

}  // namespace limn::ui
