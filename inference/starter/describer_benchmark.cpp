// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/describer_benchmark.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

namespace limn::starter {
namespace {

constexpr std::uint64_t kQuestionSeed = 0xDE5C21;
constexpr std::size_t kShownMistakes = 6;

/// Pictures of one prompt, so that each split has 300.
std::uint64_t variantsOf(Split split) {
    switch (split) {
    case Split::OneThing:
    case Split::TwoThings:
    case Split::ThreeThings:
        return 1;
    case Split::HeldOutThree:
        return 5;
    default:
        return 3;
    }
}

using enum QuestionKind;
constexpr std::array<QuestionKind, 8> kAsked{Count, Colour, Presence, Where,
                                             Which, Place,  Time,     Match};

bool isVerdict(QuestionKind kind) {
    return kind == Match || kind == Presence;
}

std::string withoutMarks(const std::string& text) {
    std::string plain;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || byte >= 0x80) {
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

std::string firstWord(const std::string& text) {
    const auto plain = withoutMarks(text);
    return plain.substr(0, plain.find(' '));
}

void appendLine(std::string& lines, const PictureQuestion& asked) {
    lines += std::string(splitCode(asked.split)) + '\t' + std::to_string(asked.number) + '\t' +
             std::to_string(asked.variant) + '\t' + std::string(questionKindName(asked.kind)) +
             '\t' + asked.question + '\t' + asked.answer + '\n';
}

std::optional<QuestionKind> kindFrom(std::string_view name) {
    for (std::size_t i = 1; i <= kQuestionKindCount; ++i) {
        if (questionKindName(static_cast<QuestionKind>(i)) == name) {
            return static_cast<QuestionKind>(i);
        }
    }
    return std::nullopt;
}

/// A free wording has the same answer as the grammar's; what it asks about is taken from a question of that kind.
struct FreeWording {
    QuestionKind kind;
    std::string words;
};

std::vector<FreeWording> parseWordings(const std::vector<std::string>& lines) {
    std::vector<FreeWording> wordings;
    for (const auto& line : lines) {
        const auto tab = line.find('\t');
        const auto kind = tab == std::string::npos ? std::nullopt : kindFrom(line.substr(0, tab));
        if (kind) {
            wordings.push_back({*kind, line.substr(tab + 1)});
        }
    }
    return wordings;
}

Outcome<Description> ask(Engine& engine, const Image& picture, const std::string& question) {
    DescribeRequest request;
    request.turns.push_back({Speaker::User, {picture}, question});
    request.maxNewTokens = 100;
    return engine.describe(request, {}, {}, {});
}

/// What is shown to a person.
std::string shownTo(const Description& said) {
    return said.strangeness.value_or(0) > 1 ? std::string(cannotTell(Language::English))
                                            : said.text;
}

std::string percent(const Share& share) {
    if (share.of == 0) {
        return "      -       ";
    }
    const auto interval = wilson(share);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%5.1f (%.0f-%.0f)", 100 * share.value(),
                  100 * interval.low, 100 * interval.high);
    return text.data();
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

}  // namespace

std::string writePictureQuestions(const std::vector<BenchmarkPrompt>& prompts,
                                  const std::vector<std::string>& freeWordings) {
    const auto wordings = parseWordings(freeWordings);
    std::string lines =
        "# Questions about pictures, written once by `limn-starter make-describer-benchmark`. Not "
        "to be made anew: figures over\n"
        "# time need the same questions. Split, number and variant of the picture, kind, question, "
        "true answer.\n";
    std::uint64_t index = 0;
    for (const auto& prompt : prompts) {
        if (!prompt.asked || prompt.split == Split::FreePhrasing) {
            continue;
        }
        const auto language =
            prompt.split == Split::Indonesian ? Language::Indonesian : Language::English;
        const bool isPlain = prompt.split == Split::OneThing || prompt.split == Split::TwoThings ||
                             prompt.split == Split::ThreeThings;
        for (std::uint64_t variant = 0; variant < variantsOf(prompt.split); ++variant) {
            const Scene scene = exampleScene(*prompt.asked, 16 * prompt.number + variant);
            CounterRandom random(kQuestionSeed, ++index);
            for (std::size_t i = 0; i < 3; ++i) {  // two closed ones by turns, and one to be judged
                const auto kind = i == 2 ? Match : kAsked[(2 * index + i) % 7];
                auto exchange = exchangeOf({scene, {}}, kind, language, random);
                appendLine(lines, {prompt.split, prompt.number, variant, kind, exchange.question,
                                   exchange.answer});
            }
            auto caption = exchangeOf({scene, {}}, Caption, language, random);
            appendLine(lines, {prompt.split, prompt.number, variant, Caption, caption.question,
                               caption.answer});
            if (isPlain && !wordings.empty()) {
                const auto& free = wordings[index % wordings.size()];
                auto exchange =
                    exchangeAsking({scene, {}}, free.kind, free.words, language, random);
                appendLine(lines, {Split::FreePhrasing, prompt.number, variant, free.kind,
                                   exchange.question, exchange.answer});
            }
        }
    }
    return lines;
}

Result<std::vector<PictureQuestion>> readPictureQuestions(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::vector<PictureQuestion> questions;
    std::uint64_t number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (line.empty() || line.front() == '#') {
            continue;
        }
        std::istringstream fields(line);
        std::array<std::string, 6> field;
        for (auto& text : field) {
            std::getline(fields, text, '\t');
        }
        const auto kind = kindFrom(field[3]);
        std::optional<Split> split;
        for (int i = 1; i <= kSplitCount; ++i) {
            if (splitCode(static_cast<Split>(i)) == field[0]) {
                split = static_cast<Split>(i);
            }
        }
        if (!kind || !split || field[5].empty()) {
            return Error{ErrorCode::FileDamaged,
                         "Line " + std::to_string(number) + " of '" + file.string() +
                             "' is no question: expected split, number, variant, kind, question "
                             "and answer with tabs between them.",
                         {}};
        }
        questions.push_back(
            {*split, std::stoull(field[1]), std::stoull(field[2]), *kind, field[4], field[5]});
    }
    if (questions.empty()) {
        return Error{ErrorCode::FileNotFound,
                     "The file '" + file.string() + "' holds no questions, or could not be read.",
                     {}};
    }
    return questions;
}

bool isRightAnswer(const PictureQuestion& asked, const std::string& given) {
    return isVerdict(asked.kind) ? firstWord(given) == firstWord(asked.answer)
                                 : withoutMarks(given) == withoutMarks(asked.answer);
}

namespace {

/// Asks the questions one after the other, each about its picture.
class BenchmarkRun {
public:
    BenchmarkRun(Engine& engine, const std::vector<BenchmarkPrompt>& prompts,
                 const PictureOf& pictureOf)
        : m_engine(engine), m_pictureOf(pictureOf) {
        for (const auto& prompt : prompts) {
            m_prompts[prompt.number] = &prompt;
        }
    }

    Status put(const PictureQuestion& asked) {
        if (const Status shown = show(asked); !shown) {
            return shown;
        }
        const auto said = ask(m_engine, m_picture, asked.question);
        if (!said.isDone()) {
            return said.isFailed() ? said.error()
                                   : Error{ErrorCode::Internal, "The benchmark was stopped.", {}};
        }
        score(asked, shownTo(said.value()));
        if (asked.kind == Caption) {
            m_captionSeconds += said.value().seconds.total;
            ++m_captions;
            askAboutAnother(asked);
        }
        return Unit{};
    }

    void putOutside(const Image& image) {
        for (const char* question :
             {"Describe this picture in one sentence.", "What is in this picture?",
              "Is there a cat in this picture?"}) {
            const auto said = ask(m_engine, image, question);
            if (!said.isDone()) {
                continue;
            }
            const auto given = shownTo(said.value());
            const bool isAboutCat = std::string_view(question).starts_with("Is");
            m_benchmark.falseOutside.add(isAboutCat ? firstWord(given) == "yes"
                                                    : given != cannotTell(Language::English));
        }
    }

    DescriberBenchmark finish() {
        for (auto& [split, score] : m_scores) {
            score.name = std::string(splitCode(split)) + " " + std::string(splitTitle(split));
            score.pictures = static_cast<std::int64_t>(m_pictures[split].size());
            m_benchmark.scores.push_back(std::move(score));
        }
        m_benchmark.secondsPerCaption =
            m_captions > 0 ? m_captionSeconds / static_cast<double>(m_captions) : 0;
        return std::move(m_benchmark);
    }

private:
    using PictureNumber = std::pair<std::uint64_t, std::uint64_t>;

    /// Makes the question's picture, unless it is the one that is there.
    Status show(const PictureQuestion& asked) {
        const auto found = m_prompts.find(asked.number);
        if (found == m_prompts.end() || !found->second->asked) {
            return Error{ErrorCode::FileDamaged,
                         "A question names the prompt " + std::to_string(asked.number) +
                             ", which is not there.",
                         {}};
        }
        const PictureNumber wanted(asked.number, asked.variant);
        if (m_shown == wanted) {
            return Unit{};
        }
        auto made = m_pictureOf(
            exampleScene(*found->second->asked, 16 * asked.number + asked.variant), asked);
        if (!made) {
            return made.error();
        }
        auto former = std::exchange(m_picture, std::move(*made));
        if (m_shown && m_shown->first != asked.number) {  // variants show the same
            m_former = std::move(former);
        }
        m_shown = wanted;
        return Unit{};
    }

    void score(const PictureQuestion& asked, const std::string& given) {
        const bool isRight = isRightAnswer(asked, given);
        auto& score = m_scores[asked.split];
        score.byKind[asked.kind].add(isRight);
        (asked.kind == Match     ? score.match
         : asked.kind == Caption ? score.captions
                                 : score.closed)
            .add(isRight);
        m_pictures[asked.split].insert(*m_shown);
        if (!isRight && score.mistakes.size() < kShownMistakes) {
            score.mistakes.push_back(asked.question + " -> " + given + " (" + asked.answer + ")");
        }
    }

    /// The control: nobody knows the answer from the question alone.
    void askAboutAnother(const PictureQuestion& asked) {
        if (m_former.isEmpty()) {
            return;
        }
        const auto blind = ask(m_engine, m_former, asked.question);
        m_benchmark.shuffled.add(blind.isDone() && isRightAnswer(asked, blind.value().text));
    }

    Engine& m_engine;
    const PictureOf& m_pictureOf;
    std::map<std::uint64_t, const BenchmarkPrompt*> m_prompts;
    DescriberBenchmark m_benchmark;
    std::map<Split, DescriberScore> m_scores;
    std::map<Split, std::set<PictureNumber>> m_pictures;
    std::optional<PictureNumber> m_shown;
    Image m_picture;
    Image m_former;
    double m_captionSeconds = 0;
    std::int64_t m_captions = 0;
};

}  // namespace

Result<DescriberBenchmark> runDescriberBenchmark(Engine& engine,
                                                 const std::vector<BenchmarkPrompt>& prompts,
                                                 const std::vector<PictureQuestion>& questions,
                                                 const PictureOf& pictureOf,
                                                 const std::vector<Image>& outside) {
    BenchmarkRun run(engine, prompts, pictureOf);
    for (const auto& asked : questions) {
        if (const Status put = run.put(asked); !put) {
            return put.error();
        }
    }
    for (const auto& image : outside) {
        run.putOutside(image);
    }
    return run.finish();
}

std::string tableOf(const DescriberBenchmark& benchmark) {
    std::string text = padded("split", 32) + padded("pictures", 10) + padded("closed", 16) +
                       padded("match", 16) + padded("caption", 16) + "by kind\n";
    for (const auto& score : benchmark.scores) {
        text += padded(score.name, 32) + padded(std::to_string(score.pictures), 10) +
                padded(percent(score.closed), 16) + padded(percent(score.match), 16) +
                padded(percent(score.captions), 16);
        for (const auto& [kind, share] : score.byKind) {
            std::array<char, 40> one{};
            std::snprintf(one.data(), one.size(), " %s %.1f",
                          std::string(questionKindName(kind)).c_str(), 100 * share.value());
            text += one.data();
        }
        text += '\n';
    }
    text += "asked about another picture: captions right " + percent(benchmark.shuffled) + "\n";
    text += "pictures from outside: false statements " + percent(benchmark.falseOutside) + "\n";
    std::array<char, 60> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "seconds per caption %.3f\n",
                  benchmark.secondsPerCaption);
    text += seconds.data();
    for (const auto& score : benchmark.scores) {
        for (const auto& mistake : score.mistakes) {
            text += score.name.substr(0, 2) + "  " + mistake + "\n";
        }
    }
    return text;
}

}  // namespace limn::starter
