// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/jobs/job_texts.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace limn::ui {
namespace {

/// Where the translations of this file's words belong.
struct JobTexts {
    Q_DECLARE_TR_FUNCTIONS(limn::ui::JobTexts)
};

QString phaseAlone(const Progress& progress) {
    switch (progress.phase) {
    case Phase::Load:
        if (progress.of > 0) {
            return JobTexts::tr("Loading the model · %1 %").arg(100 * progress.step / progress.of);
        }
        return JobTexts::tr("Loading the model");
    case Phase::EncodePrompt:
        return JobTexts::tr("Reading the words");
    case Phase::EncodeImage:
        return JobTexts::tr("Reading the start picture");
    case Phase::Denoise:
        return JobTexts::tr("Step %1 of %2").arg(progress.step).arg(progress.of);
    case Phase::Decode:
        return JobTexts::tr("Making pixels");
    case Phase::Upscale:
        return JobTexts::tr("Making it larger");
    case Phase::Save:
        return JobTexts::tr("Saving");
    case Phase::Describe:
        return JobTexts::tr("Finding words");
    }
    return {};
}

}  // namespace

QString phaseText(const Progress& progress, int pictures) {
    const QString phase = phaseAlone(progress);
    if (pictures < 2 || progress.phase == Phase::Load) {
        return phase;
    }
    return JobTexts::tr("Picture %1 of %2 · %3")
        .arg(progress.imageIndex + 1)
        .arg(pictures)
        .arg(phase);
}

QString timeLeftText(std::optional<double> seconds) {
    if (!seconds) {
        return {};
    }
    if (*seconds < 1) {
        return JobTexts::tr("less than a second left");
    }
    if (*seconds < 90) {
        return JobTexts::tr("%1 s left").arg(static_cast<int>(std::ceil(*seconds)));
    }
    if (*seconds < 90 * 60) {
        return JobTexts::tr("%1 min left").arg(static_cast<int>(std::ceil(*seconds / 60)));
    }
    return JobTexts::tr("%1 h left").arg(QLocale().toString(*seconds / 3600, 'f', 1));
}

QString bytesText(qint64 bytes) {
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

}  // namespace limn::ui
