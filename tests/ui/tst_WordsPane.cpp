// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/words/WordsPane.h"

#include "core/jobs/plain_tool_tip.h"
#include "ui/style/Theme.h"
#include "ui/widgets/ElidedLabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace limn;

namespace {

using Tags = std::vector<std::string>;

FinishedWords wordsOf(const std::string& file, const std::string& caption, const Tags& tags) {
    FinishedWords finished;
    finished.order.file = file;
    finished.words.alt = caption;
    finished.words.caption = caption;
    finished.words.longDescription = caption;
    finished.words.tags = tags;
    return finished;
}

}  // namespace

class tst_WordsPane : public QObject {
    Q_OBJECT

private:
    ui::Theme m_theme;

private Q_SLOTS:
    void init();
    void textsOfOthersAreShownAndReplacedOnlyOnDemand();
    void wordsThatFailedToBeWrittenCanBeWrittenAgain();
    void shownAnewTheyCanBeWrittenAnew();
    void editsKeepTheirPicture();
    void aRenamedPictureKeepsItsEdits();
    void aRenamedPictureIsStillOffered();
    void everyPartIsCopiedWithTheKeyboard_data();
    void everyPartIsCopiedWithTheKeyboard();
    void whatIsEditedIsTold();
    void theWritingCanBeCorrected();
    void allPartsAreHeard_data();
    void allPartsAreHeard();
    void whatWasKeptTakesThePlaceOfNewWords();

private:
    QPushButton* button(const char* name) const {
        return m_pane->findChild<QPushButton*>(QLatin1String(name));
    }
    WordsForFile write() {
        QTest::mouseClick(button("writeIntoFile"), Qt::LeftButton);
        return m_requests->takeLast()[1].value<WordsForFile>();
    }

    std::unique_ptr<ui::WordsPane> m_pane;
    std::unique_ptr<QSignalSpy> m_requests;
};

void tst_WordsPane::init() {
    m_pane = std::make_unique<ui::WordsPane>(m_theme);
    m_requests = std::make_unique<QSignalSpy>(m_pane.get(), &ui::WordsPane::writeRequested);
    m_pane->show();
}

/// A photographer's text is shown beside the pane's; only who says so replaces it, and each by itself.
void tst_WordsPane::textsOfOthersAreShownAndReplacedOnlyOnDemand() {
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat"}));
    const auto first = write();
    QCOMPARE(first.tags, (Tags{"boat"}));
    QVERIFY(!first.replacesAlt && !first.replacesLongDescription);
    QVERIFY(!button("writeIntoFile")->isEnabled());  // one writing at a time
    QVERIFY(!button("replaceAlt")->isVisible());
    m_pane->tellWritten("/a.png", KeptWords{"Anna's boat", "Anna's boat in Kiel."});
    QVERIFY(button("replaceAlt")->isVisible() && button("replaceDetail")->isVisible());
    QCOMPARE(m_pane->findChild<QLabel*>(QStringLiteral("replaceAltText"))->text(),
             QStringLiteral("Anna's boat"));
    QVERIFY(!button("writeIntoFile")->isEnabled());  // all is said
    QTest::keyClick(button("replaceDetailNot"), Qt::Key_Space);
    QVERIFY(!button("replaceDetail")->isVisible());
    QVERIFY(m_requests->isEmpty());
    QTest::keyClick(button("replaceAlt"), Qt::Key_Space);
    QCOMPARE(m_requests->count(), 1);
    const auto second = m_requests->takeLast()[1].value<WordsForFile>();
    QVERIFY(second.replacesAlt && !second.replacesLongDescription);
    QCOMPARE(second.alt, std::string("A boat."));
    QVERIFY(!button("replaceAlt")->isEnabled());
    m_pane->tellWritten("/a.png", KeptWords{{}, "Anna's boat in Kiel."});
    QVERIFY(!button("replaceAlt")->isVisible());
    QVERIFY(button("replaceDetail")->isVisible());
    m_pane->showWords(wordsOf("/b.png", "A cat.", {"cat"}));
    QVERIFY(!button("replaceDetail")->isVisible());  // it was of another file
}

void tst_WordsPane::wordsThatFailedToBeWrittenCanBeWrittenAgain() {
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat"}));
    write();
    m_pane->tellWritten("/a.png", Error{ErrorCode::WriteFailed, "No room.", {}});
    QVERIFY(button("writeIntoFile")->isEnabled());
    QCOMPARE(write().tags, Tags{"boat"});
    m_pane->tellWritten("/a.png", KeptWords{});
    QVERIFY(!button("writeIntoFile")->isEnabled());
    m_pane->findChild<QLineEdit*>(QStringLiteral("tagsEdit"))->setText(QStringLiteral("ship"));
    QVERIFY(button("writeIntoFile")->isEnabled());
}

/// The file may have been put back from a backup since.
void tst_WordsPane::shownAnewTheyCanBeWrittenAnew() {
    const auto words = wordsOf("/a.png", "A boat.", {"boat"});
    m_pane->showWords(words);
    write();
    m_pane->tellWritten("/a.png", KeptWords{});
    QVERIFY(!button("writeIntoFile")->isEnabled());
    m_pane->showWords(words);
    QVERIFY(button("writeIntoFile")->isEnabled());
}

void tst_WordsPane::editsKeepTheirPicture() {
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat"}));
    auto* alt = m_pane->findChild<QPlainTextEdit*>(QStringLiteral("altEdit"));
    alt->setPlainText(QStringLiteral("My boat."));
    m_pane->showWords(wordsOf("/b.png", "A cat.", {"cat"}));
    QCOMPARE(m_pane->file(), std::filesystem::path("/a.png"));
    QCOMPARE(alt->toPlainText(), QStringLiteral("My boat."));
    QVERIFY(button("showWaitingWords")->isVisible());
    QTest::mouseClick(button("showWaitingWords"), Qt::LeftButton);
    QCOMPARE(m_pane->file(), std::filesystem::path("/b.png"));
    QCOMPARE(alt->toPlainText(), QStringLiteral("A cat."));
    QVERIFY(!button("showWaitingWords")->isVisible());
}

void tst_WordsPane::aRenamedPictureKeepsItsEdits() {
    QSignalSpy edited(m_pane.get(), &ui::WordsPane::edited);
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat"}));
    auto* alt = m_pane->findChild<QPlainTextEdit*>(QStringLiteral("altEdit"));
    alt->setPlainText(QStringLiteral("My boat."));
    m_pane->moveFile("/other.png", "/another.png");
    QCOMPARE(m_pane->file(), std::filesystem::path("/a.png"));
    m_pane->moveFile("/a.png", "/boats/b.png");
    QCOMPARE(m_pane->file(), std::filesystem::path("/boats/b.png"));
    QCOMPARE(m_pane->finished().order.file, std::filesystem::path("/boats/b.png"));
    QCOMPARE(m_pane->edits().file, std::filesystem::path("/boats/b.png"));
    QCOMPARE(alt->toPlainText(), QStringLiteral("My boat."));
    const auto* name = m_pane->findChild<ui::ElidedLabel*>();
    QCOMPARE(name->wholeText(), QStringLiteral("b.png"));
    QCOMPARE(name->toolTip(), plainToolTip(QStringLiteral("/boats/b.png")));
    m_pane->moveFile("/boats/b.png", "/boats/<b>.png");
    QVERIFY2(name->toolTip().contains(QStringLiteral("&lt;b&gt;.png")),
             qPrintable(name->toolTip()));
    m_pane->moveFile("/boats/<b>.png", "/boats/b.png");
    QTest::mouseClick(button("writeIntoFile"), Qt::LeftButton);
    QCOMPARE(edited.count(), 1);
    QCOMPARE(edited[0][0].value<EditedWords>().file, std::filesystem::path("/boats/b.png"));
    QCOMPARE(m_requests->count(), 1);
    QCOMPARE(m_requests->first()[0].value<std::filesystem::path>(),
             std::filesystem::path("/boats/b.png"));
}

void tst_WordsPane::aRenamedPictureIsStillOffered() {
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat"}));
    m_pane->findChild<QPlainTextEdit*>(QStringLiteral("altEdit"))
        ->setPlainText(QStringLiteral("My boat."));
    m_pane->showWords(wordsOf("/b.png", "A cat.", {"cat"}));
    m_pane->moveFile("/b.png", "/c.png");
    QVERIFY2(button("showWaitingWords")->text().contains(QStringLiteral("c.png")),
             qPrintable(button("showWaitingWords")->text()));
    QTest::mouseClick(button("showWaitingWords"), Qt::LeftButton);
    QCOMPARE(m_pane->file(), std::filesystem::path("/c.png"));
}

void tst_WordsPane::everyPartIsCopiedWithTheKeyboard_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("part");
    QTest::newRow("alt text") << QStringLiteral("Alt text") << QStringLiteral("A boat.");
    QTest::newRow("tags") << QStringLiteral("Tags") << QStringLiteral("boat, water");
    QTest::newRow("measured") << QStringLiteral("Measured") << QStringLiteral("96");
    QTest::newRow("compared") << QStringLiteral("Compared with its prompt")
                              << QStringLiteral("two boats");
}

void tst_WordsPane::everyPartIsCopiedWithTheKeyboard() {
    QFETCH(QString, name);
    QFETCH(QString, part);
    auto words = wordsOf("/a.png", "A boat.", {"boat", "water"});
    words.words.modelName = "eyes";  // then what was measured stands by itself
    words.words.facts.widthPx = 96;
    words.words.facts.heightPx = 64;
    match::MatchCheck check;
    check.claim.words = "two boats";
    check.holds = false;
    words.words.match.emplace();
    words.words.match->checks.push_back(check);
    m_pane->showWords(words);
    QGuiApplication::clipboard()->clear();
    for (auto* copy : m_pane->findChildren<QToolButton*>()) {
        if (copy->accessibleName() == QStringLiteral("Copy: ") + name) {
            QVERIFY(copy->isVisible() && (copy->focusPolicy() & Qt::TabFocus) != 0);
            QTest::keyClick(copy, Qt::Key_Space);
        }
    }
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.contains(part), qPrintable(copied));
}

/// So that the gallery finds the picture by it, whether or not it is written into the file.
void tst_WordsPane::whatIsEditedIsTold() {
    QSignalSpy edited(m_pane.get(), &ui::WordsPane::edited);
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat", "water"}));
    auto* alt = m_pane->findChild<QPlainTextEdit*>(QStringLiteral("altEdit"));
    auto* tags = m_pane->findChild<QLineEdit*>(QStringLiteral("tagsEdit"));
    alt->setPlainText(QStringLiteral("My boat."));
    tags->setText(QStringLiteral("Water, ship"));
    write();
    QCOMPARE(edited.count(), 1);
    const auto words = edited[0][0].value<EditedWords>();
    QCOMPARE(words.file, std::filesystem::path("/a.png"));
    QCOMPARE(words.alt.value_or(""), std::string("My boat."));
    QVERIFY(!words.description && !words.seenText);
    QCOMPARE(words.addedTags, Tags{"ship"});
    QCOMPARE(words.removedTags, Tags{"boat"});
    m_pane->tellWritten("/a.png", KeptWords{});
    alt->setPlainText(QStringLiteral("Our boat."));
    m_pane->hide();  // leaving is enough
    QCOMPARE(edited.count(), 2);
    QCOMPARE(edited[1][0].value<EditedWords>().alt.value_or(""), std::string("Our boat."));
    QVERIFY(edited[1][0].value<EditedWords>().addedTags.empty());  // said already
    QCOMPARE(m_pane->edits().addedTags, Tags{"ship"});             // all that was changed
    m_pane->show();
    m_pane->showWords(wordsOf("/b.png", "A cat.", {"cat"}));
    QCOMPARE(edited.count(), 2);
}

void tst_WordsPane::theWritingCanBeCorrected() {
    QSignalSpy edited(m_pane.get(), &ui::WordsPane::edited);
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat"}));
    auto* writing = m_pane->findChild<QPlainTextEdit*>(QStringLiteral("writingEdit"));
    QVERIFY(writing->isVisible() && !writing->isReadOnly());  // also where nothing was read
    QTest::keyClicks(writing, "KIEL");
    m_pane->hide();
    QCOMPARE(edited.count(), 1);
    QCOMPARE(edited[0][0].value<EditedWords>().seenText.value_or(""), std::string("KIEL"));
}

void tst_WordsPane::allPartsAreHeard_data() {
    QTest::addColumn<QStringList>("parts");
    QTest::addColumn<QString>("heard");
    QTest::newRow("all") << QStringList{"A sign.", "A green sign.", "EXIT"}
                         << "A sign.\nA green sign.\nEXIT";
    QTest::newRow("no details") << QStringList{"A sign.", " ", "EXIT"} << "A sign.\nEXIT";
    QTest::newRow("alt text alone") << QStringList{"A sign.", "", ""} << "A sign.";
    QTest::newRow("nothing") << QStringList{"", "", ""} << "";
}

void tst_WordsPane::allPartsAreHeard() {
    QFETCH(QStringList, parts);
    QFETCH(QString, heard);
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat"}));
    const char* names[] = {"altEdit", "detailEdit", "writingEdit"};
    for (int i = 0; i < 3; ++i) {
        m_pane->findChild<QPlainTextEdit*>(QLatin1String(names[i]))->setPlainText(parts[i]);
    }
    QCOMPARE(m_pane->textToRead(), heard);
}

void tst_WordsPane::whatWasKeptTakesThePlaceOfNewWords() {
    QSignalSpy edited(m_pane.get(), &ui::WordsPane::edited);
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat", "car"}));
    auto* alt = m_pane->findChild<QPlainTextEdit*>(QStringLiteral("altEdit"));
    auto* detail = m_pane->findChild<QPlainTextEdit*>(QStringLiteral("detailEdit"));
    auto* tags = m_pane->findChild<QLineEdit*>(QStringLiteral("tagsEdit"));
    detail->setPlainText(QStringLiteral("Being edited"));
    PictureRow kept;
    kept.file = "/b.png";
    kept.alt = "Of another picture.";
    m_pane->showKept(kept);
    QCOMPARE(alt->toPlainText(), QStringLiteral("A boat."));
    kept.file = "/a.png";
    kept.alt = "Anna's boat.";
    kept.description = "Kept.";
    kept.tags = {"Boat", "holiday"};
    m_pane->showKept(kept);
    QCOMPARE(alt->toPlainText(), QStringLiteral("Anna's boat."));
    QCOMPARE(detail->toPlainText(), QStringLiteral("Being edited"));
    QCOMPARE(tags->text(), QStringLiteral("boat"));  // the person took "car" away before
    m_pane->hide();
    QCOMPARE(edited.count(), 1);  // what came from before is no edit
    const auto words = edited[0][0].value<EditedWords>();
    QCOMPARE(words.description.value_or(""), std::string("Being edited"));
    QVERIFY(!words.alt && words.removedTags.empty());
}

QTEST_MAIN(tst_WordsPane)
#include "tst_WordsPane.moc"
