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

std::string percent(double share) {
    return share > 0 && share < 0.01 ? "less than 1 %" : std::to_string(std::lround(100 * share)) + " %";
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

std::string evidenceWords(const MatchCheck& check) {
    switch (check.witness) {
    case Witness::Nobody:
        if (!check.answer.empty()) {
            return "not checked: the model answers " + quotedData(check.answer);
        }
        if (check.claim.kind == ClaimKind::Writing) {
            return "not checked: reading needs Tesseract's language data";
        }
        return "not checked: that needs a describing model";
    case Witness::Model: {
        const bool shown = *check.holds != (check.claim.kind == ClaimKind::Absence);
        std::string words = std::string("the model says ") + (shown ? "yes" : "no") + " (" +
                            twoDigits(std::max(*check.probability, 1 - *check.probability)) + ")";
        if (check.countedByModel) {
            words += " and counts " + std::to_string(*check.countedByModel);
        }
        if (check.claim.kind == ClaimKind::Colour) {
            words += "; " + percent(check.colourShare) + " of the picture is " + check.claim.colour;
        }
        return words;
    }
    case Witness::Colours:
        return percent(check.colourShare) + " of the picture is " + check.claim.colour;
    case Witness::Writing:
        return check.answer.empty() ? "no writing was found" : "read in the picture: " + quotedData(check.answer);
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

std::string summaryWords(const MatchReport& report) {
    if (report.checks.empty()) {
        return "The prompt says nothing that could be checked.";
    }
    if (report.judged() == 0) {
        return "None of the prompt's " + std::to_string(report.checks.size()) +
               " claims could be checked.";
    }
    std::string words = std::to_string(report.held()) + " of " + std::to_string(report.judged()) +
                        (report.judged() == 1 ? " claim holds" : " claims hold") + " (score " + twoDigits(*report.score) + ").";
    const auto missing = missingWords(report);
    for (std::size_t i = 0; i < missing.size(); ++i) {
        words += (i == 0 ? " Missing: " : "; ") + missing[i];
    }
    words += missing.empty() ? "" : ".";
    if (const auto unchecked = report.checks.size() - report.judged(); unchecked > 0) {
        words += " Not checked: " + std::to_string(unchecked) + ".";
    }
    return words;
}

}  // namespace limn::match
