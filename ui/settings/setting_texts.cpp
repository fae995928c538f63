// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/settings/setting_texts.h"

#include "core/metadata/scheduler_names.h"

#include <QCoreApplication>

namespace limn::ui {
namespace {

/// Where the translations of this file's words belong.
struct SettingTexts {
    Q_DECLARE_TR_FUNCTIONS(limn::ui::SettingTexts)
};

}  // namespace

QString sizeText(const SizePreset& preset, int upscale) {
    const QString text = QStringLiteral("%1:%2 · %3 × %4")
                             .arg(preset.aspectWidth)
                             .arg(preset.aspectHeight)
                             .arg(preset.widthPx * upscale)
                             .arg(preset.heightPx * upscale);
    return preset.isTrained ? SettingTexts::tr("%1 · best").arg(text) : text;
}

QString schedulerText(const std::string& name) {
    return QString::fromStdString(a1111SchedulerName(name));
}

}  // namespace limn::ui
