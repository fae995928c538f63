// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/message_document.h"

#include <QElapsedTimer>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFragment>
#include <QUrl>
#include <QtTest/QtTest>

using namespace limn::ui;

namespace {

bool hasOutside(const QTextDocument& document) {
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextCharFormat format = it.fragment().charFormat();
            if (format.isImageFormat() || format.isAnchor()) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

class TestMessageDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePersonsTextIsShownAsWritten() {
        const QString text = QStringLiteral("# a *red* __fox__ <b>x</b>\n- ![p](http://a/b.png)");
        const auto document = plainDocument(text, {});
        QCOMPARE(document->toPlainText(), text);
        QVERIFY(!hasOutside(*document));
    }

    void smallMarkdownIsRead() {
        const auto document = markdownDocument(
            QStringLiteral("A **bold** word\n\n- one\n- two\n\n```\ncode\n```\n"), {});
        QVERIFY(document->toPlainText().startsWith(QStringLiteral("A bold word")));
        QVERIFY(document->toPlainText().contains(QStringLiteral("code")));
        bool isBold = false;
        for (auto it = document->begin().begin(); !it.atEnd(); ++it) {
            isBold = isBold || it.fragment().charFormat().fontWeight() == QFont::DemiBold;
        }
        QVERIFY(isBold);
    }

    void nothingComesFromOutside_data() {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("shown");
        QTest::newRow("picture") << "see ![a fox](http://evil/x.png)"
                                 << "a fox";
        QTest::newRow("picture without words") << "see ![](file:///etc/passwd)"
                                               << "see";
        QTest::newRow("link") << "[here](http://evil/)"
                              << "here (http://evil/)";
        QTest::newRow("html") << "a <img src='http://evil/x.png'> b"
                              << "<img";
        QTest::newRow("script") << "<script>alert(1)</script>"
                                << "<script>";
    }
    void nothingComesFromOutside() {
        QFETCH(QString, markdown);
        QFETCH(QString, shown);
        const auto document = markdownDocument(markdown, {});
        QVERIFY(!hasOutside(*document));
        QVERIFY2(document->toPlainText().contains(shown), qPrintable(document->toPlainText()));
        QVERIFY(!document
                     ->resource(QTextDocument::ImageResource,
                                QUrl(QStringLiteral("file:///etc/hostname")))
                     .isValid());
    }

    void longTextsAreCutAndSaySo() {
        const auto document = plainDocument(QString(1'000'000, u'x'), {});
        QVERIFY(document->characterCount() < kLongestShownMessage + 100);
        QVERIFY(
            document->toPlainText().contains(QLocale().toString(1'000'000 - kLongestShownMessage)));
        const auto pairs =
            plainDocument(QStringLiteral("x") + QStringLiteral("😀").repeated(3000), {});
        QVERIFY(!pairs->toPlainText().contains(QChar(0xfffd)));
    }

    void hostileMarkdownIsQuick_data() {
        QTest::addColumn<QString>("markdown");
        QTest::newRow("quotes") << QStringLiteral(">").repeated(30'000);
        QTest::newRow("lists") << QStringLiteral("- ").repeated(20'000);
        QTest::newRow("stars") << QStringLiteral("*a ").repeated(20'000);
        QTest::newRow("brackets") << QStringLiteral("[").repeated(60'000);
        QTest::newRow("pictures") << QStringLiteral("![](x)").repeated(5'000);
        QTest::newRow("long") << QStringLiteral("**a** ").repeated(500'000);
    }
    void hostileMarkdownIsQuick() {
        QFETCH(QString, markdown);
        QElapsedTimer timer;
        timer.start();
        const auto document = markdownDocument(markdown, {});
        document->setTextWidth(300);
        QVERIFY(document->size().height() > 0);
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }

    void ruledLinesAreNotDeep() {
        const auto document =
            markdownDocument(QStringLiteral("a\n\n----------------\n\n**b**"), {});
        QVERIFY(!document->toPlainText().contains(QStringLiteral("**")));
    }
};

QTEST_MAIN(TestMessageDocument)
#include "tst_MessageDocument.moc"
