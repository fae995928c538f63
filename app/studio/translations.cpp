// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

// Q_INIT_RESOURCE only works outside of namespaces.
static void initTranslations() {
    Q_INIT_RESOURCE(limn_i18n);
}

namespace limn::studio {

void installTranslations(QCoreApplication& application) {
    initTranslations();
    const QLocale locale;
    auto* qtWords = new QTranslator(&application);
    if (qtWords->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                      QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(qtWords);
    }
    // English too: its file holds the plurals ("1 step", "2 steps").
    auto* words = new QTranslator(&application);
    if (words->load(locale, QStringLiteral("limn"), QStringLiteral("_"),
                    QStringLiteral(":/limn/i18n")) ||
        words->load(QStringLiteral(":/limn/i18n/limn_en.qm"))) {
        QCoreApplication::installTranslator(words);
    }
}

}  // namespace limn::studio
