// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/Composer.h"

#include "core/io/PictureReader.h"
#include "ui/chat/ComposerEdit.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QToolButton>
#include <QUrl>
#include <QtTest/QtTest>

using namespace limn;
using namespace limn::ui;

namespace {

struct Desk {
    QTemporaryDir folder;
    QThreadPool pool;
    Background background{pool};
    CardPictures pictures{background};
    Theme theme;
    Composer composer{background, pictures, theme, folder.path().toStdString() + "/pasted"};
    ComposerEdit* edit = composer.findChild<ComposerEdit*>(QStringLiteral("composerPlainTextEdit"));
    QPushButton* send = composer.findChild<QPushButton*>(QStringLiteral("sendPushButton"));
    QPushButton* stop = composer.findChild<QPushButton*>(QStringLiteral("stopPushButton"));
    QSignalSpy sent{&composer, &Composer::sendRequested};
    QSignalSpy drafts{&composer, &Composer::draftChanged};
    QSignalSpy notices{&composer, &Composer::noticeRaised};

    Desk() {
        composer.resize(340, 100);
        composer.show();
        edit->setFocus();
    }
    Draft sentDraft(int i) const { return sent.at(i).at(0).value<Draft>(); }
    JobPlace sentPlace(int i) const { return sent.at(i).at(1).value<JobPlace>(); }
    void paste(QMimeData* mime) {
        QApplication::clipboard()->setMimeData(mime);
        edit->paste();
    }
};

QString testPicture(const char* name) {
    return QStringLiteral(LIMN_TEST_DATA "/pictures/") + QLatin1String(name);
}

}  // namespace

class TestComposer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOrderOfTheWindowSendsWhatIsWritten() {
        Desk desk;
        desk.composer.send(JobPlace::Front);
        QCOMPARE(desk.sent.count(), 0);  // nothing is written
        QTest::keyClicks(desk.edit, QStringLiteral("a fox"));
        desk.composer.send(JobPlace::Front);
        QCOMPARE(desk.sent.count(), 1);
        QCOMPARE(desk.sentDraft(0).text, QStringLiteral("a fox"));
        QVERIFY(desk.sentPlace(0) == JobPlace::Front);
    }

    void aClickBesideTheTextGoesToIt() {
        Desk desk;
        auto* attach = desk.composer.findChild<QToolButton*>(QStringLiteral("attachToolButton"));
        attach->setFocus();
        QCOMPARE(desk.composer.focusWidget(), attach);
        QTest::mouseClick(&desk.composer, Qt::LeftButton, {}, QPoint(3, 3));
        QCOMPARE(desk.composer.focusWidget(), desk.edit);
    }

    void enterSendsAndShiftEnterBeginsALine() {
        Desk desk;
        QVERIFY(!desk.send->isEnabled());
        QTest::keyClicks(desk.edit, QStringLiteral("a fox"));
        QVERIFY(desk.send->isEnabled());
        QTest::keyClick(desk.edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(desk.edit, QStringLiteral("in snow"));
        QTest::keyClick(desk.edit, Qt::Key_Return);
        QCOMPARE(desk.sent.count(), 1);
        QCOMPARE(desk.sentDraft(0).text, QStringLiteral("a fox\nin snow"));
        QVERIFY(desk.sentPlace(0) == JobPlace::Back);
        QTest::keyClick(desk.edit, Qt::Key_Enter, Qt::KeypadModifier | Qt::ControlModifier);
        QVERIFY(desk.sentPlace(1) == JobPlace::Back);
        QTest::keyClick(desk.edit, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(desk.sentPlace(2) == JobPlace::Front);
        QTest::mouseClick(desk.send, Qt::LeftButton);
        QCOMPARE(desk.sent.count(), 4);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("a fox\nin snow"));  // until it is stored
    }

    void blanksAreNotSent() {
        Desk desk;
        QTest::keyClicks(desk.edit, QStringLiteral("  "));
        QTest::keyClick(desk.edit, Qt::Key_Return);
        QCOMPARE(desk.sent.count(), 0);
    }

    void whileStoringNothingChanges() {
        Desk desk;
        QTest::keyClicks(desk.edit, QStringLiteral("a fox"));
        desk.composer.setStoring(true);
        QTest::keyClicks(desk.edit, QStringLiteral("es"));
        QTest::keyClick(desk.edit, Qt::Key_Return);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("a fox"));
        QCOMPARE(desk.sent.count(), 0);
        desk.composer.setStoring(false);
        desk.composer.finishSending();
        QVERIFY(desk.composer.draft().isEmpty());
        QVERIFY(!desk.send->isEnabled());
        QVERIFY(desk.drafts.back().at(0).value<Draft>().isEmpty());
    }

    void itGrowsFromOneLineToEight() {
        Desk desk;
        const int one = desk.edit->height();
        QTest::keyClick(desk.edit, Qt::Key_Return, Qt::ShiftModifier);
        const int two = desk.edit->height();
        const int line = two - one;
        QVERIFY(line >= desk.edit->fontMetrics().lineSpacing() - 1);
        for (int i = 2; i < 8; ++i) {
            QTest::keyClick(desk.edit, Qt::Key_Return, Qt::ShiftModifier);
            QCOMPARE(desk.edit->height(), one + i * line);
        }
        QTest::keyClick(desk.edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(desk.edit->height(), one + 7 * line);
        desk.edit->clear();
        QCOMPARE(desk.edit->height(), one);
        QTest::keyClicks(desk.edit, QStringLiteral("wrapped words ").repeated(12));
        QVERIFY(desk.edit->height() > two);
    }

    void historyIsWalked() {
        Desk desk;
        desk.composer.setHistory({QStringLiteral("newest"), QStringLiteral("older")});
        QTest::keyClicks(desk.edit, QStringLiteral("half"));
        QTest::keyClick(desk.edit, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("newest"));
        QTest::keyClick(desk.edit, Qt::Key_Up, Qt::AltModifier);
        QTest::keyClick(desk.edit, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("older"));
        QTest::keyClick(desk.edit, Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(desk.edit, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("half"));
        QTest::keyClick(desk.edit, Qt::Key_Up, Qt::AltModifier);
        QTest::keyClicks(desk.edit, QStringLiteral("!"));
        desk.composer.finishSending();
        QTest::keyClick(desk.edit, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("newest!"));
    }

    void wordsAreWeighed() {
        Desk desk;
        QTest::keyClicks(desk.edit, QStringLiteral("a red fox"));
        QTest::keyClick(desk.edit, Qt::Key_Up, Qt::ControlModifier);
        QTest::keyClick(desk.edit, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("a red (fox:1.2)"));
        QCOMPARE(desk.edit->textCursor().selectedText(), QStringLiteral("fox"));
        QTest::keyClick(desk.edit, Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClick(desk.edit, Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClick(desk.edit, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("a red (fox:0.9)"));
        desk.edit->undo();
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("a red fox"));
    }

    void picturesAreAttachedByPasting() {
        Desk desk;
        auto* files = new QMimeData;
        files->setUrls({QUrl::fromLocalFile(testPicture("rgb8.png")),
                        QUrl::fromLocalFile(testPicture("lossy.webp")),
                        QUrl(QStringLiteral("https://example.org/a.png"))});
        desk.paste(files);
        QTRY_COMPARE(desk.composer.draft().attachments.size(), 2);
        QVERIFY(desk.composer.draft().attachments.contains(testPicture("rgb8.png")));
        QCOMPARE(desk.edit->toPlainText(), QString());
        QVERIFY(desk.send->isEnabled());

        QImage bitmap(12, 7, QImage::Format_RGB32);
        bitmap.fill(Qt::red);
        auto* mime = new QMimeData;
        mime->setImageData(bitmap);
        mime->setText(QStringLiteral("alt text of a browser"));
        desk.paste(mime);
        QTRY_COMPARE(desk.composer.draft().attachments.size(), 3);
        const auto saved = readPicture(desk.composer.draft().attachments[2].toStdString());
        QVERIFY(saved.isDone());
        QCOMPARE(saved.value().widthPx, 12);

        auto* again = new QMimeData;
        again->setImageData(bitmap);
        desk.paste(again);
        desk.composer.attachFiles({testPicture("grey8.png")});
        QTRY_COMPARE(desk.composer.draft().attachments.size(), 4);  // the same bitmap is there once
        const auto removes =
            desk.composer.findChildren<QToolButton*>(QStringLiteral("removeAttachmentToolButton"));
        QTest::keyClick(removes.front(), Qt::Key_Delete);
        QCOMPARE(desk.composer.draft().attachments.size(), 3);
        QTest::keyClick(desk.edit, Qt::Key_Return);
        QCOMPARE(desk.sentDraft(0).attachments.size(), 3);
    }

    void aBitmapsBytesAreKept_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("name");
        QTest::addRow("png") << QStringLiteral("image/png") << QStringLiteral("rgb8.png");
        QTest::addRow("webp") << QStringLiteral("image/webp") << QStringLiteral("lossy.webp");
    }

    void aBitmapsBytesAreKept() {
        QFETCH(QString, format);
        QFETCH(QString, name);
        Desk desk;
        QFile file(testPicture(qPrintable(name)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        auto* broken = new QMimeData;
        broken->setData(format, bytes.left(bytes.size() / 2));
        desk.paste(broken);
        QTRY_COMPARE(desk.notices.count(), 1);
        QVERIFY2(desk.notices[0][0].toString().contains(QStringLiteral("the pasted picture")),
                 qPrintable(desk.notices[0][0].toString()));
        auto* mime = new QMimeData;
        mime->setData(format, bytes);
        mime->setText(QStringLiteral("alt text of a browser"));
        desk.paste(mime);
        QTRY_COMPARE(desk.composer.draft().attachments.size(), 1);
        QCOMPARE(desk.edit->toPlainText(), QString());
        const QString kept = desk.composer.draft().attachments[0];
        QCOMPARE(QFileInfo(kept).suffix(), QFileInfo(name).suffix());
        QCOMPARE(QFileInfo(kept).dir().entryList(QDir::Files).size(), 1);  // none of the broken one
        QFile saved(kept);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), bytes);
    }

    void whatIsNoPictureIsRefusedWithASentence() {
        Desk desk;
        QFile text(desk.folder.filePath(QStringLiteral("holiday.png")));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("no picture at all");
        text.close();
        desk.composer.attachFiles({text.fileName(), QStringLiteral("/nowhere/at/all.png")});
        QTRY_COMPARE(desk.notices.count(), 1);
        QCOMPARE(desk.notices[0][0].toString(),
                 QStringLiteral("2 files are not pictures: holiday.png, all.png"));
        QVERIFY(desk.composer.draft().attachments.isEmpty());
        desk.composer.attachFiles({text.fileName(), testPicture("grey8.png")});
        QTRY_COMPARE(desk.notices.count(), 2);  // of one, why
        QVERIFY(desk.notices[1][0].toString().contains(QStringLiteral("holiday.png")));
        QCOMPARE(desk.composer.draft().attachments, QStringList(testPicture("grey8.png")));
        QMimeData remote;
        remote.setUrls({QUrl(QStringLiteral("https://example.org/a.png"))});
        desk.composer.take(remote);
        QCOMPARE(desk.notices.count(), 3);
    }

    void attachmentsAreBounded() {
        Desk desk;
        QStringList files;
        for (int i = 0; i < 18; ++i) {
            const QString file = desk.folder.filePath(QStringLiteral("%1.png").arg(i));
            QVERIFY(QFile::copy(testPicture("rgb8.png"), file));
            files += file;
        }
        desk.composer.attachFiles(files);
        QTRY_COMPARE(desk.notices.count(), 2);
        QCOMPARE(desk.composer.draft().attachments.size(), Composer::kMostAttachments);
    }

    void aLongPasteStaysOutOfTheEditor() {
        Desk desk;
        QTest::keyClicks(desk.edit, QStringLiteral("see: "));
        auto* mime = new QMimeData;
        mime->setText(QStringLiteral("word ").repeated(200'000));
        desk.paste(mime);
        QCOMPARE(desk.edit->toPlainText(), QStringLiteral("see: "));
        QCOMPARE(desk.composer.draft().longTexts.size(), 1);
        QElapsedTimer timer;
        qint64 slowest = 0;
        for (const char c : {'a', ' ', 'f', 'o', 'x'}) {
            timer.start();
            QTest::keyClick(desk.edit, c);
            QCoreApplication::sendPostedEvents();
            slowest = std::max(slowest, timer.elapsed());
        }
        qInfo("slowest key with 1 MB attached: %lld ms", static_cast<long long>(slowest));
        QTest::keyClick(desk.edit, Qt::Key_Return);
        QCOMPARE(desk.sentDraft(0).text, QStringLiteral("see: a fox"));
        QCOMPARE(desk.sentDraft(0).longTexts.at(0).size(), 1'000'000);
        const auto removes =
            desk.composer.findChildren<QToolButton*>(QStringLiteral("removeAttachmentToolButton"));
        QTest::mouseClick(removes.front(), Qt::LeftButton);
        QVERIFY(desk.composer.draft().longTexts.isEmpty());
    }

    void manyPastesCannotFillTheEditor() {
        Desk desk;
        for (int i = 0; i < 5; ++i) {
            auto* mime = new QMimeData;
            mime->setText(QString(ComposerEdit::kMostCharacters / 2, u'x'));
            desk.paste(mime);
        }
        QVERIFY(desk.edit->document()->characterCount() <= ComposerEdit::kMostCharacters + 1);
        QVERIFY(desk.composer.draft().longTexts.size() >= 3);
    }

    void aDraftComesBackWhole() {
        Desk desk;
        const Draft draft{
            QStringLiteral("half"), {testPicture("rgb8.png")}, {QString(30'000, u'y')}};
        const auto before = desk.drafts.count();
        desk.composer.setDraft(draft);
        QVERIFY(desk.composer.draft() == draft);
        QCOMPARE(desk.drafts.count(), before);  // nobody has changed anything
    }

    void theStopButtonIsThereOnlyWhileSomethingIsMade() {
        Desk desk;
        QVERIFY(!desk.stop->isVisible());
        desk.composer.setAnswering(true);
        QVERIFY(desk.stop->isVisible());
        QSignalSpy stops(&desk.composer, &Composer::stopRequested);
        QTest::mouseClick(desk.stop, Qt::LeftButton);
        QCOMPARE(stops.count(), 1);
    }

    void everyControlHasAName() {
        Desk desk;
        desk.composer.setDraft(
            {QStringLiteral("x"), {testPicture("rgb8.png")}, {QStringLiteral("y")}});
        for (const QAbstractButton* button : desk.composer.findChildren<QAbstractButton*>()) {
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                     qPrintable(button->objectName()));
            QVERIFY2(!button->objectName().isEmpty(), "a button without a name");
        }
        QVERIFY(!desk.edit->accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestComposer)
#include "tst_Composer.moc"
