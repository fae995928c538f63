// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limn {

/// Something in a picture that an answer pointed at: shares of the picture's sides, left ≤ right, top ≤ bottom.
struct PointedBox {
    std::string label;  ///< may be empty
    double left01 = 0;
    double top01 = 0;
    double right01 = 0;
    double bottom01 = 0;

    bool operator==(const PointedBox&) const = default;
};

/// The boxes of an answer in the form of the Qwen3-VL models: a JSON list of {"bbox_2d": [left, top, right, bottom],
/// "label": "..."}, in thousandths of the sides, with or without a fence of ```json around it (github.com/QwenLM/Qwen3-VL,
/// cookbooks/2d_grounding.ipynb). Empty where the answer has another form. At most 100.
std::vector<PointedBox> pointedBoxes(std::string_view answer);

/// Whether an answer that begins so may become a list of boxes, which is not for reading.
bool mayPoint(std::string_view beginning);

}  // namespace limn
