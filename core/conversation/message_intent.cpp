// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/message_intent.h"

#include <QRegularExpression>

namespace limn {
namespace {

QRegularExpression pattern(const char* expression) {
    return QRegularExpression(
        QString::fromLatin1(expression),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
}

/// "can you draw …?", "buatkan …": a picture is wanted, whatever the mark at the end.
bool ordersPicture(const QString& words) {
    static const auto verbs = pattern(
        "^\\s*(please |tolong |can you |could you |would you |bisakah kamu |bisa |i want |i'd like "
        "|saya mau |saya ingin )*"
        "(please "
        ")?(draw|paint|make|create|generate|render|sketch|redraw|gambarkan|buatkan|buat|lukiskan|"
        "lukis|gambar )");
    return verbs.match(words).hasMatch();
}

}  // namespace

bool asksForDescription(const QString& words) {
    static const auto whole = pattern(
        "^\\s*(please |tolong |can you )*(describe|caption|explain|jelaskan|deskripsikan|ceritakan)"
        "( (this|the|it|that|my|ini|itu|gambar|foto|picture|image|photo|drawing))*( "
        "please)?\\s*[.!?]*\\s*$");
    return whole.match(words).hasMatch();
}

bool asksAboutPicture(const QString& words) {
    static const auto openings = pattern(
        "^\\s*(what|what's|which|how many|how much|where|who|whose|when|why|is there|is this|is "
        "it|is the|are there|are the|are they|"
        "does|do you see|can you see|did|describe|caption|alt text|alternative "
        "text|tags?\\b|keywords|read the|list|count|find|locate|"
        "apa|apakah|ada berapa|berapa|di "
        "mana|dimana|siapa|kapan|mengapa|kenapa|sebutkan|hitung|jelaskan|deskripsikan|teks "
        "alternatif|"
        "kata kunci|bacakan|baca)\\b");
    const QString said = words.trimmed();
    if (said.isEmpty() || ordersPicture(said)) {
        return false;
    }
    return said.endsWith(QLatin1Char('?')) || openings.match(said).hasMatch();
}

}  // namespace limn
