// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/words/WordsPane.h"

#include "core/description/alt_text.h"
#include "core/jobs/plain_tool_tip.h"
#include "core/jobs/program_speech.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/Announcer.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/look.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace limn::ui {
namespace {

constexpr int kAltLines = 4;
constexpr int kDetailLines = 6;
constexpr int kWritingLines = 4;
constexpr int kTellSoonMs = 1000;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QLabel* wrapped(const QString& words, const char* look, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLook(*label, QLatin1String(look));
    return label;
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

QWidget* WordsPane::buildEmpty() {
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(kSpaceHugePx, kSpaceHugePx, kSpaceHugePx, kSpaceHugePx);
    column->setSpacing(kSpacePx);
    auto* title = wrapped(tr("No picture is in words yet"), "heading", page);
    auto* hint = wrapped(tr("Drop any picture on the window and choose “Describe”. Alt text, "
                            "details, tags and the writing in it come here; "
                            "change them, copy them, or write them into the file."),
                         "muted", page);
    auto* choose =
        new QPushButton(m_theme.icon(QLatin1String("describe")), tr("Describe a picture…"), page);
    connect(choose, &QPushButton::clicked, this, &WordsPane::describeRequested);
    column->addStretch(1);
    column->addWidget(title);
    column->addWidget(hint);
    column->addWidget(choose, 0, Qt::AlignLeft);
    column->addStretch(2);
    return page;
}

QWidget* WordsPane::buildFields() {
    auto* inner = new QWidget;
    setLook(*inner, QLatin1String("pane"));
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(kSpaceLargePx, kSpacePx, kSpaceLargePx, kSpaceLargePx);
    column->setSpacing(kSpaceSmallPx);
    m_name = new ElidedLabel(inner);
    setLook(*m_name, QLatin1String("heading"));
    m_origin = wrapped({}, "label", inner);
    m_showWaiting = new QPushButton(inner);
    m_showWaiting->setObjectName(QStringLiteral("showWaitingWords"));
    m_showWaiting->setToolTip(
        tr("What you changed here is kept in the gallery, but not written into the file."));
    m_showWaiting->hide();
    connect(m_showWaiting, &QPushButton::clicked, this, &WordsPane::showWaiting);
    column->addWidget(m_showWaiting, 0, Qt::AlignLeft);
    column->addWidget(m_name);
    column->addWidget(m_origin);

    m_altCount = new QLabel(inner);
    m_alt = new QPlainTextEdit(inner);
    m_alt->setObjectName(QStringLiteral("altEdit"));
    addHead(
        *column, tr("Al&t text"), m_alt, [this] { return m_alt->toPlainText(); }, m_altCount);
    m_otherAlt = addOther(*column, tr("Another alt text is in the file. It was kept:"),
                          QStringLiteral("replaceAlt"), m_alt, &WordsForFile::replacesAlt);
    m_detail = addText(*column, tr("In &detail"), QStringLiteral("detailEdit"), kDetailLines);
    m_otherDetail =
        addOther(*column, tr("Another description is in the file. It was kept:"),
                 QStringLiteral("replaceDetail"), m_detail, &WordsForFile::replacesLongDescription);
    m_tags = new QLineEdit(inner);
    m_tags->setObjectName(QStringLiteral("tagsEdit"));
    addHead(
        *column, tr("Ta&gs"), m_tags, [this] { return m_tags->text(); }, nullptr);

    m_writing = addText(*column, tr("W&riting in the picture"), QStringLiteral("writingEdit"),
                        kWritingLines);
    m_writing->setPlaceholderText(tr("None was read"));

    m_matchPart = addNote(*column, tr("Compared with its prompt"), m_match);
    m_measuredPart = addNote(*column, tr("Measured"), m_measured);
    column->addStretch();

    connect(m_alt, &QPlainTextEdit::textChanged, this, &WordsPane::countAlt);
    for (auto* edit : {m_alt, m_detail}) {
        connect(edit, &QPlainTextEdit::textChanged, this, &WordsPane::refreshButtons);
    }
    connect(m_tags, &QLineEdit::textChanged, this, &WordsPane::refreshButtons);
    for (auto* edit : {m_alt, m_detail, m_writing}) {
        connect(edit, &QPlainTextEdit::textChanged, &m_tellSoon, qOverload<>(&QTimer::start));
    }
    connect(m_tags, &QLineEdit::textChanged, &m_tellSoon, qOverload<>(&QTimer::start));
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    return scroll;
}

/// Below the field, so that both can be read one after the other.
WordsPane::OtherText WordsPane::addOther(QVBoxLayout& column, const QString& heading,
                                         const QString& name, QWidget* field,
                                         bool WordsForFile::*replaces) {
    OtherText other;
    other.part = addNote(column, heading, other.text, tr("Text in the file"));
    setLook(*other.part, QLatin1String("sunk"));
    other.part->setAccessibleName(heading);
    other.announcer = new Announcer(other.part);
    other.text->setObjectName(name + QStringLiteral("Text"));
    other.replace = new QPushButton(tr("Replace it"), other.part);
    other.replace->setObjectName(name);
    other.replace->setToolTip(tr("The text above takes its place in the file."));
    other.replace->setAccessibleDescription(other.replace->toolTip());
    connect(other.replace, &QPushButton::clicked, this, [this, field, replaces] {
        WordsForFile words = wordsNow();
        words.*replaces = true;
        field->setFocus();
        write(std::move(words));
    });
    auto* keep = new QPushButton(tr("Keep it"), other.part);
    keep->setObjectName(name + QStringLiteral("Not"));
    connect(keep, &QPushButton::clicked, this, [part = other.part, field] {
        part->hide();
        field->setFocus();
    });
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(other.replace);
    buttons->addWidget(keep);
    buttons->addStretch();
    static_cast<QVBoxLayout*>(other.part->layout())->addLayout(buttons);
    other.part->hide();
    return other;
}

void WordsPane::showOther(const OtherText& other, const std::string& kept) {
    other.text->setText(text(kept));
    other.part->setVisible(!kept.empty());
    if (!kept.empty()) {
        other.announcer->say(other.part->accessibleName());
    }
}

/// What is only told: a heading with a button to copy, and words below it.
QWidget* WordsPane::addNote(QVBoxLayout& column, const QString& heading, QLabel*& words,
                            const QString& copyName) {
    auto* part = new QWidget(this);
    auto* lines = new QVBoxLayout(part);
    lines->setContentsMargins(0, kSpaceHairPx, 0, 0);
    lines->setSpacing(kSpaceHairPx);
    auto* label = wrapped(heading, "label", part);
    words = wrapped({}, "", part);
    words->setAccessibleDescription(heading);
    auto* head = new QHBoxLayout;
    head->setSpacing(kSpaceSmallPx);
    head->addWidget(label, 1);
    head->addWidget(copyButton(copyName.isEmpty() ? heading : copyName,
                               [told = words] { return told->text(); }),
                    0, Qt::AlignTop);
    lines->addLayout(head);
    lines->addWidget(words);
    column.addWidget(part);
    return part;
}

QWidget* WordsPane::buildWords() {
    auto* page = new QWidget(this);
    m_write = new QPushButton(m_theme.icon(QLatin1String("save")), tr("Write into the file"), page);
    m_write->setObjectName(QStringLiteral("writeIntoFile"));
    m_write->setToolTip(
        tr("Alt text, description and tags become part of the picture’s file, where other programs "
           "and screen readers find "
           "them. The picture itself stays as it is, and so do texts that somebody else wrote."));
    connect(m_write, &QPushButton::clicked, this, [this] { write(wordsNow()); });
    m_speak = new QPushButton(page);
    m_speak->setObjectName(QStringLiteral("readAloud"));
    connect(m_speak, &QPushButton::clicked, this, &WordsPane::toggleSpeech);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(kSpaceLargePx, kSpaceSmallPx, kSpaceLargePx, kSpacePx);
    buttons->addWidget(m_write);
    buttons->addWidget(m_speak);
    buttons->addStretch();
    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildFields(), 1);
    whole->addLayout(buttons);
    return page;
}

QPlainTextEdit* WordsPane::addText(QVBoxLayout& column, const QString& name,
                                   const QString& objectName, int lines) {
    auto* edit = new QPlainTextEdit(this);
    edit->setObjectName(objectName);
    addHead(
        column, name, edit, [edit] { return edit->toPlainText(); }, nullptr);
    edit->setFixedHeight(lines * edit->fontMetrics().lineSpacing() + 2 * kSpaceSmallPx);
    return edit;
}

QToolButton* WordsPane::copyButton(const QString& name, const std::function<QString()>& textOf) {
    auto* copy = new QToolButton(this);
    copy->setIcon(m_theme.icon(QLatin1String("copy")));
    copy->setIconSize(QSize(kIconPx, kIconPx));
    copy->setAccessibleName(tr("Copy: %1").arg(name));
    copy->setToolTip(tr("Copy"));
    connect(copy, &QToolButton::clicked, this, [this, textOf, name] {
        QGuiApplication::clipboard()->setText(textOf());
        Q_EMIT copied(name);
    });
    return copy;
}

/// Name, what stands beside it, a button to copy; below it the field.
void WordsPane::addHead(QVBoxLayout& column, const QString& name, QWidget* field,
                        const std::function<QString()>& textOf, QWidget* beside) {
    auto* label = new QLabel(name, this);
    setLook(*label, QLatin1String("label"));
    label->setBuddy(field);
    const QString plain = QString(name).remove(QLatin1Char('&'));
    field->setAccessibleName(plain);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, kSpaceHairPx, 0, 0);
    head->setSpacing(kSpaceSmallPx);
    head->addWidget(label);
    head->addStretch();
    if (beside != nullptr) {
        head->addWidget(beside);
    }
    head->addWidget(copyButton(plain, textOf));
    column.addLayout(head);
    column.addWidget(field);
    if (auto* edit = qobject_cast<QPlainTextEdit*>(field)) {
        edit->setTabChangesFocus(true);
        edit->setFixedHeight(kAltLines * edit->fontMetrics().lineSpacing() + 2 * kSpaceSmallPx);
    }
    field->installEventFilter(this);
}

/// Ctrl+Enter in a text writes it into the file; who leaves it is done with it.
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
