// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/benchmark_score.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace limn::starter {
namespace {

constexpr std::size_t kNameWidth = 30;

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string cell(const char* format, double first, double second) {
    char text[32];
    std::snprintf(text, sizeof text, format, first, second);
    return text;
}

}  // namespace

Interval wilson(const Share& share) {
    if (share.of == 0) {
        return {};
    }
    constexpr double z = 1.959964;
    const auto n = static_cast<double>(share.of);
    const double p = share.value();
    const double scale = 1 / (1 + z * z / n);
    const double middle = scale * (p + z * z / (2 * n));
    const double reach = scale * z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return {std::max(0.0, middle - reach), std::min(1.0, middle + reach)};
}

void Score::add(const AskedScene& asked, const Verdict& verdict) {
    const auto wanted = static_cast<std::int64_t>(asked.things.size());
    kinds.add(verdict.kinds);
    present.right += static_cast<std::int64_t>(verdict.presentThings);
    present.of += wanted;
    mainThing.add(verdict.mainThing);
    colours.right += static_cast<std::int64_t>(verdict.tintedThings);
    colours.of += static_cast<std::int64_t>(verdict.presentThings);
    if (verdict.kinds && wanted > 1) {
        bound.add(verdict.tints);
        order.add(verdict.kindOrder);
    }
    count.add(verdict.count);
    place.add(verdict.place);
    time.add(verdict.time);
    if (asked.weather) {
        weather.add(verdict.weather);
    }
    if (asked.style) {
        style.add(verdict.style);
    }
    exact.add(verdict.exact());
    strictKinds.add(verdict.kinds && verdict.confident);
    strictExact.add(verdict.exact() && verdict.confident);
}

const std::vector<NamedShare>& scoreColumns() {
    static const std::vector<NamedShare> columns{
        {"kinds", &Score::kinds},        {"present", &Score::present},
        {"main", &Score::mainThing},     {"colour", &Score::colours},
        {"bound", &Score::bound},        {"order", &Score::order},
        {"count", &Score::count},        {"place", &Score::place},
        {"time", &Score::time},          {"weather", &Score::weather},
        {"style", &Score::style},        {"exact", &Score::exact},
        {"kinds!", &Score::strictKinds}, {"exact!", &Score::strictExact}};
    return columns;
}

std::string tableOf(const std::vector<Score>& scores) {
    constexpr std::size_t kWidth = 9;
    std::string table = padded("", kNameWidth) + padded("n", 6);
    for (const NamedShare& column : scoreColumns()) {
        table += padded(std::string(column.name), kWidth);
    }
    table += "\n";
    for (const Score& score : scores) {
        std::string intervals = padded("", kNameWidth + 6);
        table += padded(score.name, kNameWidth) + padded(std::to_string(score.kinds.of), 6);
        for (const NamedShare& column : scoreColumns()) {
            const Share& share = score.*column.share;
            const Interval around = wilson(share);
            const bool isEmpty = share.of == 0;
            table += padded(isEmpty ? "" : cell("%.1f", 100 * share.value(), 0), kWidth);
            intervals += padded(
                isEmpty ? "" : cell("%.0f-%.0f", 100 * around.low, 100 * around.high), kWidth);
        }
        table += "\n" + intervals + "\n";
    }
    return table;
}

}  // namespace limn::starter
