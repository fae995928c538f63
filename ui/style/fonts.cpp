// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/fonts.h"

#include "ui/style/metrics.h"
#include "ui/style/resources.h"

#include <QFontDatabase>
#include <QStringList>

namespace limn::ui {
namespace {

/// The family's name as Qt knows it; empty where no face could be read, which leaves the system's font.
QString loadedFamily() {
    openResources();
    QString family;
    for (const char* face : {"Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Italic.otf"}) {
        const int id = QFontDatabase::addApplicationFont(QStringLiteral(":/limn/fonts/") +
                                                         QLatin1String(face));
        const QStringList families = QFontDatabase::applicationFontFamilies(id);
        if (family.isEmpty() && !families.isEmpty()) {
            family = families.front();
        }
    }
    return family;
}

QFont interFont(int sizePx, QFont::Weight weight) {
    static const QString family = loadedFamily();
    QFont font;
    if (!family.isEmpty()) {
        font.setFamily(family);
    }
    font.setPixelSize(sizePx);
    font.setWeight(weight);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature(QFont::Tag("tnum"), 1);  // numbers that change do not move what stands beside
#endif
    return font;
}

}  // namespace

QFont bodyFont() {
    return interFont(kBodyTextPx, QFont::Normal);
}

QFont labelFont() {
    return interFont(kLabelTextPx, QFont::Normal);
}

QFont titleFont() {
    return interFont(kTitleTextPx, QFont::DemiBold);
}

}  // namespace limn::ui
