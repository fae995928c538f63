// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/picture_request.h"

#include "core/base/display_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <map>

namespace limn {
namespace {

constexpr int kSmallestSidePx = 64;
constexpr int kLargestSideOfOrderPx = 4096;
constexpr int kLongestTitle = 48;
constexpr qsizetype kTitleSource = 2000;
constexpr std::size_t kLongestQuote = 80;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(limn::PictureRequest)
public:
    static QString meaningOf(PromptNote::Kind kind, const QString& readAs,
                             const PictureOrder& order) {
        switch (kind) {
        case PromptNote::Kind::Weight:
            return tr("read as plain words: weights have no effect here");
        case PromptNote::Kind::Schedule:
            return tr("read as its first words: words cannot change between steps here");
        case PromptNote::Kind::Alternation:
            return tr("read as its first words: words cannot alternate here");
        case PromptNote::Kind::LoraTag:
            return tr("left out: choose LoRAs in the settings");
        case PromptNote::Kind::Break:
            return tr("read as a comma");
        case PromptNote::Kind::AspectRatio:
            return tr("%1 × %2 pixels")
                .arg(order.request.widthPx.value_or(0))
                .arg(order.request.heightPx.value_or(0));
        case PromptNote::Kind::Seed:
            return tr("seed %1").arg(readAs);
        case PromptNote::Kind::Negative:
            return tr("kept out of the picture: %1").arg(readAs);
        case PromptNote::Kind::UnknownOption:
            return tr("left out: not an option of Limn");
        case PromptNote::Kind::BadOption:
            return tr("left out: its value cannot be read");
        }
        return {};
    }
};

int sideNear(double wantedPx, int multiplePx) {
    const int multiples = static_cast<int>(std::lround(wantedPx / multiplePx));
    const int fewest = (kSmallestSidePx + multiplePx - 1) / multiplePx;
    const int most = std::max(fewest, kLargestSideOfOrderPx / multiplePx);
    return std::clamp(multiples, fewest, most) * multiplePx;
}

QString quoted(const std::string& text) {
    return QString::fromStdString(displayText(text, kLongestQuote));
}

/// Of these, one row says all: ten weighted words are not ten rows.
bool areToldTogether(PromptNote::Kind kind) {
    return kind != PromptNote::Kind::AspectRatio && kind != PromptNote::Kind::Seed &&
           kind != PromptNote::Kind::Negative;
}

}  // namespace

SizePx sizeForAspect(AspectRatio aspect, SizePx area, int multiplePx) {
    const double pixels = static_cast<double>(area.width) * area.height;
    const double ratio = static_cast<double>(aspect.width) / aspect.height;
    const int multiple = std::max(multiplePx, 1);
    return {sideNear(std::sqrt(pixels * ratio), multiple),
            sideNear(std::sqrt(pixels / ratio), multiple)};
}

SizePx expectedSize(const PictureOrder& order, const std::optional<ModelInfo>& model) {
    const int width = order.request.widthPx.value_or(model ? model->defaultWidthPx : 0);
    const int height = order.request.heightPx.value_or(model ? model->defaultHeightPx : 0);
    return {width, height};
}

void applyReading(const PromptReading& reading, const std::optional<ModelInfo>& model,
                  PictureOrder& order) {
    order.request.prompt = reading.words;
    if (reading.seed) {
        order.request.seed = *reading.seed;
    }
    if (reading.aspect) {
        const ModelInfo known = model.value_or(ModelInfo{});
        const SizePx area = expectedSize(order, known);
        const SizePx size = sizeForAspect(*reading.aspect, area, known.sizeMultiplePx);
        order.request.widthPx = size.width;
        order.request.heightPx = size.height;
    }
    if (!reading.negative.empty()) {
        const std::string former = order.request.negativePrompt.value_or(std::string());
        order.request.negativePrompt =
            former.empty() ? reading.negative : former + ", " + reading.negative;
    }
}

std::vector<DoneRow> readingRows(const PromptReading& reading, const PictureOrder& order) {
    std::vector<DoneRow> rows;
    std::map<PromptNote::Kind, std::size_t> rowOfKind;
    for (const PromptNote& note : reading.notes) {
        const QString written = quoted(note.written);
        const auto known = rowOfKind.find(note.kind);
        if (known != rowOfKind.end() && areToldTogether(note.kind)) {
            QString& arguments = rows[known->second].arguments;
            if (arguments.size() < kLongestTitle * 2) {
                arguments += QStringLiteral(", ") + written;
            } else if (!arguments.endsWith(u'…')) {
                arguments += QStringLiteral(", …");
            }
            continue;
        }
        rowOfKind[note.kind] = rows.size();
        rows.push_back({DoneRowKind::Note, DoneRowState::Done, QStringLiteral("read"), written,
                        Words::meaningOf(note.kind, quoted(note.readAs), order)});
    }
    return rows;
}

QString orderInWords(const PictureOrder& order, const std::optional<ModelInfo>& model) {
    QStringList parts;
    const SizePx size = expectedSize(order, model);
    if (size.width > 0 && size.height > 0) {
        parts += Words::tr("%1 × %2").arg(size.width).arg(size.height);
    }
    const GenerateRequest& request = order.request;
    if (request.steps) {
        parts += Words::tr("%n step(s)", nullptr, *request.steps);
    }
    if (request.guidanceScale) {
        parts += Words::tr("guidance %1").arg(QLocale().toString(*request.guidanceScale, 'g', 4));
    }
    if (request.scheduler) {
        parts += QString::fromStdString(*request.scheduler);
    }
    parts += Words::tr("seed %1").arg(request.seed);
    if (request.initImage) {
        parts += Words::tr("strength %1").arg(QLocale().toString(request.strength, 'g', 3));
    }
    return parts.join(QStringLiteral(" · "));
}

QString titleFrom(const QString& message) {
    const PromptReading reading = readPrompt(message.left(kTitleSource).toStdString());
    QString title = QString::fromStdString(reading.words).simplified();
    if (title.isEmpty()) {
        title = message.left(kTitleSource).simplified();
    }
    if (title.size() > kLongestTitle) {
        const qsizetype space = title.lastIndexOf(u' ', kLongestTitle);
        qsizetype end = space > kLongestTitle / 2 ? space : kLongestTitle;
        if (title[end - 1].isHighSurrogate()) {
            --end;
        }
        title = title.left(end) + u'…';
    }
    if (!title.isEmpty()) {
        title[0] = title[0].toUpper();
    }
    return title.isEmpty() ? Words::tr("Pictures") : title;
}

}  // namespace limn
