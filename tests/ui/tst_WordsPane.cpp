// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/words/WordsPane.h"

#include "ui/style/Theme.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

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
    void onlyOwnWordsMayBeReplaced();
    void wordsThatFailedToBeWrittenCanBeWrittenAgain();
    void shownAnewTheyCanBeWrittenAnew();
    void editsKeepTheirPicture();

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

/// Of a photographer's keyword that the model also said, nothing is known to be ours.
void tst_WordsPane::onlyOwnWordsMayBeReplaced() {
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat", "water"}));
    const auto first = write();
    QCOMPARE(first.tags, (Tags{"boat", "water"}));
    QVERIFY(first.formerTags.empty() && first.formerCaption.empty());
    QVERIFY(!button("writeIntoFile")->isEnabled());  // one writing at a time
    m_pane->tellWritten("/a.png", Tags{"water"});    // "boat" was in the file before
    m_pane->showWords(wordsOf("/a.png", "A ship.", {"ship", "water"}));
    const auto second = write();
    QCOMPARE(second.formerTags, Tags{"water"});
    QCOMPARE(second.formerCaption, std::string("A boat."));
    m_pane->tellWritten("/a.png", Tags{"ship", "water"});
    m_pane->showWords(wordsOf("/b.png", "A cat.", {"cat"}));  // of other files nothing is known
    QVERIFY(write().formerTags.empty());
}

void tst_WordsPane::wordsThatFailedToBeWrittenCanBeWrittenAgain() {
    m_pane->showWords(wordsOf("/a.png", "A boat.", {"boat"}));
    write();
    m_pane->tellWritten("/a.png", Error{ErrorCode::WriteFailed, "No room.", {}});
    QVERIFY(button("writeIntoFile")->isEnabled());
    QVERIFY(write().formerTags.empty());
    m_pane->tellWritten("/a.png", Tags{"boat"});
    QVERIFY(!button("writeIntoFile")->isEnabled());
    m_pane->findChild<QLineEdit*>(QStringLiteral("tagsEdit"))->setText(QStringLiteral("ship"));
    QVERIFY(button("writeIntoFile")->isEnabled());
}

/// The file may have been put back from a backup since.
void tst_WordsPane::shownAnewTheyCanBeWrittenAnew() {
    const auto words = wordsOf("/a.png", "A boat.", {"boat"});
    m_pane->showWords(words);
    write();
    m_pane->tellWritten("/a.png", Tags{"boat"});
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

QTEST_MAIN(tst_WordsPane)
#include "tst_WordsPane.moc"
