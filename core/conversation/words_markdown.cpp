// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/words_markdown.h"

#include "core/jobs/program_speech.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <cmath>

namespace limn {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(limn::DescribingAssistant)
};

QString line(const QString& name, const QString& text) {
    return text.isEmpty() ? QString() : QStringLiteral("\n\n**%1** %2").arg(name, text);
}

QString tagList(const std::vector<std::string>& tags) {
    QStringList all;
    for (const auto& tag : tags) {
        all.append(QString::fromStdString(tag));
    }
    return escapedMarkdown(all.join(QStringLiteral(", ")));
}

QString matchWords(const match::MatchReport& report) {
    QString text = escapedMarkdown(QString::fromStdString(match::summaryWords(report, programSpeech())));
    for (const auto& check : report.checks) {
        if (check.holds && !*check.holds) {
            text += QStringLiteral("\n- ") +
                    escapedMarkdown(QString::fromStdString(check.claim.words + ": " +
                                                           match::evidenceWords(check, programSpeech())));
        }
    }
    return text;
}

QString lookedWith(const PictureWords& words) {
    const QString seconds = QLocale().toString(words.seconds, 'f', 1);
    if (words.modelName.empty()) {
        return Words::tr("Measured and read without a model, in %1 s.").arg(seconds);
    }
    const QString name = escapedMarkdown(QString::fromStdString(words.modelName));
    return words.seen ? Words::tr("%1 saw it at %2 × %3 pixels; %4 s.")
                            .arg(name)
                            .arg(words.seen->widthPx)
                            .arg(words.seen->heightPx)
                            .arg(seconds)
                      : Words::tr("Looked at by %1; %2 s.").arg(name, seconds);
}

}  // namespace

QString escapedMarkdown(const QString& text) {
    static const QString marks = QStringLiteral("\\`*_{}[]()#+-=.!|<>~&");
    QString escaped;
    escaped.reserve(text.size() * 2);
    for (const QChar letter : text) {
        if (marks.contains(letter)) {
            escaped += QLatin1Char('\\');
        }
        escaped +=
            letter == QLatin1Char('\r') || letter == QLatin1Char('\n') ? QLatin1Char(' ') : letter;
    }
    return escaped;
}

QString escapedLines(const QString& text, bool& isLineStart) {
    QString escaped;
    escaped.reserve(text.size() * 2);
    for (const QChar letter : text) {
        if (letter == QLatin1Char('\n')) {
            escaped += QLatin1String("  \n");  // on a line of its own the two blanks are nothing
            isLineStart = true;
        } else if (!letter.isSpace()) {
            escaped += escapedMarkdown(letter);
            isLineStart = false;
        } else if (!isLineStart) {  // four at the front of a line would make it code
            escaped += QLatin1Char(' ');
        }
    }
    return escaped;
}

QString restOfWords(const PictureWords& words) {
    const auto said = [](const std::string& text) {
        return escapedMarkdown(QString::fromStdString(text));
    };
    const auto inDetail = [&words] {
        bool isLineStart = false;
        return escapedLines(QString::fromStdString(words.longDescription), isLineStart);
    };
    const std::string writing = words.writing.text();
    QString text;
    text += line(Words::tr("Alt text:"), said(words.alt));
    text += line(Words::tr("In detail:"),
                 words.longDescription == words.caption ? QString() : inDetail());
    text += line(Words::tr("Tags:"), tagList(words.tags));
    text += line(Words::tr("Writing in it:"),
                 writing.empty() ? QString() : QStringLiteral("“%1”").arg(said(writing)));
    if (!writing.empty() && words.writing.isCut) {
        text += QLatin1Char(' ') + said(programSpeech()(vision::kPartlyRead));
    }
    if (!words.modelName.empty() &&
        !words.isOutsideModel) {  // else the details are the measurements
        text += line(Words::tr("Measured:"), said(vision::describeFacts(words.facts, programSpeech())));
    }
    if (words.match && words.match->judged() > 0) {
        text += line(Words::tr("Its prompt:"), matchWords(*words.match));
    }
    return text + QStringLiteral("\n\n*%1*").arg(lookedWith(words));
}

QString matchInWords(const PictureWords& words) {
    if (!words.match) {
        return {};
    }
    const QString note = words.modelName.empty()
                             ? Words::tr(
                                   "Only colours and writing were checked: there is no model that "
                                   "judges such pictures well enough.")
                             : lookedWith(words);
    return matchWords(*words.match) + QStringLiteral("\n\n*%1*").arg(note);
}

QString boxesInWords(const std::vector<PointedBox>& boxes) {
    QString text = Words::tr("Framed on the canvas:") + QLatin1Char('\n');
    const auto percent = [](double share01) {
        return QString::number(std::lround(100 * share01));
    };
    for (const PointedBox& box : boxes) {
        text += QStringLiteral("\n- ") +
                Words::tr("%1: from %2 to %3 % of the width, from %4 to %5 % of the height",
                          "a thing, and where it is in a picture")
                    .arg(box.label.empty() ? Words::tr("something")
                                           : escapedMarkdown(QString::fromStdString(box.label)),
                         percent(box.left01), percent(box.right01), percent(box.top01),
                         percent(box.bottom01));
    }
    return text;
}

}  // namespace limn
