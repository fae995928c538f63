// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/module_keys.h"

#include "inference/checkpoint/ModelDescription.h"
#include "inference/checkpoint/inspect.h"
#include "inference/checkpoint/transformed_shape.h"
#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/models/autoencoder_tiny/AutoencoderTiny.h"
#include "inference/models/clip/ClipTextModel.h"
#include "inference/models/qwen3_vl/Qwen3VL.h"
#include "inference/models/smolvlm/SmolVLM.h"
#include "inference/models/srvgg_compact/SrvggNetCompact.h"
#include "inference/models/unet2d_condition/UNet2DConditionModel.h"

#include <ATen/ATen.h>

#include <set>
#include <utility>

namespace limn::loading {
namespace {

using checkpoint::Component;
using checkpoint::KeyReport;

/// Notes what a module asks for and hands out nothing.
class NotingStore final : public nn::WeightStore {
public:
    NotingStore(const checkpoint::ModelDescription& model, std::string component,
                const checkpoint::CheckpointIndex& index, const checkpoint::KeyTable& keys,
                KeyReport& report)
        : m_model(model), m_component(std::move(component)), m_index(index), m_keys(keys),
          m_report(report) {}

    at::Tensor take(const std::string& key, at::IntArrayRef shape, nn::WeightRole) override {
        const auto source = m_keys.find(key);
        const auto* record =
            source == m_keys.end() ? nullptr : m_index.find(source->second.fileKey);
        if (record == nullptr) {
            m_report.missing.push_back(
                placeOf(m_model, m_index, nullptr) + ": " +
                (source == m_keys.end() ? m_component + ": " + key : source->second.fileKey));
            return {};
        }
        m_taken.insert(key);
        auto found = checkpoint::shapeAfter(source->second, record->shape);
        if (shape != at::IntArrayRef(found)) {
            m_report.wrongShapes.push_back({m_component, source->second.fileKey, shape.vec(),
                                            std::move(found), placeOf(m_model, m_index, record)});
        }
        return {};
    }

    bool contains(const std::string& key) const override {
        const auto source = m_keys.find(key);
        return source != m_keys.end() && m_index.find(source->second.fileKey) != nullptr;
    }

    void reportUnused() {
        for (const auto& [key, source] : m_keys) {
            if (!m_taken.contains(key) && m_index.find(source.fileKey) != nullptr) {
                m_report.unexpected.push_back(
                    placeOf(m_model, m_index, m_index.find(source.fileKey)) + ": " +
                    source.fileKey);
            }
        }
    }

private:
    const checkpoint::ModelDescription& m_model;
    std::string m_component;
    const checkpoint::CheckpointIndex& m_index;
    const checkpoint::KeyTable& m_keys;
    KeyReport& m_report;
    std::set<std::string> m_taken;
};

template <class Module, class Config>
void compare(const checkpoint::ModelDescription& model,
             const std::optional<Component<Config>>& component, const char* name,
             KeyReport& report) {
    if (component) {
        NotingStore store(model, name, *component->index, component->keys, report);
        const Module module(nn::WeightScope(store), component->config);
        store.reportUnused();
    }
}

}  // namespace

KeyReport compareWithModules(const checkpoint::ModelDescription& model) {
    try {
        KeyReport report;
        compare<models::UNet2DConditionModel>(model, model.unet, "unet", report);
        compare<models::AutoencoderKL>(model, model.vae, "vae", report);
        compare<models::AutoencoderTiny>(model, model.vae_tiny, "vae", report);
        compare<models::ClipTextModel>(model, model.text_encoder, "text_encoder", report);
        compare<models::ClipTextModel>(model, model.text_encoder_2, "text_encoder_2", report);
        compare<models::Qwen3VL>(model, model.qwen3_vl, "model", report);
        compare<models::SmolVLM>(model, model.smolvlm, "model", report);
        compare<models::SrvggNetCompact>(model, model.upscaler, "upscaler", report);
        checkpoint::addUnexpectedOf(model, report);
        return report;
    } catch (
        const std::
            exception&) {  // a module that refuses its configuration: its names can still be compared
        return checkpoint::compareKeys(model);
    }
}

}  // namespace limn::loading
