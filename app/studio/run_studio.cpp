// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/run_studio.h"

#include "app/bootstrap/Interrupts.h"
#include "app/studio/SingleInstance.h"
#include "app/studio/Studio.h"
#include "app/studio/start_failure.h"
#include "app/studio/translations.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QApplication>
#include <QMessageBox>
#include <QSocketNotifier>

#include <unistd.h>
#include <cstdlib>

namespace limn::studio {
namespace {

/// Qt ends the program where it finds no display; we say it in a sentence instead.
bool hasDisplay() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return true;
        }
    }
    return false;
}

QStringList absoluteTexts(const std::vector<std::filesystem::path>& files) {
    QStringList texts;
    for (const std::filesystem::path& file : files) {
        texts += QString::fromStdString(std::filesystem::absolute(file).string());
    }
    return texts;
}

/// Until it is closed, or the program is told to end.
void showWhatFailed(const Error& error, const Interrupts& interrupts) {
    if (!needsFailureBox(::isatty(STDERR_FILENO) == 1, QGuiApplication::platformName())) {
        return;
    }
    const std::unique_ptr<QMessageBox> box = makeFailureBox(error);
    QSocketNotifier interrupted(interrupts.descriptor(), QSocketNotifier::Read);
    QObject::connect(&interrupted, &QSocketNotifier::activated, qApp, &QCoreApplication::quit);
    QObject::connect(box.get(), &QDialog::finished, qApp, &QCoreApplication::quit);
    box->show();
    QApplication::exec();
}

}  // namespace

Status runStudio(const StudioRequest& request) {
    if (!hasDisplay()) {
        return Error{ErrorCode::Unsupported,
                     "There is no display to open the window on. Without one, limn generate \"a "
                     "prompt\" makes pictures; see 'limn --help'.",
                     {}};
    }
    std::error_code problem;
    std::filesystem::create_directories(request.folders.data, problem);

    int argumentCount = 1;
    char name[] = "limn";
    char* arguments[] = {name, nullptr};
    QApplication application(argumentCount, arguments);
    QApplication::setApplicationName(QStringLiteral("limn"));
    QApplication::setApplicationDisplayName(QStringLiteral("Limn"));
    QApplication::setDesktopFileName(QStringLiteral("org.limn.Limn"));
    QApplication::setApplicationVersion(QStringLiteral(LIMN_VERSION));

    installTranslations(application);

    SingleInstance instance(request.folders.data);
    const auto role = instance.claim();
    if (!role) {
        showWhatFailed(role.error(), request.interrupts);
        return role.error();
    }
    if (*role == SingleInstance::Role::Second) {
        Status handedOver = instance.handOver(absoluteTexts(request.files));
        if (!handedOver) {
            showWhatFailed(handedOver.error(), request.interrupts);
        }
        return handedOver;
    }
    Studio studio(application, request);
    QObject::connect(&instance, &SingleInstance::started, &studio,
                     [&studio](const QStringList& files) {
                         studio.window().raiseToFront();
                         studio.openFiles(files);
                     });
    // Ctrl+C in the terminal closes the window as its button does.
    QSocketNotifier interrupted(request.interrupts.descriptor(), QSocketNotifier::Read);
    QObject::connect(&interrupted, &QSocketNotifier::activated, &studio, [&studio, &interrupted] {
        interrupted.setEnabled(false);
        studio.window().close();
    });
    studio.open();
    QApplication::exec();
    return Unit{};
}

}  // namespace limn::studio
