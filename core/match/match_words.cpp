// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/claim_questions.h"
#include "core/match/match_prompt.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace limn::match {
namespace {

std::string twoDigits(double value) {
    char text[16];
    std::snprintf(text, sizeof text, "%.2f", value);
    return text;
}

std::string percent(double share, const Speech& said) {
    return share > 0 && share < 0.01 ? said(QT_TRANSLATE_NOOP("limn::Speech", "less than 1 %"))
                                     : std::to_string(std::lround(100 * share)) + " %";
}

std::string colourShareWords(const MatchCheck& check, const Speech& said) {
    return said(QT_TRANSLATE_NOOP("limn::Speech", "%1 of the picture is %2"), percent(check.colourShare, said),
                said(check.claim.colour.c_str()));
}

std::string modelWords(const MatchCheck& check, const Speech& said) {
    const bool isShown = *check.holds != (check.claim.kind == ClaimKind::Absence);
    std::string words = said(isShown ? QT_TRANSLATE_NOOP("limn::Speech", "the model says yes (%1)")
                                     : QT_TRANSLATE_NOOP("limn::Speech", "the model says no (%1)"),
                             twoDigits(std::max(*check.probability, 1 - *check.probability)));
    if (check.countedByModel) {
        words += " " + said(QT_TRANSLATE_NOOP("limn::Speech", "and counts %1"), std::to_string(*check.countedByModel));
    }
    return check.claim.kind == ClaimKind::Colour ? words + "; " + colourShareWords(check, said) : words;
}

/// Letters and digits in lower case, everything else a single blank; bytes above ASCII stay as they are.
std::string plainLetters(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || std::isalnum(byte) != 0) {
            plain += static_cast<char>(std::tolower(byte));
        } else if (!plain.empty() && plain.back() != ' ') {
            plain += ' ';
        }
    }
    while (!plain.empty() && plain.back() == ' ') {
        plain.pop_back();
    }
    return plain;
}

}  // namespace

double shareOfWriting(std::string_view wanted, std::string_view read) {
    const std::string needle = plainLetters(wanted);
    const std::string all = plainLetters(read);
    if (needle.empty()) {
        return 0;
    }
    // Sellers' edit distance: the needle against the likest part of the text.
    std::vector<std::size_t> row(all.size() + 1, 0);
    for (std::size_t i = 1; i <= needle.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= all.size(); ++j) {
            const std::size_t change = diagonal + (needle[i - 1] == all[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    const std::size_t edits = *std::min_element(row.begin(), row.end());
    return 1 - static_cast<double>(edits) / static_cast<double>(needle.size());
}

std::string evidenceWords(const MatchCheck& check, const Speech& said) {
    switch (check.witness) {
    case Witness::Nobody:
        if (check.isUnfamiliar) {
            return said(QT_TRANSLATE_NOOP("limn::Speech",
                                          "not checked: the model does not know such pictures"));
        }
        if (!check.answer.empty()) {
            return said(QT_TRANSLATE_NOOP("limn::Speech", "not checked: the model answers %1"), quotedData(check.answer));
        }
        return said(check.claim.kind == ClaimKind::Writing
                        ? QT_TRANSLATE_NOOP("limn::Speech", "not checked: reading needs Tesseract's language data")
                        : QT_TRANSLATE_NOOP("limn::Speech", "not checked: that needs a describing model"));
    case Witness::Model:
        return modelWords(check, said);
    case Witness::Colours:
        return colourShareWords(check, said);
    case Witness::Writing:
        return check.answer.empty() ? said(QT_TRANSLATE_NOOP("limn::Speech", "no writing was found"))
                                    : said(QT_TRANSLATE_NOOP("limn::Speech", "read in the picture: %1"), quotedData(check.answer));
    }
    return {};
}

std::vector<std::string> missingWords(const MatchReport& report) {
    std::vector<std::string> missing;
    for (const MatchCheck& check : report.checks) {
        if (check.holds == false) {
            missing.push_back(check.claim.kind == ClaimKind::Writing ? quotedData(check.claim.words) : check.claim.words);
        }
    }
    return missing;
}

std::string summaryWords(const MatchReport& report, const Speech& said) {
    const auto all = std::to_string(report.checks.size());
    if (report.checks.empty()) {
        return said(QT_TRANSLATE_NOOP("limn::Speech", "The prompt says nothing that could be checked."));
    }
    if (report.judged() == 0) {
        return said(QT_TRANSLATE_NOOP("limn::Speech", "None of the prompt's %1 claims could be checked."), all);
    }
    std::string words = said(report.judged() == 1
                                 ? QT_TRANSLATE_NOOP("limn::Speech", "%1 of %2 claim holds (score %3).")
                                 : QT_TRANSLATE_NOOP("limn::Speech", "%1 of %2 claims hold (score %3)."),
                             std::to_string(report.held()), std::to_string(report.judged()),
                             twoDigits(*report.score));
    std::string missing;
    for (const auto& claim : missingWords(report)) {
        missing += (missing.empty() ? "" : "; ") + claim;
    }
    if (!missing.empty()) {
        words += " " + said(QT_TRANSLATE_NOOP("limn::Speech", "Missing: %1."), missing);
    }
    if (const auto unchecked = report.checks.size() - report.judged(); unchecked > 0) {
        words += " " + said(QT_TRANSLATE_NOOP("limn::Speech", "Not checked: %1."), std::to_string(unchecked));
    }
    return words;
}

}  // namespace limn::match
