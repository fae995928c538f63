// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/PictureFacts.h"

#include <array>

namespace limn::vision {
namespace {

std::string kindWords(PictureKind kind, const Speech& said) {
    switch (kind) {
    case PictureKind::Empty:
        return said(QT_TRANSLATE_NOOP("limn::Speech", "An empty picture"));
    case PictureKind::TextPage:
        return said(QT_TRANSLATE_NOOP("limn::Speech", "A page of writing"));
    case PictureKind::Screenshot:
        return said(QT_TRANSLATE_NOOP("limn::Speech", "A screenshot or a chart"));
    case PictureKind::Drawing:
        return said(QT_TRANSLATE_NOOP("limn::Speech", "A drawing"));
    case PictureKind::Photograph:
        return said(QT_TRANSLATE_NOOP("limn::Speech", "A photograph, a painting or a rendering"));
    }
    return said(QT_TRANSLATE_NOOP("limn::Speech", "A picture"));
}

/// "A photograph with two faces". That none were found is no proof that there are none.
std::string subjectWords(const PictureFacts& facts, const Speech& said) {
    static constexpr std::array<const char*, 4> few{
        "", QT_TRANSLATE_NOOP("limn::Speech", "%1 with one face"),
        QT_TRANSLATE_NOOP("limn::Speech", "%1 with two faces"),
        QT_TRANSLATE_NOOP("limn::Speech", "%1 with three faces")};
    const auto kind = kindWords(facts.kind, said);
    const std::size_t count = facts.faces ? facts.faces->size() : 0;
    if (count == 0) {
        return kind;
    }
    return count < few.size() ? said(few[count], kind)
                              : said(QT_TRANSLATE_NOOP("limn::Speech", "%1 with %2 faces"), kind,
                                     std::to_string(count));
}

std::string lightWords(double lightness, const Speech& said) {
    return said(lightness < 0.25   ? QT_TRANSLATE_NOOP("limn::Speech", "very dark")
                : lightness < 0.42 ? QT_TRANSLATE_NOOP("limn::Speech", "rather dark")
                : lightness < 0.66 ? QT_TRANSLATE_NOOP("limn::Speech", "of middle brightness")
                : lightness < 0.85 ? QT_TRANSLATE_NOOP("limn::Speech", "rather bright")
                                   : QT_TRANSLATE_NOOP("limn::Speech", "very bright"));
}

std::string colourWords(const PictureFacts& facts, const Speech& said) {
    if (facts.above != facts.below) {
        return said(QT_TRANSLATE_NOOP("limn::Speech", "Mostly %1 above and %2 below"),
                    said(englishName(facts.above)), said(englishName(facts.below)));
    }
    if (facts.colours.empty()) {
        return said(QT_TRANSLATE_NOOP("limn::Speech", "Of many colours"));
    }
    const auto first = said(englishName(facts.colours.front().colour));
    return facts.colours.size() > 1
               ? said(QT_TRANSLATE_NOOP("limn::Speech", "Mostly %1 with %2"), first,
                      said(englishName(facts.colours[1].colour)))
               : said(QT_TRANSLATE_NOOP("limn::Speech", "Mostly %1"), first);
}

std::string lookWords(const PictureFacts& facts, const Speech& said) {
    return colourWords(facts, said) + ", " + lightWords(facts.lightness, said) + ".";
}

}  // namespace

std::string describeFacts(const PictureFacts& facts, const Speech& said) {
    std::string text = said(QT_TRANSLATE_NOOP("limn::Speech", "%1, %2 × %3 pixels."),
                            subjectWords(facts, said), std::to_string(facts.widthPx),
                            std::to_string(facts.heightPx)) +
                       " " + lookWords(facts, said);
    const auto add = [&](bool isSo, const char* sentence) {
        text += isSo ? " " + said(sentence) : std::string();
    };
    add(facts.isBlurred, QT_TRANSLATE_NOOP("limn::Speech", "Its edges are soft throughout."));
    add(facts.isNoisy, QT_TRANSLATE_NOOP("limn::Speech", "It is grainy, or finely textured."));
    add(facts.isBlocky,
        QT_TRANSLATE_NOOP("limn::Speech",
                          "Edges of blocks of 8 pixels show, as strong compression leaves them."));
    add(facts.isBanded,
        QT_TRANSLATE_NOOP("limn::Speech", "What should change evenly shows as bands."));
    return text;
}

std::string describeFactsBriefly(const PictureFacts& facts, const Speech& said) {
    return subjectWords(facts, said) + ". " + lookWords(facts, said);
}

}  // namespace limn::vision
