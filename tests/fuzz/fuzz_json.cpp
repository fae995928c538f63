// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/fuzz/check_index.h"

#include "core/json/strict_json.h"
#include "inference/models/autoencoder_kl/AutoencoderKLConfig.h"
#include "inference/models/autoencoder_tiny/AutoencoderTinyConfig.h"
#include "inference/models/clip/ClipTextConfig.h"
#include "inference/models/unet2d_condition/UNet2DConditionConfig.h"
#include "inference/schedulers/SchedulerConfig.h"

#include <string_view>

template <class Config>
void readConfig(const nlohmann::json& json) {
    const auto config = Config::fromJson(json, "fuzz.json");
    require(config.has_value() || !config.error().message.empty(), "an error has a message");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto json = limn::parseStrictJson(text, "fuzz.json");
    if (!json) {
        require(json.error().message.back() == '.', "an error is a sentence");
        return 0;
    }
    const auto again = limn::parseStrictJson(json->dump(), "again");
    require(again.has_value() && *again == *json, "what was read survives being written");
    readConfig<limn::models::UNet2DConditionConfig>(*json);
    readConfig<limn::models::AutoencoderKLConfig>(*json);
    readConfig<limn::models::AutoencoderTinyConfig>(*json);
    readConfig<limn::models::ClipTextConfig>(*json);
    readConfig<limn::schedulers::SchedulerConfig>(*json);
    return 0;
}
