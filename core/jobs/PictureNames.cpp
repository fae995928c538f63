// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/PictureNames.h"

#include <QChar>
#include <QList>
#include <QString>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace limn {
namespace {

constexpr int kMostCharacters = 40;
constexpr int kNumberDigits = 5;
constexpr int kMostTries = 10000;

/// The number that a name begins with; 0 if it begins otherwise or with more digits than a name of ours can have.
std::uint64_t leadingNumber(const std::string& name) {
    const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
    if (digits < kNumberDigits || digits > 12 || digits == name.size() || name[digits] != '-') {
        return 0;
    }
    std::uint64_t number = 0;
    std::from_chars(name.data(), name.data() + digits, number);
    return number;
}

Result<std::uint64_t> highestNumber(const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::directory_iterator entry(folder, problem);
    std::uint64_t highest = 0;
    for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        highest = std::max(highest, leadingNumber(entry->path().filename().string()));
    }
    if (problem) {
        return Error{ErrorCode::WriteFailed,
                     "The folder '" + folder.string() +
                         "', where pictures are saved, cannot be read: " + problem.message() + ".",
                     {}};
    }
    return highest;
}

std::string padded(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return digits.size() < kNumberDigits ? std::string(kNumberDigits - digits.size(), '0') + digits
                                         : digits;
}

}  // namespace

Result<std::filesystem::path> PictureNames::next(const std::filesystem::path& folder,
                                                 std::uint64_t seed, std::string_view prompt) {
    auto last = m_lastNumber.find(folder);
    if (last == m_lastNumber.end()) {
        const auto highest = highestNumber(folder);
        if (!highest) {
            return highest.error();
        }
        last = m_lastNumber.emplace(folder, *highest).first;
    }
    const std::string words = wordsForFileName(prompt);
    const std::string rest =
        "-" + std::to_string(seed) + (words.empty() ? "" : "-" + words) + ".png";
    for (int i = 0; i < kMostTries; ++i) {
        const std::filesystem::path file = folder / (padded(++last->second) + rest);
        std::error_code problem;
        if (std::filesystem::symlink_status(file, problem).type() ==
            std::filesystem::file_type::not_found) {
            return file;
        }
    }
    return Error{ErrorCode::WriteFailed,
                 "No free name was found for a picture in '" + folder.string() + "'.",
                 {}};
}

std::string wordsForFileName(std::string_view prompt) {
    const QString text =
        QString::fromUtf8(prompt.data(), static_cast<qsizetype>(prompt.size())).toLower();
    QString words;
    int count = 0;
    for (const char32_t character : text.toUcs4()) {
        const bool isKept = character != QChar::ReplacementCharacter &&
                            (QChar::isLetterOrNumber(character) || QChar::isMark(character));
        if (!isKept && (words.isEmpty() || words.endsWith(QLatin1Char('-')))) {
            continue;
        }
        if (++count > kMostCharacters) {
            break;
        }
        words += isKept ? QString::fromUcs4(&character, 1) : QStringLiteral("-");
    }
    while (words.endsWith(QLatin1Char('-'))) {
        words.chop(1);
    }
    return words.toStdString();
}

}  // namespace limn
