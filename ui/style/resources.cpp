// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/resources.h"

#include <QFile>
#include <QResource>

// Q_INIT_RESOURCE only works outside of namespaces. A static library needs it: nothing else names the data.
static void initLimnResources() {
    Q_INIT_RESOURCE(limn_resources);
    Q_INIT_RESOURCE(limn_font_resources);
}

namespace limn::ui {

void openResources() {
    initLimnResources();
}

QByteArray readResource(const QString& path) {
    openResources();
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace limn::ui
