// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/transformed_shape.h"

#include <utility>

namespace limn::checkpoint {

std::vector<std::int64_t> shapeAfter(const TensorSource& source, std::vector<std::int64_t> shape) {
    switch (source.transform) {
    case TensorSource::Transform::AsIs:
        break;
    case TensorSource::Transform::DropTrailingOnes:
        while (shape.size() > 2 && shape.back() == 1) {
            shape.pop_back();
        }
        break;
    case TensorSource::Transform::RowSlice:
        if (!shape.empty() && source.rowEnd <= shape[0]) {
            shape[0] = source.rowEnd - source.rowBegin;
        }
        break;
    case TensorSource::Transform::Transpose:
        if (shape.size() == 2) {
            std::swap(shape[0], shape[1]);
        }
        break;
    }
    return shape;
}

}  // namespace limn::checkpoint
