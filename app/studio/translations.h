// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

class QCoreApplication;

namespace limn::studio {

/// The language of the system where Limn speaks it, else English; Qt's own words too where Qt has them.
void installTranslations(QCoreApplication& application);

}  // namespace limn::studio
