// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/flop_count.h"

#include <ATen/ATen.h>
#include <ATen/record_function.h>

#include <memory>
#include <string_view>

namespace limn::training {
namespace {

thread_local double t_flops = 0;
thread_local int t_depth =
    0;  // a counted operator may call another one that would be counted again

bool isCounted(std::string_view name) {
    return name == "aten::convolution" || name == "aten::linear" || name == "aten::bmm" ||
           name == "aten::mm";
}

/// What the end of an operator needs of its inputs: by then they are gone.
struct Multiplications : at::ObserverContext {
    double perOutput = 0;
};

double multiplicationsPerOutput(std::string_view name, const at::Tensor& weight) {
    return name == "aten::convolution" || name == "aten::linear"
               ? static_cast<double>(weight.numel()) / static_cast<double>(weight.size(0))
               : static_cast<double>(weight.size(-2));
}

std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction& function) {
    if (!isCounted(function.name())) {
        return nullptr;
    }
    auto context = std::make_unique<Multiplications>();
    const auto inputs = function.inputs();
    if (++t_depth == 1 && inputs.size() >= 2 && inputs[1].isTensor()) {
        context->perOutput = multiplicationsPerOutput(function.name(), inputs[1].toTensor());
    }
    return context;
}

void end(const at::RecordFunction& function, at::ObserverContext* context) {
    if (context == nullptr) {
        return;
    }
    --t_depth;
    const auto outputs = function.outputs();
    if (!outputs.empty() && outputs[0].isTensor()) {
        const auto outputCount = static_cast<double>(outputs[0].toTensor().numel());
        t_flops += 2 * outputCount * static_cast<Multiplications*>(context)->perOutput;
    }
}

}  // namespace

double countForwardFlops(const std::function<void()>& work) {
    t_flops = 0;
    t_depth = 0;
    const auto handle = at::addThreadLocalCallback(at::RecordFunctionCallback(begin, end)
                                                       .needsInputs(true)
                                                       .needsOutputs(true)
                                                       .scopes({at::RecordScope::FUNCTION}));
    work();
    at::removeCallback(handle);
    return t_flops;
}

}  // namespace limn::training
