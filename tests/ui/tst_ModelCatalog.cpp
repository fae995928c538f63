// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/checkpoints/ModelCatalog.h"

#include "ui/checkpoints/ModelsPage.h"
#include "ui/dialogs/Dialogs.h"
#include "ui/style/Theme.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QtTest/QtTest>

#include <future>

using namespace limn;
using limn::ui::ModelCatalog;

namespace {

/// Takes a file's name for what it is: "lora…" a LoRA, "broken…" damaged, "eyes…" one that describes, others draw; "odd"
/// somewhere in it has a problem that does no harm.
Result<ModelSummary> inspectByName(const std::filesystem::path& path, const std::stop_token&) {
    const std::string name = path.filename().string();
    if (!std::filesystem::exists(path)) {
        return Error{ErrorCode::FileNotFound, "'" + path.string() + "' is not there.", {}};
    }
    if (name.starts_with("broken")) {
        return Error{ErrorCode::FileDamaged, "'" + path.string() + "' is cut short.", {}};
    }
    ModelSummary summary;
    summary.kind = name.starts_with("lora")   ? "lora"
                   : name.starts_with("eyes") ? "description-model"
                                              : "checkpoint";
    summary.architecture = "stable-diffusion-xl";
    summary.dtypes = "float16";
    summary.sizeBytes = 2000000000;
    if (name.find("odd") != std::string::npos) {
        summary.problems = {"Two tensors are not read."};
    }
    return summary;
}

/// Answers every question with yes and every choice with what the test put in.
class YesDialogs final : public ui::Dialogs {
public:
    QStringList files;
    QString folder;
    int questions = 0;

    void ask(const ui::Question&, std::function<void()> onYes) override {
        ++questions;
        onYes();
    }
    void chooseFolder(const QString&, const QString&,
                      std::function<void(QString)> onChosen) override {
        onChosen(folder);
    }
    void chooseSaveFile(const QString&, const QString& suggested, const QString&,
                        std::function<void(QString)> onChosen) override {
        onChosen(suggested);
    }
    void chooseFiles(const QString&, const QString&,
                     std::function<void(QStringList)> onChosen) override {
        onChosen(files);
    }
};

/// How many models there are, without those that are still being read.
int whole(const ModelCatalog& catalog) {
    int count = 0;
    for (int row = 0; row < catalog.rowCount(); ++row) {
        count += catalog.index(row).data(ModelCatalog::IsBusyRole).toBool() ? 0 : 1;
    }
    return count;
}

}  // namespace

class TestModelCatalog : public QObject {
    Q_OBJECT

private:
    QThreadPool m_pool;
    Background m_background{m_pool};
    ui::Theme m_theme;

    static void write(const QString& name, const QByteArray& bytes = "weights") {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void theStarterIsAlwaysThere() {
        const QTemporaryDir folder;
        ModelCatalog catalog(m_background, folder.path().toStdString(), "/no/starter",
                             inspectByName);
        QCOMPARE(catalog.rowCount(), 1);
        QVERIFY(!catalog.index(0).data(ModelCatalog::IsUsableRole).toBool());
        catalog.refresh();
        QTRY_VERIFY(!catalog.index(0).data(ModelCatalog::StateRole).toString().isEmpty());
        QVERIFY(!catalog.index(0).data(ModelCatalog::IsUsableRole).toBool());
    }

    /// What is being read is seen at once, and can be ended.
    void aModelBeingReadIsShownAndCanBeEnded() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("large.safetensors"));
        write(file);
        std::promise<void> mayGoOn;
        ModelCatalog catalog(m_background, folder.path().toStdString(), "/no/starter",
                             [wait = mayGoOn.get_future().share()](
                                 const std::filesystem::path& path, const std::stop_token& stop) {
                                 wait.wait();
                                 return inspectByName(path, stop);
                             });
        const QAbstractItemModelTester tester(
            &catalog, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy added(&catalog, &ModelCatalog::added);
        catalog.add(file.toStdString());
        catalog.add(file.toStdString());  // once is enough
        QCOMPARE(catalog.rowCount(), 2);
        const QModelIndex coming = catalog.index(1);
        QCOMPARE(coming.data().toString(), QStringLiteral("large.safetensors"));
        QVERIFY(coming.data(ModelCatalog::IsBusyRole).toBool());
        QVERIFY(!coming.data(ModelCatalog::StateRole).toString().isEmpty());
        QVERIFY(!coming.data(ModelCatalog::IsUsableRole).toBool());
        catalog.remove(coming);
        QTRY_COMPARE(catalog.rowCount(), 1);
        mayGoOn.set_value();
        catalog.add(file.toStdString());
        QTRY_COMPARE(added.count(), 1);
        QTRY_COMPARE(whole(catalog), 2);
        QTRY_VERIFY(!catalog.index(1).data(ModelCatalog::IsBusyRole).toBool());
        QCOMPARE(catalog.index(1).data().toString(), QStringLiteral("large"));
    }

    void aFolderIsSearchedAndOnlyModelsAreTaken() {
        const QTemporaryDir folder;
        QDir(folder.path()).mkpath(QStringLiteral("models/deep"));
        const QString models = folder.filePath(QStringLiteral("models/"));
        write(models + QStringLiteral("one.safetensors"));
        write(models + QStringLiteral("deep/one.safetensors"), "others");
        write(models + QStringLiteral("lora.safetensors"));
        write(models + QStringLiteral("broken.ckpt"));
        write(models + QStringLiteral("notes.txt"));
        ModelCatalog catalog(m_background, folder.path().toStdString(), "/no/starter",
                             inspectByName);
        const QAbstractItemModelTester tester(
            &catalog, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy added(&catalog, &ModelCatalog::added);
        QSignalSpy failed(&catalog, &ModelCatalog::failed);
        catalog.add(models.toStdString());
        QTRY_COMPARE(added.count(), 2);
        QCOMPARE(whole(catalog), 4);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed.at(0).at(0).toString().contains(QLatin1String("cut short")));
        QVERIFY(catalog.index(1).data(ModelCatalog::IsFolderRole).toBool());
        QVERIFY(catalog.index(1).data().toString().endsWith(QLatin1String("models")));
        QCOMPARE(catalog.index(2).data().toString(), QStringLiteral("one"));
        QCOMPARE(catalog.index(3).data().toString(), QStringLiteral("one-2"));
        QVERIFY(catalog.index(3).data(ModelCatalog::IsUsableRole).toBool());
        QVERIFY(catalog.index(3)
                    .data(ModelCatalog::SummaryRole)
                    .toString()
                    .contains(QLatin1String("Stable Diffusion XL")));
        catalog.add(models.toStdString());  // again: nothing new
        QTRY_COMPARE(added.count(), 4);
        QCOMPARE(catalog.rowCount(), 4);
    }

    void whatComesIntoAFolderLaterIsFound() {
        const QTemporaryDir folder;
        const QString data = folder.filePath(QStringLiteral("data"));
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("models")));
        const QString first = folder.filePath(QStringLiteral("models/first.safetensors"));
        const QString second = folder.filePath(QStringLiteral("models/second.safetensors"));
        write(first);
        {
            ModelCatalog catalog(m_background, data.toStdString(), "/no/starter", inspectByName);
            QSignalSpy added(&catalog, &ModelCatalog::added);
            catalog.add(folder.filePath(QStringLiteral("models")).toStdString());
            QTRY_COMPARE(added.count(), 1);
            // Only the folder is on the list: no byte of its models was counted.
            const auto list = ModelList(data.toStdString()).content();
            QVERIFY(list.has_value());
            QVERIFY(list->entries.empty());
            QCOMPARE(list->folders.size(), std::size_t{1});
        }
        write(second);
        write(folder.filePath(QStringLiteral("models/broken.safetensors")));
        ModelCatalog catalog(m_background, data.toStdString(), "/no/starter", inspectByName);
        const QAbstractItemModelTester tester(
            &catalog, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QSignalSpy failed(&catalog, &ModelCatalog::failed);
        const auto at = [&](const QString& path) {
            return catalog.index(catalog.rowOf(path.toStdString()));
        };
        catalog.refresh();
        QTRY_VERIFY(at(second).data(ModelCatalog::IsUsableRole).toBool());
        QVERIFY(at(first).data(ModelCatalog::IsUsableRole).toBool());
        QVERIFY(at(first).data(ModelCatalog::IsInFolderRole).toBool());
        QCOMPARE(catalog.rowCount(), 4);
        QCOMPARE(failed.count(), 0);  // what may still be copied is no fault
        QSignalSpy verified(&catalog, &ModelCatalog::verified);
        catalog.verify(at(second));
        QTRY_COMPARE(verified.count(), 1);
        QVERIFY(verified.at(0).at(2).toString().contains(QLatin1String("nothing to compare")));
        QVERIFY(QFile::remove(second));
        catalog.refresh();
        QTRY_COMPARE(catalog.rowCount(), 3);
        QVERIFY(at(first).isValid());
    }

    void aFolderIsTakenOffTheListWithItsModels() {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("models")));
        const QString file = folder.filePath(QStringLiteral("models/one.safetensors"));
        write(file);
        ModelCatalog catalog(m_background, folder.path().toStdString(), "/no/starter",
                             inspectByName);
        YesDialogs dialogs;
        dialogs.folder = folder.filePath(QStringLiteral("models"));
        ui::ModelsPage page(catalog, dialogs, m_theme);
        page.show();
        QSignalSpy added(&catalog, &ModelCatalog::added);
        page.addFolder();
        QTRY_COMPARE(added.count(), 1);
        auto* list = page.findChild<QListView*>(QStringLiteral("modelsListView"));
        auto* remove = page.findChild<QPushButton*>(QStringLiteral("removeModelPushButton"));
        auto* verify = page.findChild<QPushButton*>(QStringLiteral("verifyModelPushButton"));
        list->setCurrentIndex(catalog.index(catalog.rowOf(file.toStdString())));
        QVERIFY(!remove->isEnabled());  // it would be found again
        QVERIFY(verify->isEnabled());
        list->setCurrentIndex(catalog.index(1));
        QVERIFY(catalog.index(1).data(ModelCatalog::IsFolderRole).toBool());
        QVERIFY(remove->isEnabled());
        QVERIFY(!verify->isEnabled());
        QTest::mouseClick(remove, Qt::LeftButton);
        QTRY_COMPARE(catalog.rowCount(), 1);
        QCOMPARE(dialogs.questions, 1);
        QVERIFY(QFile::exists(file));
    }

    /// A disk that is away today may be there tomorrow.
    void aFolderThatIsAwayStaysOnTheList() {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("models")));
        const QString models = folder.filePath(QStringLiteral("models"));
        const QString eyes = models + QStringLiteral("/eyes.safetensors");
        write(eyes);
        ModelCatalog catalog(m_background, folder.path().toStdString(), "/no/starter",
                             inspectByName);
        QSignalSpy added(&catalog, &ModelCatalog::added);
        catalog.add(models.toStdString());
        QTRY_COMPARE(added.count(), 1);
        catalog.showDescriber(eyes.toStdString());
        const QSignalSpy lost(&catalog, &ModelCatalog::describerLost);
        QVERIFY(QDir().rename(models, models + QStringLiteral(".away")));
        catalog.refresh();
        QTRY_COMPARE(lost.count(), 1);
        QVERIFY(!lost[0][1].toBool());
        QCOMPARE(catalog.rowCount(), 2);
        QVERIFY(!catalog.index(1).data(ModelCatalog::StateRole).toString().isEmpty());
        QVERIFY(QDir().rename(models + QStringLiteral(".away"), models));
        catalog.refresh();
        QTRY_VERIFY(catalog.rowOf(eyes.toStdString()) >= 0);
        QVERIFY(catalog.index(1).data(ModelCatalog::StateRole).toString().isEmpty());
    }

    void whatIsNoModelIsASentence() {
        const QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("lora.safetensors")));
        ModelCatalog catalog(m_background, folder.path().toStdString(), {}, inspectByName);
        QSignalSpy failed(&catalog, &ModelCatalog::failed);
        catalog.add(folder.filePath(QStringLiteral("lora.safetensors")).toStdString());
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed.at(0).at(0).toString().contains(QLatin1String("lora.safetensors")));
        catalog.add("/no/such/file.safetensors");
        QTRY_COMPARE(failed.count(), 2);
    }

    /// The card has one line for it, which may be too short.
    void allThatIsWrongCanBeRead() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("odd <b>one.safetensors"));
        write(file);
        ModelCatalog catalog(m_background, folder.path().toStdString(), {}, inspectByName);
        catalog.add(file.toStdString());
        QTRY_COMPARE(whole(catalog), 2);
        const QModelIndex index = catalog.index(1);
        QTRY_VERIFY(!index.data(ModelCatalog::StateRole).toString().isEmpty());
        const QString description = index.data(Qt::AccessibleDescriptionRole).toString();
        QCOMPARE(description, QStringLiteral("Two tensors are not read.\n") + file);
        const QString tip = index.data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains(QLatin1String("Two tensors are not read.")));
        QVERIFY(tip.contains(QLatin1String("odd &lt;b&gt;one.safetensors")));
        QVERIFY(!tip.contains(QLatin1String("<b>")));
    }

    void verifyingFindsAChangedByte() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("one.safetensors"));
        write(file);
        ModelCatalog catalog(m_background, folder.path().toStdString(), {}, inspectByName);
        QSignalSpy verified(&catalog, &ModelCatalog::verified);
        catalog.add(file.toStdString());
        QTRY_COMPARE(whole(catalog), 2);
        catalog.verify(catalog.index(1));
        QTRY_COMPARE(verified.count(), 1);
        QVERIFY(verified.at(0).at(1).toBool());
        write(file, "weighty");  // as long as before
        catalog.verify(catalog.index(1));
        QTRY_COMPARE(verified.count(), 2);
        QVERIFY(!verified.at(1).at(1).toBool());
    }

    void thePageAddsChoosesAndRemoves() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("one.safetensors"));
        write(file);
        ModelCatalog catalog(m_background, folder.path().toStdString(), "/no/starter",
                             inspectByName);
        YesDialogs dialogs;
        dialogs.files = {file};
        ui::ModelsPage page(catalog, dialogs, m_theme);
        page.resize(800, 600);
        page.show();
        QSignalSpy chosen(&page, &ui::ModelsPage::modelChosen);
        const auto button = [&](const char* name) {
            return page.findChild<QPushButton*>(QLatin1String(name));
        };
        QTest::mouseClick(button("addModelFilePushButton"), Qt::LeftButton);
        QTRY_COMPARE(whole(catalog), 2);
        QTRY_VERIFY(catalog.index(1).data(ModelCatalog::IsUsableRole).toBool());
        auto* list = page.findChild<QListView*>(QStringLiteral("modelsListView"));
        list->setCurrentIndex(catalog.index(0));
        QVERIFY(!button("useModelPushButton")->isEnabled());  // the starter is not there
        QVERIFY(!button("removeModelPushButton")->isEnabled());
        list->setCurrentIndex(catalog.index(1));
        QTest::mouseClick(button("useModelPushButton"), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.at(0).at(0).value<std::filesystem::path>(),
                 std::filesystem::path(file.toStdString()));
        QTest::mouseClick(button("removeModelPushButton"), Qt::LeftButton);
        QTRY_COMPARE(whole(catalog), 1);
        QCOMPARE(dialogs.questions, 1);
        QVERIFY(QFile::exists(file));
    }

    void oneThatDescribesIsChosenForThat() {
        const QTemporaryDir folder;
        QDir(folder.path()).mkpath(QStringLiteral("models/eyes"));
        const QString eyes = folder.filePath(QStringLiteral("models/eyes"));
        write(eyes + QStringLiteral("/config.json"), "{}");
        write(eyes + QStringLiteral("/model.safetensors"));
        ModelCatalog catalog(m_background, folder.path().toStdString(), "/no/starter",
                             inspectByName);
        QSignalSpy added(&catalog, &ModelCatalog::added);
        YesDialogs dialogs;
        dialogs.folder = folder.filePath(QStringLiteral("models"));
        ui::ModelsPage page(catalog, dialogs, m_theme);
        page.show();
        QSignalSpy draws(&page, &ui::ModelsPage::modelChosen);
        QSignalSpy describes(&page, &ui::ModelsPage::describerChosen);
        page.addFolder();
        QTRY_COMPARE(added.count(), 1);
        QCOMPARE(whole(catalog), 3);  // with the row of the folder
        QVERIFY(added.at(0).at(2).toBool());
        QCOMPARE(catalog.rowOf(eyes.toStdString()), 2);
        QVERIFY(catalog.index(2).data(ModelCatalog::CanDescribeRole).toBool());
        page.findChild<QListView*>(QStringLiteral("modelsListView"))
            ->setCurrentIndex(catalog.index(2));
        QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("useModelPushButton"))->isEnabled());
        QTest::mouseClick(
            page.findChild<QPushButton*>(QStringLiteral("describeWithModelPushButton")),
            Qt::LeftButton);
        QCOMPARE(draws.count(), 0);
        QCOMPARE(describes.count(), 1);
        const auto says = [&](int row) {
            return catalog.index(row).data(ModelCatalog::SummaryRole).toString();
        };
        QVERIFY(says(0).contains(QStringLiteral("describes your pictures")));
        const QSignalSpy readAgain(&catalog, &ModelCatalog::modelReset);
        catalog.refresh();  // what is current stays so
        QTRY_COMPARE(readAgain.count(), 1);
        QCOMPARE(page.findChild<QListView*>(QStringLiteral("modelsListView"))->currentIndex().row(),
                 2);
        catalog.showDescriber(eyes.toStdString());
        QVERIFY(!says(0).contains(QStringLiteral("describes your pictures")));
        QVERIFY(says(2).contains(QStringLiteral("describes your pictures")));
        const QSignalSpy lost(&catalog, &ModelCatalog::describerLost);
        catalog.remove(catalog.index(1));  // the folder
        QTRY_COMPARE(lost.count(), 1);
        QCOMPARE(lost[0][0].toString(), QStringLiteral("eyes"));
        QVERIFY(lost[0][1].toBool());  // it is off the list
        QVERIFY(says(0).contains(QStringLiteral("describes your pictures")));
    }

    /// What is only odd may be used all the same, and a model whose disk is away today is not given up.
    void oddModelsRunAndMissingOnesMayComeBack() {
        QTemporaryDir folder;
        const QString data = folder.filePath(QStringLiteral("data"));
        QVERIFY(QDir().mkpath(data));
        const QString draws = folder.filePath(QStringLiteral("odd.safetensors"));
        const QString eyes = folder.filePath(QStringLiteral("eyes-odd.safetensors"));
        write(draws);
        write(eyes);
        {
            ModelCatalog catalog(m_background, data.toStdString(), "/no/starter", inspectByName);
            catalog.add(draws.toStdString());
            QTRY_COMPARE(whole(catalog), 2);
            catalog.add(eyes.toStdString());
            QTRY_COMPARE(whole(catalog), 3);
            const auto at = [&](const QString& path) {
                return catalog.index(catalog.rowOf(path.toStdString()));
            };
            QTRY_VERIFY(at(draws).data(ModelCatalog::IsUsableRole).toBool());
            QTRY_VERIFY(at(eyes).data(ModelCatalog::CanDescribeRole).toBool());
            QVERIFY(!at(eyes).data(ModelCatalog::StateRole).toString().isEmpty());  // and told
        }
        QVERIFY(QFile::rename(eyes, eyes + QStringLiteral(".away")));
        ModelCatalog catalog(m_background, data.toStdString(), "/no/starter", inspectByName);
        catalog.showDescriber(eyes.toStdString());
        const QSignalSpy lost(&catalog, &ModelCatalog::describerLost);
        catalog.refresh();
        QTRY_COMPARE(lost.count(), 1);
        QCOMPARE(lost[0][0].toString(), QStringLiteral("eyes-odd"));
        QVERIFY(!lost[0][1].toBool());
    }
};

QTEST_MAIN(TestModelCatalog)
#include "tst_ModelCatalog.moc"
