// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/SingleInstance.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <future>

using namespace limn;
using limn::studio::SingleInstance;

class TestSingleInstance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_runtime.isValid());
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_runtime.path()));
        QFile::setPermissions(m_runtime.path(),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void theSecondHandsItsFilesToTheFirst() {
        const QTemporaryDir folder;
        const std::filesystem::path data = folder.path().toStdString();
        SingleInstance first(data);
        QVERIFY(first.claim());
        QSignalSpy started(&first, &SingleInstance::started);
        const QStringList files = {QStringLiteral("/a/häuschen.png"),
                                   QStringLiteral("/b c/\n.png")};
        // Another thread stands for the other program: both would wait for each other in one.
        auto second = std::async(std::launch::async, [&] {
            SingleInstance other(data);
            const auto role = other.claim();
            const bool isSecond = role && *role == SingleInstance::Role::Second;
            return isSecond && other.handOver(files).has_value();
        });
        QTRY_COMPARE(started.count(), 1);
        QCOMPARE(started.at(0).at(0).toStringList(), files);
        QVERIFY(second.get());
    }

    void anotherDataFolderIsAnotherStudio() {
        const QTemporaryDir a;
        const QTemporaryDir b;
        SingleInstance first(a.path().toStdString());
        SingleInstance second(b.path().toStdString());
        QVERIFY(*first.claim() == SingleInstance::Role::First);
        QVERIFY(*second.claim() == SingleInstance::Role::First);
    }

    void afterTheFirstHasEndedTheNextIsFirst() {
        const QTemporaryDir folder;
        {
            SingleInstance first(folder.path().toStdString());
            QVERIFY(first.claim());
        }
        SingleInstance next(folder.path().toStdString());
        QVERIFY(*next.claim() == SingleInstance::Role::First);
    }

    void aFolderThatCannotBeWrittenIsASentence() {
        SingleInstance instance("/proc/nowhere");
        const auto role = instance.claim();
        QVERIFY(!role);
        QVERIFY(role.error().message.find("/proc/nowhere") != std::string::npos);
    }

private:
    QTemporaryDir m_runtime;
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_SingleInstance.moc"
