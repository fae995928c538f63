// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/program_speech.h"

#include <QCoreApplication>

namespace limn {
namespace {

std::string translated(const char* english) {
    return QCoreApplication::translate("limn::Speech", english).toStdString();
}

}  // namespace

Speech programSpeech() {
    //: The language that models are asked in: a folder of resources/prompts, or "en" where yours is not there.
    return {translated(QT_TRANSLATE_NOOP("limn::Speech", "en")), translated};
}

}  // namespace limn
