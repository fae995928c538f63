// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/standard_words.h"
#include "app/studio/translations.h"

#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTranslator>
#include <QtTest/QtTest>

using namespace limn::studio;

namespace {

QString shownText(QString text) {
    return text.section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&'));
}

QStringList textsOf(const QMenu& menu) {
    QStringList texts;
    for (const QAction* action : menu.actions()) {
        if (!action->isSeparator()) {
            texts += shownText(action->text());
        }
    }
    return texts;
}

}  // namespace

/// Buttons and menus that Qt makes speak the language of the rest.
class TestStandardWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { qDeleteAll(qApp->findChildren<QTranslator*>()); }

    void everyOneIsTranslated() {
        installTranslations(*qApp, QLocale(QStringLiteral("id_ID")), QString());
        const QStringList alike = {QStringLiteral("Folder")};  // is Indonesian too
        for (const StandardWord& word : standardWords()) {
            const QString text = QString::fromUtf8(word.text);
            const QString shown = QCoreApplication::translate(word.context, word.text);
            QVERIFY2(shown != text || alike.contains(text), word.text);
            QCOMPARE(shown.count(QLatin1String("%1")), text.count(QLatin1String("%1")));
            QCOMPARE(shown.count(QLatin1Char('&')), text.count(QLatin1Char('&')));
        }
    }

    void buttonsAndMenusOfQtFindThem() {
        installTranslations(*qApp, QLocale(QStringLiteral("id_ID")), QString());
        QMessageBox box;
        QCOMPARE(shownText(box.addButton(QMessageBox::Cancel)->text()), QStringLiteral("Batal"));
        const QStringList expected = {QStringLiteral("Urungkan"),   QStringLiteral("Ulangi"),
                                      QStringLiteral("Potong"),     QStringLiteral("Salin"),
                                      QStringLiteral("Tempel"),     QStringLiteral("Hapus"),
                                      QStringLiteral("Pilih semua")};
        QLineEdit line;
        const std::unique_ptr<QMenu> lineMenu(line.createStandardContextMenu());
        QCOMPARE(textsOf(*lineMenu).mid(0, expected.size()), expected);
        QPlainTextEdit text;
        const std::unique_ptr<QMenu> textMenu(text.createStandardContextMenu());
        QCOMPARE(textsOf(*textMenu).mid(0, expected.size()), expected);
    }

    /// Qt speaks languages that Limn does not: an English window has no German buttons.
    void qtSpeaksTheLanguageOfLimn_data() {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("qtFile");
        QTest::addColumn<QString>("cancel");
        QTest::addRow("German") << QStringLiteral("de_DE") << QStringLiteral("qtbase_de.qm")
                                << QStringLiteral("Cancel");
        QTest::addRow("English") << QStringLiteral("en_GB") << QStringLiteral("qtbase_en.qm")
                                 << QStringLiteral("Batal");  // from the file that stands in
        QTest::addRow("Indonesian")
            << QStringLiteral("id_ID") << QStringLiteral("qtbase_xx.qm") << QStringLiteral("Batal");
    }

    void qtSpeaksTheLanguageOfLimn() {
        QFETCH(QString, locale);
        QFETCH(QString, qtFile);
        QFETCH(QString, cancel);
        installTranslations(*qApp, QLocale(QStringLiteral("id_ID")), QString());
        cleanup();
        const QTemporaryDir folder;  // some file of words in place of Qt's
        QVERIFY(QFile::copy(QStringLiteral(":/limn/i18n/limn_id.qm"), folder.filePath(qtFile)));
        installTranslations(*qApp, QLocale(locale), folder.path());
        QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), cancel);
    }
};

QTEST_MAIN(TestStandardWords)
#include "tst_StandardWords.moc"
