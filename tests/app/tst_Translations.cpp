// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest/QtTest>

namespace {

struct Message {
    QString context;
    QString source;
    QStringList translations;  ///< one, or one a plural form
    bool isUnfinished = false;
};

QStringList sorted(QStringList texts) {
    texts.sort();
    return texts;
}

/// "%1", "%n" ... of a text.
QStringList placesIn(const QString& text) {
    static const QRegularExpression place(QStringLiteral("%(?:\\d|n)"));
    QStringList places;
    for (auto match = place.globalMatch(text); match.hasNext();) {
        places += match.next().captured();
    }
    return sorted(places);
}

std::vector<Message> messagesOf(const QString& tsFile) {
    QFile file(tsFile);
    std::vector<Message> messages;
    if (!file.open(QIODevice::ReadOnly)) {
        return messages;
    }
    QXmlStreamReader xml(&file);
    QString context;
    Message message;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.isStartElement() && xml.name() == QLatin1String("message")) {
            message = {context, {}, {}, false};
        } else if (xml.isStartElement() && xml.name() == QLatin1String("source")) {
            message.source = xml.readElementText();
        } else if (xml.isStartElement() && xml.name() == QLatin1String("translation")) {
            message.isUnfinished = xml.attributes().hasAttribute(QLatin1String("type"));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            message.translations = {text.trimmed()};
        } else if (xml.isEndElement() && xml.name() == QLatin1String("message")) {
            messages.push_back(message);
        }
    }
    return messages;
}

}  // namespace

/// Every text of the program is translated: the sources are read anew, so that a new text is found at once.
class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsUntranslated_data() {
        QTest::addColumn<QString>("language");
        QTest::addRow("Indonesian") << QStringLiteral("id");
        QTest::addRow("English, plurals") << QStringLiteral("en");
    }

    void nothingIsUntranslated() {
        QFETCH(QString, language);
        const QTemporaryDir folder;
        const QString name = QStringLiteral("limn_%1.ts").arg(language);
        const QString copy = folder.filePath(name);
        QVERIFY(QFile::copy(QStringLiteral(LIMN_SOURCE_FOLDER "/resources/i18n/") + name, copy));
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);

        QProcess lupdate;
        // With -I, so that it finds the headers and knows the classes' whole names.
        QStringList arguments = {QStringLiteral("-I"),         QStringLiteral(LIMN_SOURCE_FOLDER),
                                 QStringLiteral("-silent"),    QStringLiteral("-no-obsolete"),
                                 QStringLiteral("-locations"), QStringLiteral("none")};
        if (language == QLatin1String("en")) {
            arguments += QStringLiteral("-pluralonly");
        }
        for (const char* area : {"app", "core", "ui"}) {
            arguments += QStringLiteral(LIMN_SOURCE_FOLDER "/") + QLatin1String(area);
        }
        arguments += {QStringLiteral("-ts"), copy};
        lupdate.start(QStringLiteral(LIMN_LUPDATE), arguments);
        QVERIFY(lupdate.waitForFinished());
        QCOMPARE(lupdate.exitCode(), 0);

        const std::vector<Message> messages = messagesOf(copy);
        QVERIFY(!messages.empty());
        QStringList missing;
        for (const Message& message : messages) {
            const QString text = message.translations.value(0);
            if (message.isUnfinished || text.isEmpty()) {
                missing += message.context + QStringLiteral(": ") + message.source;
                continue;
            }
            if (!message.source.contains(QLatin1String("%n"))) {
                QCOMPARE(placesIn(text), placesIn(message.source));
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    }

    /// A key that the window has and a label's letter too would do neither.
    void noLetterOfALabelIsAKeyOfTheWindow() {
        QFile actions(QStringLiteral(LIMN_SOURCE_FOLDER "/ui/mainwindow/StudioActions.cpp"));
        QVERIFY(actions.open(QFile::ReadOnly));
        const QString source = QString::fromUtf8(actions.readAll());
        static const QRegularExpression altKey(QStringLiteral("Qt::ALT \\| Qt::Key_([A-Z])\\b"));
        QStringList taken;
        for (auto match = altKey.globalMatch(source); match.hasNext();) {
            taken += match.next().captured(1);
        }
        QVERIFY(taken.contains(QLatin1String("A")));  // else this test reads the wrong place

        static const QRegularExpression letter(QStringLiteral("&(\\w)"));
        QStringList doubled;
        int letters = 0;
        for (const Message& message :
             messagesOf(QStringLiteral(LIMN_SOURCE_FOLDER "/resources/i18n/limn_id.ts"))) {
            for (const QString& text : {message.source, message.translations.value(0)}) {
                const auto match = letter.match(text);
                letters += match.hasMatch() ? 1 : 0;
                const bool isOfQt =
                    !message.context.startsWith(QLatin1String("limn"));  // in its own dialogs
                if (match.hasMatch() && !isOfQt && taken.contains(match.captured(1).toUpper())) {
                    doubled += text;
                }
            }
        }
        QVERIFY(letters > 0);
        QVERIFY2(doubled.isEmpty(), qPrintable(doubled.join(QLatin1Char('\n'))));
    }
};

QTEST_APPLESS_MAIN(TestTranslations)
#include "tst_Translations.moc"
