// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/ColorTable.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace limn::ui {
namespace {

constexpr std::array<const char*, kColorTokenCount> kNames = {
    "background", "pane", "sunk", "line",       "text", "mutedText",  "accent",
    "onAccent",   "tint", "good", "goodGround", "care", "careGround", "canvas"};

Error refusal(const QString& what) {
    return {ErrorCode::FileDamaged, "The colour table " + what.toStdString() + ".", {}};
}

/// Relative luminance, WCAG 2.1.
double luminance(const QColor& color) {
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

}  // namespace

QLatin1String nameOf(ColorToken token) {
    return QLatin1String(kNames[static_cast<std::size_t>(token) - 1]);
}

Result<ColorTable> ColorTable::fromJson(const QByteArray& json) {
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject()) {
        return refusal(QStringLiteral("is not a JSON object"));
    }
    const QJsonObject object = document.object();
    ColorTable table;
    for (std::size_t i = 0; i < kColorTokenCount; ++i) {
        const QString name = QLatin1String(kNames[i]);
        const QString text = object.value(name).toString();
        const QColor color = QColor::isValidColor(text) ? QColor(text) : QColor();
        if (!color.isValid() || text.size() != 7 || color.alpha() != 255) {
            return refusal(
                QStringLiteral("wants \"#rrggbb\" for '%1' and has '%2'").arg(name, text));
        }
        table.m_colors[i] = color;
    }
    if (object.size() != static_cast<int>(kColorTokenCount)) {
        return refusal(QStringLiteral("has %1 names; %2 are known")
                           .arg(object.size())
                           .arg(static_cast<int>(kColorTokenCount)));
    }
    return table;
}

bool ColorTable::isDark() const {
    return luminance((*this)[ColorToken::Pane]) < luminance((*this)[ColorToken::Text]);
}

double contrastRatio(const QColor& a, const QColor& b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

}  // namespace limn::ui
