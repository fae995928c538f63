// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/TorchEngine.h"
#include "inference/starter/PictureMaker.h"

#include <utility>

namespace limn::starter {
namespace {

constexpr int kSidePx = 128;

class EnginePictures final : public PictureMaker {
public:
    EnginePictures(std::unique_ptr<Engine> engine, const DrawingOptions& options)
        : m_engine(std::move(engine)), m_options(options) {}

    Result<std::vector<Image>> make(const std::vector<PictureOrder>& orders) override {
        std::vector<Image> pictures;
        for (std::size_t begin = 0; begin < orders.size();) {
            std::size_t end = begin + 1;
            while (end < orders.size() && orders[end].prompt == orders[begin].prompt &&
                   orders[end].seed == orders[begin].seed + (end - begin)) {
                ++end;
            }
            if (const auto drawn =
                    drawBatch(orders[begin], static_cast<int>(end - begin), pictures);
                !drawn) {
                return drawn.error();
            }
            begin = end;
        }
        return pictures;
    }

private:
    /// Appends `count` pictures of one prompt with seeds one after the other.
    Status drawBatch(const PictureOrder& first, int count, std::vector<Image>& pictures) {
        GenerateRequest request;
        request.prompt = first.prompt;
        request.seed = first.seed;
        request.count = count;
        request.steps = m_options.steps;
        request.guidanceScale = m_options.guidance;
        request.widthPx = kSidePx;
        request.heightPx = kSidePx;
        const auto outcome = m_engine->generate(
            request, {}, [](const Progress&) {},
            [&](GeneratedImage image) -> Status {
                pictures.push_back(std::move(image.image));
                return Unit{};
            });
        return outcome.isFailed() ? Status(outcome.error()) : Status(Unit{});
    }

    std::unique_ptr<Engine> m_engine;
    DrawingOptions m_options;
};

}  // namespace

Result<std::unique_ptr<PictureMaker>> makeEnginePictures(const std::filesystem::path& model,
                                                         const DrawingOptions& options) {
    auto engine = inference::makeTorchEngine();
    LoadRequest request;
    request.model = model;
    request.placement.device = "cpu";
    request.placement.threads = 1;
    const auto loaded = engine->load(request, {}, [](const Progress&) {});
    if (loaded.isFailed()) {
        return loaded.error();
    }
    return std::unique_ptr<PictureMaker>(
        std::make_unique<EnginePictures>(std::move(engine), options));
}

}  // namespace limn::starter
