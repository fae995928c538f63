// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QColor>
#include <QLatin1String>

#include <array>
#include <cstddef>

namespace limn::ui {

/// What a colour is for. Values are in resources/style/light.json and dark.json.
enum class ColorToken {
    Background = 1,  ///< the window, the bars
    Pane,            ///< what content lies on
    Sunk,            ///< wells: tracks, unselected tabs, code
    Line,            ///< decoration only; what must be seen is Accent or MutedText
    Text,
    MutedText,
    Accent,    ///< focus, the one primary button, selection, progress; nowhere else
    OnAccent,  ///< text on Accent
    Tint,      ///< one's own message, the selected tool
    Good,      ///< text on GoodGround
    GoodGround,
    Care,  ///< text on CareGround
    CareGround,
    Canvas,  ///< around the picture: neutral, so that colours are judged right
};

inline constexpr std::size_t kColorTokenCount = 14;

/// The name that the JSON files and limn.qss know a token by.
QLatin1String nameOf(ColorToken token);

/// One colour for each token. A plain value.
class ColorTable {
public:
    /// One JSON object with exactly the names of the tokens, each "#rrggbb".
    static Result<ColorTable> fromJson(const QByteArray& json);

    QColor operator[](ColorToken token) const { return m_colors[indexOf(token)]; }
    bool isDark() const;

private:
    static std::size_t indexOf(ColorToken token) { return static_cast<std::size_t>(token) - 1; }

    std::array<QColor, kColorTokenCount> m_colors;
};

/// Contrast of two opaque colours by WCAG 2.1: 1 ... 21.
double contrastRatio(const QColor& a, const QColor& b);

}  // namespace limn::ui
