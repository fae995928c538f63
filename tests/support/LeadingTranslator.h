// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QCoreApplication>
#include <QTranslator>

namespace limn::test {

/// A language while it lives, in which nothing is said but what leads a sentence ("Lead: …") and names ("*name*"): shows
/// what of the English is told without a word of the program's language.
class LeadingTranslator final : public QTranslator {
public:
    LeadingTranslator() { QCoreApplication::installTranslator(this); }
    ~LeadingTranslator() override { QCoreApplication::removeTranslator(this); }

    QString translate(const char* /*context*/, const char* source, const char* comment,
                      int /*count*/) const override {
        const QLatin1String why(comment);
        if (why.startsWith(QLatin1String("leads with"))) {
            return QStringLiteral("Lead: %1");
        }
        return why.startsWith(QLatin1String("what was called"))
                   ? QLatin1Char('*') + QString::fromUtf8(source) + QLatin1Char('*')
                   : QString();
    }
    bool isEmpty() const override { return false; }
};

}  // namespace limn::test
