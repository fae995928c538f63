// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/ParityCase.h"

#include "tests/support/WeightRecipe.h"


#include <nlohmann/json.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace limn::test {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

Error broken(const std::string& what) {
    return {ErrorCode::Internal, what, {}};
}

Result<json> readIndex(const fs::path& file) {
    std::ifstream stream(file);
    json index = json::parse(stream, nullptr, false);
    if (index.is_discarded()) {
        return broken("Cannot read " + file.string() + ".");
    }
    return index;
}

/// A copy of the folder with another scheduler_config.json; model_index.json names its class and must agree.
fs::path folderWithScheduler(const fs::path& model, const fs::path& config, const fs::path& scratch) {
    const fs::path folder = scratch / (model.filename().string() + "+" + config.stem().string());
    if (fs::exists(folder)) {
        return folder;
    }
    fs::copy(model, folder, fs::copy_options::recursive);
    fs::copy_file(config, folder / "scheduler/scheduler_config.json", fs::copy_options::overwrite_existing);
    std::ifstream configStream(config);
    std::ifstream indexStream(folder / "model_index.json");
    json index = json::parse(indexStream);
    index["scheduler"][1] = json::parse(configStream)["_class_name"];
    std::ofstream(folder / "model_index.json") << index;
    return folder;
}

Status inflate(const fs::path& packed, const fs::path& target) {
    gzFile input = gzopen(packed.c_str(), "rb");
    if (input == nullptr) {
        return broken("Cannot open " + packed.string() + ".");
    }
    std::ofstream output(target, std::ios::binary);
    std::array<char, 65536> block{};
    int got = 0;
    while ((got = gzread(input, block.data(), block.size())) > 0) {
        output.write(block.data(), got);
    }
    gzclose(input);
    if (got < 0 || !output.flush()) {
        return broken("Cannot unpack " + packed.string() + ".");
    }
    return Unit{};
}

Result<fs::path> singleFile(const json& entry, const fs::path& root, const fs::path& scratch) {
    if (entry.contains("packed")) {
        const fs::path packed = root / entry["packed"].get<std::string>();
        fs::path target = scratch / packed.stem();
        if (!fs::exists(target)) {
            if (Status status = inflate(packed, target); !status) {
                return status.error();
            }
        }
        return target;
    }
    const fs::path file = root / entry["recipe"].get<std::string>();
    const std::string type = entry["recipeType"];
    fs::path target = scratch / (file.stem().string() + "-" + type + ".safetensors");
    if (!fs::exists(target)) {
        auto recipe = WeightRecipe::read(file);
        if (!recipe) {
            return recipe.error();
        }
        const auto element = type == "F16"    ? checkpoint::ElementType::F16
                             : type == "BF16" ? checkpoint::ElementType::BF16
                                              : checkpoint::ElementType::F32;
        if (Status status = recipe->write(target, element); !status) {
            return status.error();
        }
    }
    return target;
}

template <class T>
void take(const json& object, const char* key, T& field) {
    if (object.contains(key)) {
        field = object[key].get<T>();
    }
}

template <class T>
void take(const json& object, const char* key, std::optional<T>& field) {
    if (object.contains(key)) {
        field = object[key].get<T>();
    }
}

Status takePicture(const json& object, const char* key, const fs::path& root, std::optional<Image>& field) {
    if (!object.contains(key)) {
        return Unit{};
    }
    auto image = readReferencePicture(root / object[key].get<std::string>());
    if (!image) {
        return image.error();
    }
    field = std::move(*image);
    return Unit{};
}

Status takeRequest(const json& object, const fs::path& root, GenerateRequest& request) {
    take(object, "prompt", request.prompt);
    take(object, "negativePrompt", request.negativePrompt);
    take(object, "seed", request.seed);
    take(object, "count", request.count);
    take(object, "steps", request.steps);
    take(object, "guidanceScale", request.guidanceScale);
    take(object, "widthPx", request.widthPx);
    take(object, "heightPx", request.heightPx);
    take(object, "scheduler", request.scheduler);
    take(object, "clipSkip", request.clipSkip);
    take(object, "strength", request.strength);
    if (Status status = takePicture(object, "initImage", root, request.initImage); !status) {
        return status;
    }
    return takePicture(object, "mask", root, request.mask);
}

}  // namespace

Result<std::vector<std::string>> parityCaseNames(const fs::path& indexJson) {
    auto index = readIndex(indexJson);
    if (!index) {
        return index.error();
    }
    std::vector<std::string> names;
    for (const json& entry : index->at("cases")) {
        names.push_back(entry.at("name"));
    }
    return names;
}

Result<ParityCase> readParityCase(const fs::path& indexJson, const std::string& name, const fs::path& scratch) {
    auto index = readIndex(indexJson);
    if (!index) {
        return index.error();
    }
    const json& cases = index->at("cases");
    const auto found = std::find_if(cases.begin(), cases.end(), [&](const json& c) { return c["name"] == name; });
    if (found == cases.end()) {
        return broken("There is no case " + name + ".");
    }
    const fs::path root = indexJson.parent_path();
    ParityCase result;
    result.name = name;
    result.reading = found->value("reading", "");
    if (found->contains("model")) {
        result.load.model = root / (*found)["model"].get<std::string>();
        if (found->contains("schedulerConfig")) {
            result.load.model = folderWithScheduler(
                result.load.model, root / (*found)["schedulerConfig"].get<std::string>(), scratch);
        }
    } else if (auto file = singleFile(*found, root, scratch); file) {
        result.load.model = *file;
    } else {
        return file.error();
    }
    result.modelKey = result.load.model.string();
    for (const json& lora : found->value("loras", json::array())) {
        result.load.loras.push_back({root / lora["file"].get<std::string>(), lora["scale"]});
        result.modelKey += "+" + lora.dump();
    }
    result.load.placement.device = "cpu";
    result.load.placement.dtype = DataType::Float32;
    if (Status status = takeRequest(found->at("request"), root, result.request); !status) {
        return status.error();
    }
    for (const json& picture : found->at("pictures")) {
        result.pictures.push_back(root / picture.get<std::string>());
    }
    return result;
}

PictureDifference compare(const Image& a, const Image& b) {
    PictureDifference difference;
    std::size_t within1 = 0;
    std::size_t equal = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const int distance = std::abs(int{a.pixels[i]} - int{b.pixels[i]});
        within1 += distance <= 1 ? 1 : 0;
        equal += distance == 0 ? 1 : 0;
        difference.largest = std::max(difference.largest, distance);
    }
    const auto count = static_cast<double>(std::max<std::size_t>(a.pixels.size(), 1));
    difference.shareWithin1 = static_cast<double>(within1) / count;
    difference.shareEqual = static_cast<double>(equal) / count;
    return difference;
}

}  // namespace limn::test
