// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <vector>

namespace limn::schedulers {

/// A noise schedule and the solver that walks down it. Owned by the pipeline of one picture, used
/// by the inference thread only. Coefficients live on the host in float32, as diffusers computes
/// them; samples stay on their own device. It never runs the network.
class Scheduler {
public:
    virtual ~Scheduler() = default;

    /// Chooses the timesteps for `steps` solver steps, 1 to num_train_timesteps, and forgets all
    /// history.
    virtual Status setTimesteps(int steps) = 0;

    /// What the network is asked about, in order: one entry for each evaluation, so Heun has 2n -
    /// 1.
    const std::vector<double>& timesteps() const { return m_timesteps; }

    /// Scale of the first latent, which is this times a standard normal sample.
    virtual double initNoiseSigma() const { return 1.0; }

    /// Evaluations of the network per step.
    virtual int order() const { return 1; }

    /// The sample as the network wants to see it at timesteps()[index].
    virtual at::Tensor scaleModelInput(const at::Tensor& sample, std::size_t index) const;

    /// From timesteps()[index] to the next one.
    /// Requires: indices rise by one from call to call; the first may be any (image to image starts
    /// late). Noise, where the solver needs it, is drawn from `generator`, on the generator's
    /// device.
    virtual at::Tensor step(const at::Tensor& modelOutput, std::size_t index,
                            const at::Tensor& sample, const at::Generator& generator) = 0;

    /// A clean sample brought to the noise level of timesteps()[index].
    virtual at::Tensor addNoise(const at::Tensor& original, const at::Tensor& noise,
                                std::size_t index) const = 0;

protected:
    std::vector<double> m_timesteps;
};

/// What only some schedulers can do: lay out all `steps` over the lower share `strength` (0 ... 1) of the noise levels,
/// where the others lay them out over all levels and skip the first. The LCM pipeline starts from a picture this way.
class SchedulesByStrength {
public:
    virtual ~SchedulesByStrength() = default;
    virtual Status setTimestepsFrom(int steps, double strength) = 0;
};

/// Where image to image enters the timesteps: an index into timesteps(). `strength` 1 starts at the
/// top, 0 does nothing at all (the index is then the end).
std::size_t imageToImageStart(int steps, double strength, int order);

}  // namespace limn::schedulers
