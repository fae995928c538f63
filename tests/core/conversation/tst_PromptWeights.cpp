// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/prompt_weights.h"

#include <QtTest/QtTest>

using namespace limn;

namespace {

/// "[" and "]" stand for the selection, "|" for a cursor without one.
struct Marked {
    QString text;
    int start = 0;
    int end = 0;

    explicit Marked(const QString& marked) {
        text = marked;
        text.remove(u'[').remove(u']').remove(u'|');
        const int cursor = static_cast<int>(marked.indexOf(u'|'));
        start = cursor >= 0 ? cursor : static_cast<int>(marked.indexOf(u'['));
        end = cursor >= 0 ? cursor : static_cast<int>(marked.indexOf(u']')) - 1;
    }
};

QString marked(const Marked& before, const WeightEdit& edit) {
    QString text = before.text;
    text.replace(edit.from, edit.length, edit.replacement);
    text.insert(edit.selectionEnd, u']');
    text.insert(edit.selectionStart, u'[');
    return text;
}

}  // namespace

class TestPromptWeights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void weightsAreWritten_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<bool>("isUp");
        QTest::addColumn<QString>("after");
        QTest::newRow("word") << "a [red] fox" << true << "a ([red]:1.1) fox";
        QTest::newRow("word down") << "a [red] fox" << false << "a ([red]:0.9) fox";
        QTest::newRow("cursor in a word") << "a re|d fox" << true << "a ([red]:1.1) fox";
        QTest::newRow("cursor at the end") << "a red|" << true << "a ([red]:1.1)";
        QTest::newRow("words") << "[a red fox]" << true << "([a red fox]:1.1)";
        QTest::newRow("spaces stay outside") << "a[ red ]fox" << true << "a ([red]:1.1) fox";
        QTest::newRow("again") << "a ([red]:1.1) fox" << true << "a ([red]:1.2) fox";
        QTest::newRow("cursor in a weighted word")
            << "a (re|d:1.1) fox" << true << "a ([red]:1.2) fox";
        QTest::newRow("selected with brackets")
            << "a [(red:1.1)] fox" << true << "a ([red]:1.2) fox";
        QTest::newRow("back to plain") << "a ([red]:1.1) fox" << false << "a [red] fox";
        QTest::newRow("finer weight is rounded") << "([red]:1.25)" << true << "([red]:1.4)";
        QTest::newRow("hyphen") << "blue|-green" << true << "([blue-green]:1.1)";
        QTest::newRow("letters of the world") << "ein [Übermut]" << true << "ein ([Übermut]:1.1)";
    }
    void weightsAreWritten() {
        QFETCH(QString, before);
        QFETCH(bool, isUp);
        QFETCH(QString, after);
        const Marked start(before);
        const auto edit = changeWeight(start.text, start.start, start.end,
                                       isUp ? WeightStep::Up : WeightStep::Down);
        QVERIFY(edit);
        QCOMPARE(marked(start, *edit), after);
    }

    void nothingToWeigh_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<bool>("isUp");
        QTest::newRow("empty") << "|" << true;
        QTest::newRow("space") << "a | fox" << true;
        QTest::newRow("blank selection") << "a[  ]fox" << true;
        QTest::newRow("highest") << "([red]:2.0)" << true;
        QTest::newRow("lowest") << "([red]:0.1)" << false;
    }
    void nothingToWeigh() {
        QFETCH(QString, before);
        QFETCH(bool, isUp);
        const Marked start(before);
        QVERIFY(!changeWeight(start.text, start.start, start.end,
                              isUp ? WeightStep::Up : WeightStep::Down));
    }

    void upAndDownLeaveTheTextAsItWas() {
        QString text = QStringLiteral("a red fox");
        int start = 2;
        int end = 5;
        for (int i = 0; i < 20; ++i) {
            const auto edit =
                changeWeight(text, start, end, i < 10 ? WeightStep::Up : WeightStep::Down);
            QVERIFY(edit);
            text.replace(edit->from, edit->length, edit->replacement);
            start = edit->selectionStart;
            end = edit->selectionEnd;
            QCOMPARE(text.mid(start, end - start), QStringLiteral("red"));
        }
        QCOMPARE(text, QStringLiteral("a red fox"));
    }

    void positionsOutsideAreHarmless() {
        QVERIFY(!changeWeight(QString(), -5, 90, WeightStep::Up));
        QVERIFY(changeWeight(QStringLiteral("fox"), -5, 90, WeightStep::Up));
    }
};

QTEST_APPLESS_MAIN(TestPromptWeights)
#include "tst_PromptWeights.moc"
