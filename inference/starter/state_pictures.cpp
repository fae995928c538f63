// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/GeneratorTask.h"
#include "inference/starter/LatentCache.h"
#include "inference/starter/PictureMaker.h"
#include "inference/starter/TrainedAutoencoder.h"
#include "inference/starter/generator_sampling.h"
#include "inference/training/TrainingState.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <span>

namespace limn::starter {
namespace {

constexpr std::size_t kBatch = 32;

class StatePictures final : public PictureMaker {
public:
    StatePictures(tokenizers::ClipTokenizer tokenizer, const LatentCache& cache,
                  std::unique_ptr<TrainedAutoencoder> autoencoder, const DrawingOptions& options,
                  at::Device device)
        : m_tokenizer(std::move(tokenizer)), m_statistics(cache.statistics.to(device)),
          m_autoencoder(std::move(autoencoder)), m_store(1, {}, device),
          m_models(nn::WeightScope(m_store), m_tokenizer.vocabularySize()), m_averages(m_store),
          m_averaged(nn::WeightScope(m_averages), m_tokenizer.vocabularySize()) {
        m_sampling.steps = options.steps;
        m_sampling.guidance = options.guidance;
    }

    Status loadState(const std::filesystem::path& folder) {
        return training::loadRequiredState(folder, m_store.parameters());
    }

    Result<std::vector<Image>> make(const std::vector<PictureOrder>& orders) override {
        const c10::NoGradGuard noGradients;
        std::vector<Image> pictures;
        for (std::size_t begin = 0; begin < orders.size(); begin += kBatch) {
            const std::size_t count = std::min(kBatch, orders.size() - begin);
            drawBatch(std::span(orders).subspan(begin, count), pictures);
        }
        return pictures;
    }

private:
    void drawBatch(std::span<const PictureOrder> orders, std::vector<Image>& pictures) const {
        std::vector<std::string> prompts;
        std::vector<std::uint64_t> seeds;
        for (const PictureOrder& order : orders) {
            prompts.push_back(order.prompt);
            seeds.push_back(order.seed);
        }
        const auto unit =
            sampleLatents(m_averaged, m_tokenizer, prompts, seeds, m_sampling);
        const auto perChannel = [&](std::int64_t row) {
            return m_statistics[row].reshape({1, -1, 1, 1});
        };
        const auto latents = (unit * perChannel(1) + perChannel(0)).to(at::kBFloat16);
        for (std::int64_t i = 0; i < latents.size(0); ++i) {
            pictures.push_back(toPicture(m_autoencoder->model().decode(latents.narrow(0, i, 1))));
        }
    }

    tokenizers::ClipTokenizer m_tokenizer;
    at::Tensor m_statistics;  // [2, 8], as the latent cache's
    std::unique_ptr<TrainedAutoencoder> m_autoencoder;
    training::TrainingWeightStore m_store;
    GeneratorModels m_models;
    training::AverageWeightStore m_averages;
    GeneratorModels m_averaged;
    SamplingOptions m_sampling;
};

}  // namespace

Result<std::unique_ptr<PictureMaker>> makeStatePictures(const TrainingPlaces& places,
                                                        const DrawingOptions& options,
                                                        at::Device device) {
    auto tokenizer = tokenizers::ClipTokenizer::fromFolder(places.tokenizer);
    if (!tokenizer) {
        return tokenizer.error();
    }
    auto cache = loadLatentCache(places.cache);
    if (!cache) {
        return cache.error();
    }
    auto autoencoder = TrainedAutoencoder::load(places.autoencoder, device);
    if (!autoencoder) {
        return autoencoder.error();
    }
    auto maker = std::make_unique<StatePictures>(std::move(*tokenizer), *cache,
                                                 std::move(*autoencoder), options, device);
    if (const auto loaded = maker->loadState(places.generator); !loaded) {
        return loaded.error();
    }
    return std::unique_ptr<PictureMaker>(std::move(maker));
}

}  // namespace limn::starter
