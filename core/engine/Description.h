// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

// What the engine is asked about pictures, and what it says. Standard library only.

enum class Speaker { System = 1, User, Assistant };

/// One turn of a conversation. Pictures come before the words. All of `text` is data: what looks like a model's
/// control token in it is read as letters.
struct ChatTurn {
    Speaker speaker = Speaker::User;
    std::vector<Image> pictures;
    std::string text;
};

/// One order for words. Empty optionals mean "what the model's own files say".
struct DescribeRequest {
    std::vector<ChatTurn>
        turns;  ///< at least one; a system turn only at the front; the last is the user's
    std::vector<std::string>
        tools;               ///< JSON objects that the model may call, as its template wants them
    int maxNewTokens =
        256;  ///< 1 ... 65536, of the answer; what a model thinks first is limited apart
    double temperature = 0;  ///< 0 = always the likeliest word; up to 10
    std::optional<double> topP;               ///< 0 < p ≤ 1; with a temperature only
    std::optional<int> topK;                  ///< 0 = all; with a temperature only
    std::optional<double> repetitionPenalty;  ///< > 0; 1 = none
    std::uint64_t seed = 0;                   ///< with a temperature only
    /// Possible beginnings of the answer, such as "Yes" and "No": Description::choices says how likely each was. They
    /// change nothing about what is written.
    std::vector<std::string> choices;
    /// The next request asks about the same pictures: what was read is kept for it, so that it need not be read again. Its
    /// probabilities may then differ in their last digits from those without this one.
    bool isFollowed = false;
};

enum class EndOfText { ModelEnded = 1, TokenLimit };

/// A picture as the model saw it: shrunk or enlarged, cut into tiles perhaps.
struct SeenPicture {
    int widthPx = 0;
    int heightPx = 0;
    int tokens = 0;  ///< how much of the prompt it takes
};

struct DescribeSeconds {
    double load = 0;
    double encode = 0;   ///< pictures to features
    double prefill = 0;  ///< reading the prompt
    double decode = 0;   ///< writing
    double total = 0;
};

/// What the model said.
struct Description {
    std::string
        text;  ///< without the control tokens, and without what a model thought before it answered
    std::vector<int> tokenIds;  ///< all that were chosen, an end token and thoughts included
    std::vector<double> tokenProbabilities;  ///< one a token, by the model's own scores
    /// One a choice of the request: probability that the answer begins with its first token.
    std::vector<double> choices;
    double confidence = 0;  ///< geometric mean of the answer's tokens' probabilities, 0 ... 1
    /// How unlike the model's own pictures these are: above 1, whatever it says is not to be believed, and none of it goes
    /// to the sink. nullopt where the model does not say: then it was made for all pictures.
    std::optional<double> strangeness;
    EndOfText end = EndOfText::ModelEnded;
    int promptTokens = 0;
    std::vector<SeenPicture> seen;  ///< in the order of the pictures
    DescribeSeconds seconds;
    std::int64_t peakMemoryBytes = 0;
};

/// Called on the thread that runs the order with each piece of text as it is written: whole characters, the pieces
/// joined are Description::text. Must be quick and must not throw.
using TextSink = std::function<void(std::string_view piece)>;

}  // namespace limn
