// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/message_intent.h"

#include <QRegularExpression>

namespace limn {
namespace {

// What may stand before the word that counts, in English and Indonesian.
constexpr const char* kCourtesy =
    "^\\s*(?:(?:please|kindly|can you|could you|would you|will you|can we|i want you to|i'd like "
    "you to|i would like you to|try to|"
    "now|and|then|ok|okay|so|also|but|hey|tolong|coba|mohon|bisakah (?:kamu|anda)|bisakah|bisa "
    "kamu|bisa|dapatkah|"
    "saya mau kamu|saya ingin kamu|sekarang|lalu|dan|terus|oke|nah)[, ]+)*";

QRegularExpression pattern(const QString& expression) {
    return QRegularExpression(expression, QRegularExpression::CaseInsensitiveOption |
                                              QRegularExpression::UseUnicodePropertiesOption);
}

/// After the courtesies one of `words`, and there its end.
QRegularExpression startingWith(const char* words) {
    return pattern(QLatin1String(kCourtesy) +
                   QStringLiteral("(?:%1)(?!\\w)").arg(QLatin1String(words)));
}

/// "write alt text", "make a short caption", "buatkan judul": the verbs of drawing with something that is written.
bool ordersText(const QString& words) {
    static const auto english = startingWith(
        "(?:(?:write|compose|tell)(?: me| us)? (?:an? |the |short |little )*(?:poem|haiku|story)|"
        "(?:write|give|suggest|propose|make|create|generate|come up with|think of|draft|compose)"
        "(?: me| us| it| this)?(?: an?| the| some| its| my| short| long| longer| shorter| brief| "
        "better| new| good| nice|"
        " another| different| more| catchy| detailed| few| one| two| three| five| ten)*"
        " (?:alt(?:ernative)?[- ]texts?|alt|captions?|descriptions?|titles?(?! "
        "(?:card|page|screen|sequence))|tags|hashtags|"
        "keywords|summary|prompts?|sentences?|paragraph|list of|name for))");
    static const auto indonesian = startingWith(
        "(?:tulis|tuliskan|buat|buatkan|beri|berikan|kasih|bikin|bikinkan|usulkan|sarankan|carikan|"
        "karang)"
        "(?: saya| aku| sebuah| satu| dua| tiga| beberapa)*"
        " (?:teks alternatif|teks alt|alt text|takarir|keterangan|deskripsi|judul|tag|tagar|kata "
        "kunci|ringkasan|prompt|"
        "daftar|puisi)");
    return english.match(words).hasMatch() || indonesian.match(words).hasMatch();
}

/// "tell me about it", "translate that", "go on": talk, which nobody would draw.
bool ordersTalk(const QString& words) {
    static const auto english = startingWith(
        "tell (?:me|us)|let me "
        "know|translate|describe|explain|summari[sz]e|transcribe|paraphrase|rephrase|"
        "say (?:it|that|this|more|something|again)|(?:repeat (?:it|that|this|yourself)|go "
        "on|continue)\\s*[.!]*$|"
        "(?:i want|i'd like|i would like) to know|i wonder|i(?: a|')m (?:curious|wondering)|"
        "show me (?:where|which|what|how many|how much)|point (?:to|at|out)|"
        "look (?:at (?:it|this|that|the picture|the image)(?: "
        "again)?|again|closely|closer)\\s*[.!]*$|"
        "anything else|more about (?:it|this|that|the picture|the image)|"
        "(?:identify|name|list) (?:it|this|the|all|every|each|them|what)|"
        "(?:rate|judge|review|critique|criticise|criticize|evaluate|analyse|analyze|assess) "
        "(?:it|this|that|the|my|them)|"
        "compare (?:it|this|that|the|them|these|those|both)|check "
        "(?:it|this|that|if|whether|for|how|against)");
    static const auto indonesian = startingWith(
        "ceritakan|uraikan|paparkan|terangkan|jelaskan|deskripsikan|beri ?tahu|kasih "
        "?tahu|terjemahkan|artikan|ringkas|"
        "ringkaskan|simpulkan|(?:lanjutkan|teruskan|ulangi)\\s*[.!]*$|katakan|sebutkan|bandingkan|"
        "(?:nilai|kritik|analisis|periksa|cek) (?:ini|itu|gambar|foto|apakah)|tunjukkan (?:di "
        "mana|dimana|yang mana)|"
        "ada (?:lagi|apa)|apa lagi|gambarkan (?:dengan|dalam|lewat) kata|saya (?:ingin|mau) "
        "tahu|aku (?:ingin|mau) tahu|"
        "lihat (?:lagi|baik)");
    return english.match(words).hasMatch() || indonesian.match(words).hasMatch();
}

/// "can you draw …?", "add a hat?", "buatkan …": a picture is wanted, whatever the mark at the end.
bool ordersPicture(const QString& words) {
    static const auto english = startingWith(
        "draw|paint|make|create|generate|render|sketch|redraw|repaint|redo|illustrate|design|"
        "imagine|add|remove|replace|"
        "swap|change|turn "
        "(?:it|this|that|the|him|her|them)|put|recolou?r|restyle|upscale|zoom|crop|rotate|flip|"
        "erase|"
        "give (?:it|him|her|them)|try|(?:do )?(?:it |that )?again|do (?:another|one "
        "more)|another|one more|"
        "show me (?:an?|another|some|more)|i want (?:an?|another|some|it|you to draw)|"
        "i'd like (?:an?|another|some|it)|(?:how|what) about "
        "(?:an?|some|without|with|making|adding)|"
        "(?:how|what) (?:about|if) .*instead");
    static const auto indonesian = startingWith(
        "gambarkan|buatkan|buat|bikin|bikinkan|lukiskan|lukis|ciptakan|hasilkan|tambahkan|tambah|"
        "hapus|hilangkan|ganti|"
        "ubah|jadikan|warnai|coba lagi|sekali lagi|satu lagi|gambar "
        "(?!(?:ini|itu|apa|siapa|tersebut|mana)\\b)\\w+|"
        "(?:saya|aku) (?:mau|ingin) (?:gambar|sebuah|seekor|seorang|lukisan|foto|yang)|bagaimana "
        "kalau");
    return english.match(words).hasMatch() || indonesian.match(words).hasMatch();
}

/// "how many boats", "apa warnanya": questions, with their mark or without.
bool beginsLikeQuestion(const QString& words) {
    static const auto english = startingWith(
        "what(?! an?\\b)|what's|which|how(?! to\\b)|where|who|whose|when|why|"
        "is (?:there|this|it|the|that|he|she|anyone|anybody|anything|something|any)|"
        "are (?:there|the|they|these|those|you sure|any)|was (?:it|this|that|the|he|she)|were "
        "(?:they|the|these)|"
        "has (?:it|this|he|she|the|anyone)|have (?:they|you)|"
        "does|do (?:you|they|these|those|the|we)|did|could (?:it|this|that) be|can you "
        "(?:see|tell|read)|"
        "caption|alt(?:ernative)? text|tags?|keywords|read (?:the|it|this|that|out|what|all)|"
        "count (?:the|all|how|them|these|those|every|each|it)|(?:find|locate) "
        "(?:the|all|every|any|where|me the|it)|list");
    static const auto indonesian = startingWith(
        "apa|apakah|apanya|apa saja|ada berapa|adakah|berapa|berapakah|seberapa|di mana|dimana|di "
        "manakah|siapa|siapakah|"
        "kapan|mengapa|kenapa|bagaimana|yang mana|benarkah|hitung|hitunglah|teks alternatif|kata "
        "kunci|bacakan|baca|"
        "temukan|carilah|(?:gambar|foto) (?:apa|siapa)|sudah sesuai|sesuai(?:kah)?");
    return english.match(words).hasMatch() || indonesian.match(words).hasMatch();
}

}  // namespace

bool asksForDescription(const QString& words) {
    static const auto whole = pattern(
        QLatin1String(kCourtesy) +
        QStringLiteral(
            "(?:(?:describe|caption|explain|jelaskan|deskripsikan|ceritakan|uraikan)"
            "(?: "
            "(?:this|the|it|that|my|ini|itu|gambar|foto|picture|image|photo|drawing|gambarnya|"
            "fotonya))*"
            "|tell me (?:more )?about (?:(?:this|the|it|that|my|picture|image|photo|drawing) ?)+"
            "|ceritakan tentang (?:(?:ini|itu|gambar|foto|gambarnya|fotonya) ?)+)"
            "(?: (?:again|once more|lagi|sekali lagi|to me|for me))*(?:,? "
            "please)?\\s*[.!?]*\\s*$"));
    return whole.match(words).hasMatch();
}

bool asksForMatch(const QString& words) {
    static const auto english = startingWith(
        "(?:is|was|are) (?:this|it|that|these) (?:really |exactly |just )?(?:what|as|like) i "
        "(?:asked|wanted|ordered|requested|"
        "described|meant|said|had asked|had in mind)|"
        "(?:does|do|did) (?:this|it|that|they|you|these|the (?:picture|image|drawing))(?: really| "
        "exactly)?"
        " (?:match|fit|follow|meet|draw|do|make|show|correspond to|agree with)"
        " (?:(?:my|the|its) (?:prompt|request|order|description|words)|what i "
        "(?:asked|wanted|ordered|requested|said))|"
        "how (?:well|closely) (?:does|do|did) (?:this|it|that|you|they|the "
        "(?:picture|image|drawing))"
        " (?:match|fit|follow)(?: (?:my|the|its) (?:prompt|request|order|description|words)| what "
        "i \\w+)?\\s*[.?!]*$|"
        "(?:check|compare) (?:it|this|that|the (?:picture|image|drawing)) (?:against|with|to)"
        " (?:my|the|its) (?:prompt|request|order|description|words)|"
        "what(?:'s| is) missing from (?:my|the|its) (?:prompt|request|order)");
    static const auto indonesian = startingWith(
        "(?:(?:apakah|apa) )?(?:(?:ini|itu|gambar(?:nya| ini| itu)?) )?(?:memang |sudah |benar "
        ")?(?:yang (?:saya|aku)"
        " (?:minta|mau|inginkan|maksud|pesan)|(?:sesuai|cocok)(?:kah)?(?: dengan)?"
        " (?:permintaan|prompt|pesanan|deskripsi|keinginan|yang (?:saya|aku))(?:ku| saya| \\w+)?)|"
        "(?:seberapa (?:sesuai|cocok)|(?:bandingkan|cocokkan|periksa) (?:ini|itu|gambar(?:nya| "
        "ini| itu)?)? ?dengan"
        " (?:prompt|permintaan))");
    return english.match(words).hasMatch() || indonesian.match(words).hasMatch();
}

bool asksAboutPicture(const QString& words) {
    const QString said = words.trimmed();
    if (said.isEmpty()) {
        return false;
    }
    if (asksForMatch(said) || ordersText(said) || ordersTalk(said)) {
        return true;
    }
    return !ordersPicture(said) && (said.endsWith(QLatin1Char('?')) || beginsLikeQuestion(said));
}

}  // namespace limn
