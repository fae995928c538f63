// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn::ui {

// Distances and sizes in device-independent pixels. Nothing in ui/ writes other numbers for the same purposes.

inline constexpr int kSpaceHairPx = 4;
inline constexpr int kSpaceSmallPx = 8;
inline constexpr int kSpacePx = 12;
inline constexpr int kSpaceLargePx = 16;
inline constexpr int kSpaceHugePx = 24;

inline constexpr int kRadiusControlPx = 7;
inline constexpr int kRadiusCardPx = 10;
inline constexpr int kRadiusBubblePx = 12;

inline constexpr int kIconPx = 17;
inline constexpr int kControlHeightPx = 30;
inline constexpr int kBodyTextPx = 13;
inline constexpr int kLabelTextPx = 12;
inline constexpr int kTitleTextPx = 15;

inline constexpr int kChatWidthPx = 384;
inline constexpr int kSideWidthPx = 328;

/// For appearing, ease-out; Theme::appearMs() is 0 where the system asks for reduced motion.
inline constexpr int kAppearMs = 150;

}  // namespace limn::ui
