// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/layers/layer_rules.h"

#include "tests/layers/layer_table.h"
#include "tests/layers/source_text.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace limn::layers {
namespace {

bool isBelow(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

bool isBelowAny(std::string_view path, const Names& folders) {
    return std::any_of(folders.begin(), folders.end(),
                       [path](std::string_view folder) { return isBelow(path, folder); });
}

std::string_view fileName(std::string_view path) {
    return path.substr(path.find_last_of('/') + 1);
}

bool isCpp(std::string_view path) {
    return path.ends_with(".h") || path.ends_with(".cpp");
}

const Layer* layerOf(std::string_view path) {
    const Layer* best = nullptr;
    for (const Layer& layer : layers()) {
        if (isBelow(path, layer.folder) && (!best || layer.folder.size() > best->folder.size())) {
            best = &layer;
        }
    }
    return best;
}

/// Configurations mirror a file's keys and hold nothing of torch: every part of inference may read them.
bool isPlainConfig(std::string_view included) {
    return isBelow(included, "inference") &&
           (included.ends_with("Config.h") || included.ends_with("/ConfigReader.h"));
}

std::string_view libraryOf(std::string_view header) {
    for (const Library& library : libraries()) {
        if (std::any_of(library.headers.begin(), library.headers.end(),
                        [header](std::string_view start) { return header.starts_with(start); })) {
            return library.name;
        }
    }
    const bool isQt = header.size() > 1 && header[0] == 'Q' && header[1] >= 'A' && header[1] <= 'Z';
    if (isQt || (header.starts_with("Qt") && header.find('/') != std::string_view::npos)) {
        return "qt";
    }
    return {};
}

struct Include {
    std::string_view name;
    bool isQuoted = false;
};

std::optional<Include> parseInclude(std::string_view line) {
    const auto skipBlanks = [&line] {
        while (line.starts_with(' ') || line.starts_with('\t')) {
            line.remove_prefix(1);
        }
    };
    constexpr std::string_view kInclude = "include";
    skipBlanks();
    if (!line.starts_with('#')) {
        return std::nullopt;
    }
    line.remove_prefix(1);
    skipBlanks();
    if (!line.starts_with(kInclude)) {
        return std::nullopt;
    }
    line.remove_prefix(kInclude.size());
    skipBlanks();
    if (!line.starts_with('"') && !line.starts_with('<')) {
        return std::nullopt;
    }
    const bool isQuoted = line.front() == '"';
    line.remove_prefix(1);
    return Include{line.substr(0, line.find(isQuoted ? '"' : '>')), isQuoted};
}

/// What is wrong with this include, or nothing.
std::string includeFault(std::string_view path, const Layer& layer, const Include& include) {
    const std::string name(include.name);
    const std::string folder(layer.folder);
    const auto mayUse = [](const Names& names, std::string_view one) {
        return std::find(names.begin(), names.end(), one) != names.end();
    };
    if (!include.isQuoted) {
        const std::string_view library = libraryOf(include.name);
        if (!library.empty() && !mayUse(layer.libraries, library)) {
            return folder + " may not include <" + name + "> (" + std::string(library) + ")";
        }
        const bool isThirdParty = include.name.find('/') != std::string_view::npos &&
                                  !include.name.starts_with("sys/") &&
                                  !include.name.starts_with("linux/");
        if (library.empty() && isThirdParty) {
            return "<" + name + "> belongs to no library that tests/layers knows";
        }
        return {};
    }
    if (name.ends_with(".moc") && isBelow(path, "tests")) {
        return {};
    }
    if (name.find('/') == std::string::npos || name.find("..") != std::string::npos) {
        return "\"" + name + "\" must be written from the root of the project";
    }
    const bool isAllowed = isBelowAny(include.name, layer.folders) ||
                           (isBelow(path, "inference") && isPlainConfig(include.name));
    return isAllowed ? std::string() : folder + " may not include \"" + name + "\"";
}

bool isHeadLine(std::string_view line, std::string_view start, std::string_view addition) {
    return line == start ||
           (line.starts_with(start) && line.substr(start.size()).starts_with(addition));
}

class FileCheck {
public:
    FileCheck(std::string_view path, std::string_view text)
        : m_path(path), m_lines(splitLines(text)), m_code(codeOnly(text)),
          m_codeLines(splitLines(m_code)) {}

    std::vector<Finding> run() && {
        checkName();
        checkHead();
        if (isCpp(m_path)) {
            checkIncludes();
            checkWords();
            checkLength();
        }
        checkNotes();
        return std::move(m_findings);
    }

private:
    void report(std::size_t line, std::string message) {
        m_findings.push_back({std::string(m_path), line, std::move(message)});
    }

    void checkName() {
        const std::string_view file = fileName(m_path);
        std::string stem(file.substr(0, file.find('.')));
        std::transform(stem.begin(), stem.end(), stem.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        for (const std::string_view vague :
             {"util", "utils", "helper", "helpers", "misc", "common", "manager"}) {
            const std::string folder = "/" + std::string(vague) + "/";
            // "CommonOptions" names a thing; "common" and "ImageHelper" do not.
            const bool isVague = vague == "common" ? stem == vague : stem.ends_with(vague);
            if (isVague || m_path.find(folder) != std::string_view::npos) {
                report(1,
                       "a name with \"" + std::string(vague) + "\" says nothing: name the thing");
                return;
            }
        }
    }

    /// Tables made from foreign data add its licence and owner: "Apache-2.0 AND Unicode-3.0".
    void checkHead() {
        const std::string comment = isCpp(m_path) ? "//" : "#";
        const std::size_t first = !m_lines.empty() && m_lines[0].starts_with("#!") ? 1 : 0;
        if (m_lines.size() <= first ||
            !isHeadLine(m_lines[first], comment + " SPDX-License-Identifier: Apache-2.0",
                        " AND ")) {
            report(first + 1, "the file does not begin with its SPDX-License-Identifier line");
        } else if (isCpp(m_path) &&
                   (m_lines.size() < 2 ||
                    !isHeadLine(m_lines[1], "// SPDX-FileCopyrightText: The Limn authors", "; "))) {
            report(2, "the second line is not the SPDX-FileCopyrightText line");
        }
        const bool isGuarded =
            std::find(m_lines.begin(), m_lines.end(), "#pragma once") != m_lines.end();
        if (m_path.ends_with(".h") && !isGuarded) {
            report(1, "a header without #pragma once");
        }
    }

    void checkIncludes() {
        const Layer* layer = layerOf(m_path);
        if (!layer) {
            report(1, "the folder of this file has no entry in tests/layers/layer_rules.cpp");
            return;
        }
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            // An include in a comment is none; its '#' is gone from the code.
            const bool isCode = m_codeLines[i].find('#') != std::string_view::npos;
            const std::optional<Include> include = isCode ? parseInclude(m_lines[i]) : std::nullopt;
            const std::string fault =
                include ? includeFault(m_path, *layer, *include) : std::string();
            if (!fault.empty()) {
                report(i + 1, fault);
            }
        }
    }

    void checkWords() {
        for (const ForbiddenWord& forbidden : forbiddenWords()) {
            if (!isBelowAny(m_path, forbidden.folders)) {
                continue;
            }
            for (std::size_t i = 0; i < m_codeLines.size(); ++i) {
                if (containsWord(m_codeLines[i], forbidden.word)) {
                    report(i + 1,
                           std::string(forbidden.word) + " " + std::string(forbidden.message));
                }
            }
        }
    }

    void checkLength() {
        if (m_lines.size() > kMostLines) {
            report(m_lines.size(), "the file has " + std::to_string(m_lines.size()) + " lines; " +
                                       std::to_string(kMostLines) + " is the most");
        }
    }

    /// A note for later needs the number of an issue: TODO(#12).
    void checkNotes() {
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            const std::string_view line = m_lines[i];
            const std::size_t at =
                containsWord(line, kNote) ? line.find(kNote) : std::string_view::npos;
            const bool isNumbered =
                at != std::string_view::npos && line.substr(at + kNote.size()).starts_with("(#");
            if (at != std::string_view::npos && !isNumbered) {
                report(i + 1, "a " + std::string(kNote) + " without the number of an issue");
            }
        }
    }

    static constexpr std::string_view kNote =
        "TO"
        "DO";  // in two parts: this line is no note

    std::string_view m_path;
    std::vector<std::string_view> m_lines;
    std::string m_code;
    std::vector<std::string_view> m_codeLines;
    std::vector<Finding> m_findings;
};

}  // namespace

std::vector<Finding> checkFile(std::string_view path, std::string_view text) {
    return FileCheck(path, text).run();
}

}  // namespace limn::layers
