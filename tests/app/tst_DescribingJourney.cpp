// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/bootstrap/Interrupts.h"
#include "app/studio/Studio.h"
#include "core/io/PictureReader.h"
#include "core/io/write_picture.h"
#include "core/io/xmp.h"
#include "tests/support/FakeEngine.h"
#include "ui/mainwindow/DropOverlay.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest/QtTest>

#include <algorithm>
#include <atomic>
#include <semaphore>
#include <stop_token>

using namespace limn;
using limn::studio::Studio;

namespace {

constexpr int kPatienceMs =
    60'000;  // writing is read on a thread of low priority, perhaps on a busy machine

}  // namespace

/// Somebody hands the window a picture and wants it in words, with the keyboard alone.
class TestDescribingJourney : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;
    Interrupts m_interrupts;
    std::shared_ptr<test::FakeEngineScript> m_script;
    std::unique_ptr<Studio> m_studio;
    QString m_file;

    void touch(const QString& name) {
        QFile file(m_home.filePath(name));
        QVERIFY(file.open(QFile::WriteOnly) && file.write("{}") == 2);
    }

    studio::StudioServices& services() { return m_studio->services(); }
    template <class Widget>
    Widget* find(const char* name) {
        return m_studio->window().findChild<Widget*>(QLatin1String(name));
    }
    const Turn& lastTurn() {
        const TranscriptModel& transcript = services().session.transcript();
        return transcript.turnAt(transcript.rowCount() - 1);
    }
    void say(const QString& words) {
        auto* composer = find<QPlainTextEdit>("composerPlainTextEdit");
        QTest::keyClicks(composer, words);
        QTest::keyClick(composer, Qt::Key_Return, Qt::ControlModifier);
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_home.isValid());
        const QByteArray home = QFile::encodeName(m_home.path());
        qputenv("HOME", home);
        qputenv("XDG_CONFIG_HOME", home + "/config");
        qputenv("XDG_CACHE_HOME", home + "/cache");
        qputenv("XDG_DATA_HOME", home + "/share");
        for (const char* folder : {"Pictures", "starter/describer"}) {
            QDir(m_home.path()).mkpath(QLatin1String(folder));
        }
        touch("starter/model_index.json");
        touch(
            "starter/describer/config.json");  // the engine is not real, but the window asks the disk
        m_file = m_home.filePath("Pictures/two boats.png");
        QVERIFY(writePicture(m_file.toStdString(), test::fakePicture(2, "boats", 96, 64), {},
                             Overwrite::Replace));
        m_script = std::make_shared<test::FakeEngineScript>();
        m_script->model.describesPictures = true;
        m_script->reply = [](const DescribeRequest& request) {
            Description said;
            const auto& words = request.turns.back().text;
            said.text = words.starts_with("How many")     ? "Two."
                        : words.starts_with("List up to") ? "boats, lake"
                        : words.starts_with("Describe this picture in detail")
                            ? "Two boats lie on a lake. The light is soft."
                            : "Two boats on a lake.";
            return said;
        };
        const std::filesystem::path folder = m_home.path().toStdString();
        m_studio = std::make_unique<Studio>(
            *qApp,
            StudioRequest{.files = {},
                          .placement = {},
                          .folders = {.data = folder / "data", .starter = folder / "starter"},
                          .interrupts = m_interrupts,
                          .makeEngine = [script = m_script] {
                              return std::make_unique<test::FakeEngine>(script);
                          }});
        QSignalSpy painted(&m_studio->window(), &ui::StudioWindow::firstPainted);
        m_studio->open();
        QTRY_COMPARE_WITH_TIMEOUT(painted.count(), 1, kPatienceMs);
        services().index.takeIn(std::filesystem::path(m_file.toStdString()));
        QTRY_COMPARE_WITH_TIMEOUT(services().gallery.rowCount(), 1, kPatienceMs);
    }

    void aDroppedPictureIsPutIntoWords() {
        m_studio->openFiles({m_file});
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->window().drops().isVisible(), kPatienceMs);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);  // the first zone describes
        QTRY_VERIFY_WITH_TIMEOUT(services().session.transcript().rowCount() == 2, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(lastTurn().state, TurnState::Done, kPatienceMs);
        QVERIFY2(lastTurn().text.startsWith("Two boats on a lake"), qPrintable(lastTurn().text));
        QCOMPARE(services().session.title(), QStringLiteral("Two boats"));
        QTRY_COMPARE_WITH_TIMEOUT(find<QPlainTextEdit>("altEdit")->toPlainText(),
                                  QStringLiteral("Two boats on a lake."), kPatienceMs);
        QCOMPARE(find<QPlainTextEdit>("detailEdit")->toPlainText(),
                 QStringLiteral("Two boats lie on a lake. The light is soft."));
        QCOMPARE(find<QLineEdit>("tagsEdit")->text(), QStringLiteral("boats, lake"));
        QTRY_COMPARE_WITH_TIMEOUT(services().document.picture().file,
                                  std::filesystem::path(m_file.toStdString()), kPatienceMs);
        // Nobody has to see it: the words are said, and the canvas says what is on it.
        const auto announcers =
            m_studio->window().findChildren<QWidget*>(QStringLiteral("announcerWidget"));
        QVERIFY(std::any_of(announcers.begin(), announcers.end(), [](const QWidget* announcer) {
            return announcer->accessibleName().startsWith(QLatin1String("Two boats on a lake"));
        }));
        QTRY_COMPARE_WITH_TIMEOUT(find<QWidget>("canvasView")->accessibleDescription(),
                                  QStringLiteral("Two boats on a lake."), kPatienceMs);
    }

    void aQuestionFollowsWithoutThePictureBeingGivenAgain() {
        QCOMPARE(QApplication::focusWidget(),
                 static_cast<QWidget*>(find<QPlainTextEdit>("composerPlainTextEdit")));
        say("How many boats?");
        QTRY_VERIFY_WITH_TIMEOUT(services().session.transcript().rowCount() == 4, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(lastTurn().state, TurnState::Done, kPatienceMs);
        QCOMPARE(lastTurn().text, QStringLiteral("Two\\."));
        QVERIFY(lastTurn().cards.empty());
        QVERIFY(m_script->orders.empty());
    }

    void theWordsAreCopied() {
        for (auto* button : m_studio->window().findChildren<QToolButton*>()) {
            if (button->accessibleName() == QLatin1String("Copy: Alt text")) {
                QVERIFY((button->focusPolicy() & Qt::TabFocus) != 0);
                button->setFocus();
                QTest::keyClick(button, Qt::Key_Space);
            }
        }
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("Two boats on a lake."));
    }

    void editedWordsGoIntoTheFile() {
        auto* alt = find<QPlainTextEdit>("altEdit");
        auto* write = find<QPushButton>("writeIntoFile");
        const auto before = readPicture(m_file.toStdString());
        alt->setFocus();
        QTest::keyClick(alt, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(alt, "Two red boats.");
        QVERIFY(write->isEnabled());
        QTest::keyClick(alt, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!write->isEnabled());
        const auto wordsInFile = [this] {
            const auto fields = readXmp(PictureReader::open(m_file.toStdString())->info().xmp);
            return fields ? *fields : XmpFields();
        };
        QTRY_COMPARE_WITH_TIMEOUT(wordsInFile().altText.value_or(""), std::string("Two red boats."),
                                  kPatienceMs);
        const auto reader = PictureReader::open(m_file.toStdString());
        QCOMPARE(wordsInFile().keywords.value_or(std::vector<std::string>{}),
                 (std::vector<std::string>{"boats", "lake"}));
        QCOMPARE(wordsInFile().description.value_or(""),
                 std::string("Two boats lie on a lake. The light is soft."));
        QVERIFY(reader->decode().value() == before.value());
        QCOMPARE(find<QWidget>("canvasView")->accessibleDescription(),
                 QStringLiteral("Two red boats."));
    }

    void anotherProgramReadsTheWords() {
        const QString exiftool = QStandardPaths::findExecutable(QStringLiteral("exiftool"));
        if (exiftool.isEmpty()) {
            QSKIP("exiftool (libimage-exiftool-perl) is not installed");
        }
        QProcess reader;
        reader.start(exiftool,
                     {QStringLiteral("-s3"), QStringLiteral("-XMP-iptcCore:AltTextAccessibility"),
                      QStringLiteral("-XMP-dc:Description"), QStringLiteral("-XMP-dc:Subject"),
                      QStringLiteral("-Warning"), m_file});
        QVERIFY(reader.waitForFinished(kPatienceMs));
        QCOMPARE(reader.readAllStandardOutput(),
                 QByteArray("Two red boats.\nTwo boats lie on a lake. The light is soft.\n"
                            "boats, lake\n"));
    }

    void theSearchFindsItByItsWords() {
        auto* search = find<QLineEdit>("gallerySearchLineEdit");
        search->setFocus();
        QTest::keyClicks(search, "soft light");
        QTRY_COMPARE_WITH_TIMEOUT(services().gallery.rowCount(), 1, kPatienceMs);
        search->clear();
        QTest::keyClicks(search, "helicopter");
        QTRY_COMPARE_WITH_TIMEOUT(services().gallery.rowCount(), 0, kPatienceMs);
        search->clear();
        QTest::keyClicks(search, "red");  // as the person put it, while the program did not
        QTRY_COMPARE_WITH_TIMEOUT(services().gallery.rowCount(), 1, kPatienceMs);
        search->clear();
    }

    /// What is typed after the rename is kept, and the canvas still says what is on it.
    void aRenamedPictureKeepsItsWords() {
        const QModelIndex cell = services().gallery.index(0);
        QTRY_COMPARE_WITH_TIMEOUT(cell.data(GalleryModel::FileRole).toString(), m_file,
                                  kPatienceMs);
        const std::filesystem::path before = m_file.toStdString();
        services().index.rename(cell.data(GalleryModel::IdRole).toLongLong(),
                                QStringLiteral("red boats.png"));
        QTRY_COMPARE_WITH_TIMEOUT(services().document.picture().file,
                                  before.parent_path() / "red boats.png", kPatienceMs);
        QCOMPARE(find<QWidget>("canvasView")->accessibleDescription(),
                 QStringLiteral("Two red boats."));
        QSignalSpy kept(&services().index, &PictureIndex::wordsKept);
        auto* alt = find<QPlainTextEdit>("altEdit");
        alt->setFocus();
        QTest::keyClick(alt, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(alt, "Two scarlet boats.");
        auto* search = find<QLineEdit>("gallerySearchLineEdit");
        search->setFocus();
        QTRY_VERIFY_WITH_TIMEOUT(!kept.isEmpty(), kPatienceMs);
        QTest::keyClicks(search, "helicopter");
        QTRY_COMPARE_WITH_TIMEOUT(services().gallery.rowCount(), 0, kPatienceMs);
        search->clear();
        QTest::keyClicks(search, "scarlet");
        QTRY_COMPARE_WITH_TIMEOUT(services().gallery.rowCount(), 1, kPatienceMs);
        search->clear();
        services().index.undo();
        QTRY_COMPARE_WITH_TIMEOUT(services().document.picture().file, before, kPatienceMs);
    }

    void escStopsIt() {
        QSignalSpy cancelled(&services().inference, &InferenceService::jobCancelled);
        std::atomic<bool> isReached = false;
        m_script->beforeProgress = [&](const Progress& progress, const std::stop_token& stop) {
            if (progress.phase == Phase::Describe) {
                isReached = true;
                std::binary_semaphore stopped{0};
                const std::stop_callback wake(stop, [&] { stopped.release(); });
                stopped.acquire();
            }
        };
        say("What is on the left?");
        QTRY_VERIFY_WITH_TIMEOUT(isReached, kPatienceMs);
        QTest::keyClick(find<QPlainTextEdit>("composerPlainTextEdit"), Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(cancelled.count(), 1, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(lastTurn().state, TurnState::Cancelled, kPatienceMs);
    }

    void cleanupTestCase() { m_studio.reset(); }
};

QTEST_MAIN(TestDescribingJourney)
#include "tst_DescribingJourney.moc"
