// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// studio_screens FOLDER light|dark WIDTH HEIGHT: pictures of the window in its states, to be looked at. On a display of
// its own (Xvfb) what is grabbed is the screen, with menus and popups; elsewhere the window alone.

#include "core/document/CanvasDocument.h"
#include "tests/bench/studio/StudioStage.h"
#include "ui/dialogs/Notices.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QApplication>
#include <QDir>
#include <QScreen>
#include <QTemporaryDir>

#include <cstdio>

using namespace limn;

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fputs("studio_screens FOLDER light|dark WIDTH HEIGHT\n", stderr);
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    const QString theme = QString::fromLocal8Bit(argv[2]);
    const QSize size(QByteArray(argv[3]).toInt(), QByteArray(argv[4]).toInt());
    const QTemporaryDir home;
    qputenv("HOME", QFile::encodeName(home.path()));
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.path() + QStringLiteral("/config")));
    qputenv("XDG_CACHE_HOME", QFile::encodeName(home.path() + QStringLiteral("/cache")));
    QDir(home.path()).mkpath(QStringLiteral("Pictures/Limn"));
    QDir().mkpath(folder);

    QApplication application(argc, argv);
    test::StudioStage stage(application, home.path(), 40);
    ui::StudioWindow& window = stage.window();
    stage.services().settings.set(Setting::Theme, theme);
    stage.studio().open();
    window.resize(size);
    window.move(0, 0);

    const auto shoot = [&](const QString& name, QWidget* shown = nullptr) {
        const bool isOffscreen = QGuiApplication::platformName() == QLatin1String("offscreen");
        const QPixmap picture =
            isOffscreen ? (shown == nullptr ? &window : shown)->grab()
                        : window.screen()->grabWindow(0, 0, 0, size.width(), size.height());
        picture.save(
            QStringLiteral("%1/%2-%3-%4.png").arg(folder, theme).arg(size.width()).arg(name));
    };
    const auto trigger = [&](ui::Command command) {
        window.actions()[command].trigger();
    };

    test::Steps steps;
    steps.add(900, [&] { shoot(QStringLiteral("1-empty")); });
    steps.add(0, [&] { stage.say(QStringLiteral("a lighthouse at dusk")); });
    steps.add(900, [&] { shoot(QStringLiteral("2-generating")); });
    steps.add(1500, [&] { shoot(QStringLiteral("3-finished")); });
    steps.add(0, [&] {
        test::StudioStage::makePictures(home.path() + QStringLiteral("/Pictures/Limn/set"), 200);
        stage.services().folders.scanAll();
    });
    steps.add(6000, [&] {
        stage.say(QStringLiteral(
            "hills in the morning, wide, with a very long description that goes on"));
    });
    steps.add(2600, [&] { shoot(QStringLiteral("4-gallery")); });
    steps.add(0, [&] {
        QStringList files;
        for (int row = 0; row < 3; ++row) {
            files += stage.services().gallery.index(row).data(GalleryModel::FileRole).toString();
        }
        Q_EMIT window.findChild<ui::GalleryPane*>()->compareRequested(files);
    });
    steps.add(1500, [&] { shoot(QStringLiteral("11-compare")); });
    steps.add(0, [&] {
        Q_EMIT window.findChild<ui::GalleryPane*>()->describeRequested(
            {stage.services().gallery.index(0).data(GalleryModel::FileRole).toString()});
    });
    steps.add(4500, [&] { stage.say(QStringLiteral("how many boats are there?")); });
    steps.add(0, [&] { trigger(ui::Command::ToggleWords); });
    steps.add(1500, [&] { shoot(QStringLiteral("12-words")); });
    steps.add(0, [&] { trigger(ui::Command::ToggleSettings); });
    steps.add(500, [&] { shoot(QStringLiteral("5-settings")); });
    steps.add(0, [&] { trigger(ui::Command::ShowPalette); });
    steps.add(500, [&] { shoot(QStringLiteral("6-palette")); });
    steps.add(0, [&] {
        if (auto* palette = window.findChild<QWidget*>(QStringLiteral("commandPalette"))) {
            palette->hide();
        }
        stage.studio().openFiles(
            {QStringLiteral("/some/picture.png"), QStringLiteral("/some/model.safetensors")});
    });
    steps.add(500, [&] { shoot(QStringLiteral("7-drop")); });
    steps.add(0, [&] {
        window.drops().hide();
        window.notices().showError(
            QStringLiteral("'/home/person/models/sdxl.safetensors' is cut short: the header "
                           "promises 6,938,040,682 bytes, the file has "
                           "1,048,576."));
    });
    steps.add(500, [&] { shoot(QStringLiteral("8-error")); });
    steps.add(0, [&] { trigger(ui::Command::ShowModels); });
    steps.add(500, [&] { shoot(QStringLiteral("9-models")); });
    steps.add(0, [&] { trigger(ui::Command::ShowShortcuts); });
    steps.add(500, [&] {
        shoot(QStringLiteral("10-keys"),
              window.findChild<QWidget*>(QStringLiteral("shortcutSheet")));
    });
    steps.run();
    return QApplication::exec();
}
