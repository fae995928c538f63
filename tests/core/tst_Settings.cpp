// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/settings/Settings.h"

#include "core/jobs/Background.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QtTest/QtTest>

using namespace limn;

class TestSettings : public QObject {
    Q_OBJECT

private:
    QThreadPool m_pool;
    Background m_background{m_pool};

    std::filesystem::path fileIn(const QTemporaryDir& folder) const {
        return std::filesystem::path(folder.path().toStdString()) / "deep" / "settings.json";
    }

private Q_SLOTS:
    void theFirstStartHasTheDefaults() {
        const QTemporaryDir folder;
        const Settings settings(m_background, fileIn(folder));
        QCOMPARE(settings.text(Setting::Theme), QStringLiteral("system"));
        QCOMPARE(settings.number(Setting::PictureCount), 1);
        QVERIFY(settings.flag(Setting::ShowsPreview));
        QVERIFY(settings.startProblem().isEmpty());
        QVERIFY(!std::filesystem::exists(fileIn(folder)));
    }

    void whatIsSetIsThereAfterTheNextStart() {
        const QTemporaryDir folder;
        {
            Settings settings(m_background, fileIn(folder));
            QSignalSpy changed(&settings, &Settings::changed);
            settings.set(Setting::Theme, QStringLiteral("dark"));
            settings.set(Setting::PictureCount, 4);
            settings.set(Setting::PaletteHistory, QStringList{QStringLiteral("Models")});
            settings.setBytes(Setting::WindowState, QByteArray("\0\xff\x01", 3));
            settings.set(Setting::PictureCount, 4);                    // the same: nothing is said
            settings.set(Setting::PictureCount, QStringLiteral("5"));  // another type: refused
            QCOMPARE(changed.count(), 4);
        }
        const Settings settings(m_background, fileIn(folder));
        QCOMPARE(settings.text(Setting::Theme), QStringLiteral("dark"));
        QCOMPARE(settings.number(Setting::PictureCount), 4);
        QCOMPARE(settings.list(Setting::PaletteHistory), QStringList{QStringLiteral("Models")});
        QCOMPARE(settings.bytes(Setting::WindowState), QByteArray("\0\xff\x01", 3));
    }

    void aChangeIsWrittenWithoutWaitingForTheEnd() {
        const QTemporaryDir folder;
        Settings settings(m_background, fileIn(folder));
        settings.set(Setting::Theme, QStringLiteral("light"));
        QTRY_VERIFY(std::filesystem::exists(fileIn(folder)));
        const Settings other(m_background, fileIn(folder));
        QCOMPARE(other.text(Setting::Theme), QStringLiteral("light"));
    }

    void aDamagedFileIsKeptAsideAndNamed() {
        const QTemporaryDir folder;
        const QString name = folder.path() + QStringLiteral("/settings.json");
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"theme\": \"dark\"");
        file.close();
        const Settings settings(m_background, name.toStdString());
        QCOMPARE(settings.text(Setting::Theme), QStringLiteral("system"));
        QVERIFY(settings.startProblem().contains(QLatin1String("settings.json.damaged")));
        QVERIFY(QFile::exists(name + QStringLiteral(".damaged")));
    }

    void aValueOfAnotherTypeIsLeftOut() {
        const QTemporaryDir folder;
        const QString name = folder.path() + QStringLiteral("/settings.json");
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"theme": 7, "pictureCount": "many", "seedLocked": true, "unknown": {}})");
        file.close();
        const Settings settings(m_background, name.toStdString());
        QCOMPARE(settings.text(Setting::Theme), QStringLiteral("system"));
        QCOMPARE(settings.number(Setting::PictureCount), 1);
        QVERIFY(settings.flag(Setting::SeedLocked));
    }

    void aFolderThatCannotBeWrittenIsASentence() {
        Settings settings(m_background, "/proc/limn/settings.json");
        QSignalSpy failed(&settings, &Settings::saveFailed);
        settings.set(Setting::Theme, QStringLiteral("light"));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed.at(0).at(0).toString().contains(QLatin1String("/proc/limn")));
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_Settings.moc"
