// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/translations.h"

#include <QCoreApplication>
#include <QTranslator>

// Q_INIT_RESOURCE only works outside of namespaces.
static void initTranslations() {
    Q_INIT_RESOURCE(limn_i18n);
}

namespace limn::studio {

void installTranslations(QCoreApplication& application, const QLocale& locale,
                         const QString& qtFolder) {
    initTranslations();
    // English too: its file holds the plurals ("1 step", "2 steps").
    auto* words = new QTranslator(&application);
    if (!words->load(locale, QStringLiteral("limn"), QStringLiteral("_"),
                     QStringLiteral(":/limn/i18n")) &&
        !words->load(QStringLiteral(":/limn/i18n/limn_en.qm"))) {
        return;
    }
    auto* qtWords = new QTranslator(&application);
    if (qtWords->load(QLocale(words->language()), QStringLiteral("qtbase"), QStringLiteral("_"),
                      qtFolder)) {
        QCoreApplication::installTranslator(qtWords);
    }
    QCoreApplication::installTranslator(words);  // asked before Qt's
}

}  // namespace limn::studio
