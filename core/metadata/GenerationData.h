// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limn {

/// Whose way of writing settings into a picture it is.
enum class MetadataDialect {
    Limn = 1,
    A1111,  ///< also Forge, SD.Next, Krita AI and many that imitate it
    ComfyUi,
    InvokeAi,
    NovelAi,
    Fooocus,
    SwarmUi,
    StableDiffusionCpp,
};

/// "limn", "a1111", "comfyui" ...: the contract's name.
const char* dialectName(MetadataDialect dialect);

enum class GenerationTask { TextToImage = 1, ImageToImage, Inpaint };

/// "text-to-image", "image-to-image", "inpaint".
const char* taskName(GenerationTask task);

struct UsedLora {
    std::string name;  ///< without folder and extension
    std::optional<double> scale;
    std::string hash;  ///< hexadecimal digits as the file gives them; may be empty
    bool operator==(const UsedLora&) const = default;
};

/// A picture that another one was made from. Names have no folder: paths tell who somebody is.
struct SourcePicture {
    std::string name;
    std::string sha256;  ///< of the file; 64 hexadecimal digits
    /// SHA-256 of the files that this one was made from in turn, newest first.
    std::vector<std::string> lineage;
    bool operator==(const SourcePicture&) const = default;
};

/// How a picture was made, as far as its file tells: everything that is needed to make it again.
/// A value; all texts are valid UTF-8 without NUL. Empty texts and optionals: the file does not say.
struct GenerationData {
    MetadataDialect dialect = MetadataDialect::Limn;
    std::string program;  ///< with its version, such as "Limn 0.1.0"
    std::optional<GenerationTask> task;

    std::string prompt;  ///< what the model was given
    std::string negativePrompt;
    std::string promptTemplate;  ///< what the person wrote, where wildcards were filled in later
    std::string negativePromptTemplate;

    std::optional<std::uint64_t> seed;
    std::optional<int> steps;
    std::optional<double> guidanceScale;
    std::string scheduler;  ///< in the dialect's own words; see limnSchedulerName()
    std::string model;
    std::string modelHash;  ///< of the file; some dialects give only the first digits
    std::string architecture;
    std::string vae;
    std::optional<int> widthPx;  ///< as drawn, before it was enlarged
    std::optional<int> heightPx;
    std::optional<double> upscale;  ///< sides of the picture over those drawn
    std::optional<double> strength;
    std::optional<int> clipSkip;
    std::vector<UsedLora> loras;

    std::optional<SourcePicture> startPicture;
    std::string maskSha256;
    std::string device;                           ///< "cpu", "cuda:0"
    std::string dtype;                            ///< "float32" ...
    std::map<std::string, std::string> versions;  ///< of the libraries, by name

    bool operator==(const GenerationData&) const = default;
};

}  // namespace limn
