// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/palette.h"

#include <algorithm>
#include <vector>

namespace limn::ui {

QPalette paletteFrom(const ColorTable& colors) {
    using enum ColorToken;
    QPalette palette;
    palette.setColor(QPalette::Window, colors[Background]);
    palette.setColor(QPalette::WindowText, colors[Text]);
    palette.setColor(QPalette::Base, colors[Pane]);
    palette.setColor(QPalette::AlternateBase, colors[Background]);
    palette.setColor(QPalette::Text, colors[Text]);
    palette.setColor(QPalette::PlaceholderText, colors[MutedText]);
    palette.setColor(QPalette::Button, colors[Pane]);
    palette.setColor(QPalette::ButtonText, colors[Text]);
    palette.setColor(QPalette::BrightText, colors[OnAccent]);
    palette.setColor(QPalette::ToolTipBase, colors[Text]);
    palette.setColor(QPalette::ToolTipText, colors[Pane]);
    palette.setColor(QPalette::Highlight, colors[Accent]);
    palette.setColor(QPalette::HighlightedText, colors[OnAccent]);
    palette.setColor(QPalette::Link, colors[Accent]);
    palette.setColor(QPalette::LinkVisited, colors[Accent]);
    palette.setColor(QPalette::Light, colors[Pane]);
    palette.setColor(QPalette::Midlight, colors[Sunk]);
    palette.setColor(QPalette::Mid, colors[Line]);
    palette.setColor(QPalette::Dark, colors[MutedText]);
    palette.setColor(QPalette::Shadow, colors[Canvas]);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, colors[MutedText]);
    }
    return palette;
}

QString styleSheetFrom(const QString& source, const ColorTable& colors) {
    std::vector<ColorToken> tokens;
    for (std::size_t i = 1; i <= kColorTokenCount; ++i) {
        tokens.push_back(static_cast<ColorToken>(i));
    }
    // Longest first: "@goodGround" is not "@good" and a rest.
    std::sort(tokens.begin(), tokens.end(),
              [](ColorToken a, ColorToken b) { return nameOf(a).size() > nameOf(b).size(); });
    QString sheet = source;
    for (const ColorToken token : tokens) {
        sheet.replace(QLatin1Char('@') + nameOf(token), colors[token].name());
    }
    sheet.replace(QLatin1String("@theme"), QLatin1String(colors.isDark() ? "dark" : "light"));
    return sheet;
}

}  // namespace limn::ui
