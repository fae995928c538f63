// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QLibraryInfo>
#include <QLocale>
#include <QString>

class QCoreApplication;

namespace limn::studio {

/// The language of the system where Limn speaks it, else English. Qt's own words in the same language, never in another
/// one: ours where Qt has none (see standardWords()), else those of `qtFolder`.
void installTranslations(
    QCoreApplication& application, const QLocale& locale = QLocale(),
    const QString& qtFolder = QLibraryInfo::path(QLibraryInfo::TranslationsPath));

}  // namespace limn::studio
