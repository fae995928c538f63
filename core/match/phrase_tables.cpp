// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/phrase_tables.h"

#include <algorithm>

namespace limn::match {
namespace {

using Phrase = std::string_view;

constexpr Phrase kEnglishFillers[] = {
    "masterpiece", "best quality", "high quality", "highest quality", "highly detailed", "ultra detailed", "very detailed",
    "extremely detailed", "intricate details", "detailed", "4k", "8k", "hd", "uhd", "hdr", "sharp focus", "award winning",
    "award-winning", "trending on artstation", "beautiful", "stunning", "amazing", "professional", "nice", "lovely", "cute",
    "please", "i want", "i would like", "i'd like", "draw", "draw me", "paint", "paint me", "can you draw", "can you make",
    "make", "make me", "create", "generate", "show", "show me", "give me", "there is", "there are", "there's", "a picture of",
    "a picture with", "an image of", "an image with", "picture of", "image of", "a scene of", "a scene with", "a view of",
    "a close-up of", "close-up of", "close up of", "a postcard of", "which is", "which are", "that is", "that are", "very",
    "at least", "exactly"};
constexpr Phrase kEnglishStyles[] = {
    "watercolour", "watercolor", "watercolour painting", "watercolor painting", "oil painting", "acrylic painting",
    "pencil drawing", "pencil sketch", "charcoal drawing", "ink drawing", "line drawing", "line art", "lineart", "pixel art",
    "photo", "photograph", "photography", "photorealistic", "realistic", "3d render", "3d rendering", "cartoon", "anime", "manga",
    "comic", "comic book", "flat illustration", "flat design", "vector art", "vector illustration", "illustration",
    "painting", "drawing", "sketch", "low poly", "isometric", "impressionist", "cubist", "surreal", "surrealist", "minimalist",
    "minimalistic", "abstract", "vintage", "black and white", "black-and-white", "monochrome", "sepia", "blueprint",
    "chalk drawing", "chalk", "paper cut-out", "paper cutout", "papercut", "poster", "collage", "stained glass", "mosaic",
    "graffiti", "claymation", "origami", "ukiyo-e", "digital art", "concept art", "sticker", "icon", "art deco", "art nouveau",
    "pop art", "woodcut", "engraving", "fresco", "film noir", "cyberpunk", "steampunk"};
constexpr Phrase kEnglishScenes[] = {
    "night", "day", "daytime", "daylight", "dawn", "dusk", "sunrise", "sunset", "morning", "evening", "noon", "midnight",
    "twilight", "golden hour", "rain", "rainy", "snow", "snowy", "snowfall", "fog", "foggy", "mist", "misty", "storm",
    "thunderstorm", "stormy", "sunny", "cloudy", "overcast", "clear sky", "sunlight", "moonlight", "winter", "summer",
    "autumn", "spring", "forest", "woods", "beach", "seaside", "sea", "ocean", "desert", "meadow", "mountains", "mountain",
    "hills", "city", "city street", "street", "town", "village", "garden", "park", "room", "kitchen", "bedroom", "bathroom",
    "living room", "classroom", "library", "office", "cafe", "restaurant", "jungle", "space", "outer space",
    "underwater", "countryside", "harbour", "harbor", "snow field", "valley", "canyon", "cave", "farm", "market", "stadium",
    "supermarket", "landscape", "indoors", "outdoors"};
constexpr Phrase kEnglishRelations[] = {
    "to the left of", "on the left of", "left of", "on the left side of", "to the right of", "on the right of", "right of",
    "on the right side of", "on top of", "on", "in front of", "in", "inside", "inside of", "into", "at", "above", "over", "below",
    "under", "underneath", "beneath", "behind", "next to", "beside", "near", "close to", "between", "against", "around", "across",
    "among", "along", "through", "onto", "off", "by", "from", "for", "to", "towards", "during", "as"};
constexpr Phrase kEnglishPlaces[] = {"on the left",
                                     "on the left side",
                                     "to the left",
                                     "at the left",
                                     "on the right",
                                     "on the right side",
                                     "to the right",
                                     "at the right",
                                     "in the middle",
                                     "in the center",
                                     "in the centre",
                                     "in the background",
                                     "in the foreground",
                                     "at the top",
                                     "at the bottom",
                                     "in the top left corner",
                                     "in the top right corner",
                                     "in the bottom left corner",
                                     "in the bottom right corner",
                                     "in the corner",
                                     "at the top left",
                                     "at the top right",
                                     "at the bottom left",
                                     "at the bottom right",
                                     "in the distance",
                                     "side by side",
                                     "in a row"};
constexpr Phrase kEnglishStyleMarks[] = {"in the style of", "in style of", "style of", "painted by", "drawn by", "art by", "by artist"};
constexpr Phrase kEnglishWritingMarks[] = {
    "that says", "that say", "which says", "saying", "that reads", "which reads", "reading", "with the text", "with the words",
    "with the word", "with text", "text", "the text", "the words", "the word", "labelled", "labeled", "titled", "with the title",
    "with a sign saying", "written on it", "with the caption"};

constexpr Phrase kIndonesianFillers[] = {
    "tolong", "buat", "buatkan", "gambarkan", "gambar", "sebuah gambar", "gambar dari", "saya ingin", "saya mau", "aku ingin",
    "aku mau", "ada", "terdapat", "indah", "cantik", "lucu", "bagus", "sangat", "sangat detail", "sangat rinci", "detail",
    "berkualitas tinggi", "kualitas terbaik", "mahakarya", "4k", "8k", "hd", "yang", "sedang", "pemandangan", "suasana"};
constexpr Phrase kIndonesianStyles[] = {
    "cat air", "lukisan cat air", "lukisan minyak", "cat minyak", "lukisan cat minyak", "lukisan", "sketsa", "sketsa pensil",
    "gambar pensil", "gambar garis", "seni piksel", "foto", "fotografi", "foto nyata", "realistis", "kartun", "anime", "manga",
    "komik", "ilustrasi", "ilustrasi datar", "gambar vektor", "vektor", "hitam putih", "hitam-putih", "monokrom", "sepia",
    "minimalis", "abstrak", "kapur", "cetak biru", "poster", "render 3d", "kolase", "mozaik", "kaca patri", "batik", "wayang",
    "seni digital", "surealis", "impresionis"};
constexpr Phrase kIndonesianScenes[] = {
    "malam", "malam hari", "siang", "siang hari", "pagi", "pagi hari", "sore", "sore hari", "senja", "fajar", "subuh",
    "matahari terbenam", "matahari terbit", "hujan", "salju", "bersalju", "kabut", "berkabut", "cerah", "berawan", "mendung",
    "badai", "hutan", "pantai", "tepi pantai", "laut", "lautan", "gurun", "padang rumput", "padang", "gunung", "pegunungan",
    "bukit", "kota", "jalan", "jalan kota", "desa", "taman", "kebun", "kamar", "kamar tidur", "ruangan", "ruang tamu", "dapur",
    "sawah", "luar angkasa", "pelabuhan", "pasar", "sekolah", "kantor", "gua", "lembah", "stadion"};
constexpr Phrase kIndonesianRelations[] = {
    "di sebelah kiri", "di sisi kiri", "di kiri", "di sebelah kanan", "di sisi kanan", "di kanan", "di atas", "di bawah",
    "di depan", "di belakang", "di samping", "di sebelah", "di dekat", "dekat", "di dalam", "di luar", "di antara", "antara",
    "di sekitar", "di tengah", "di", "pada", "dari", "ke", "oleh", "waktu", "saat", "ketika"};
constexpr Phrase kIndonesianPlaces[] = {"berdampingan", "bersebelahan", "berjajar", "berjejer"};
constexpr Phrase kIndonesianStyleMarks[] = {"bergaya", "gaya", "dengan gaya", "dalam gaya", "ala"};
constexpr Phrase kIndonesianWritingMarks[] = {"bertuliskan", "dengan tulisan", "yang bertuliskan", "tulisan", "berjudul",
                                              "dengan teks", "teks", "dengan kata"};

constexpr Phrase kEnglishWith[] = {"with", "wearing", "holding", "carrying"};
constexpr Phrase kEnglishWithout[] = {"without", "without any", "no", "not any", "with no"};
constexpr Phrase kEnglishAnd[] = {"and", "plus", "as well as", "&", "+"};
constexpr Phrase kEnglishIs[] = {"is", "are", "colored", "coloured"};
constexpr Phrase kIndonesianWith[] = {"dengan", "memakai", "membawa", "mengenakan", "memegang"};
constexpr Phrase kIndonesianWithout[] = {"tanpa", "tidak ada", "tanpa ada"};
constexpr Phrase kIndonesianAnd[] = {"dan", "serta", "&", "+"};
constexpr Phrase kIndonesianIs[] = {"adalah", "berwarna", "yang berwarna"};

constexpr auto kEnglish = PromptLanguage::English;
constexpr auto kIndonesian = PromptLanguage::Indonesian;

constexpr PhraseTable kTables[] = {
    {kEnglish, PhraseRole::Filler, kEnglishFillers},
    {kEnglish, PhraseRole::Style, kEnglishStyles},
    {kEnglish, PhraseRole::Scene, kEnglishScenes},
    {kEnglish, PhraseRole::Relation, kEnglishRelations},
    {kEnglish, PhraseRole::Place, kEnglishPlaces},
    {kEnglish, PhraseRole::With, kEnglishWith},
    {kEnglish, PhraseRole::Without, kEnglishWithout},
    {kEnglish, PhraseRole::And, kEnglishAnd},
    {kEnglish, PhraseRole::StyleMark, kEnglishStyleMarks},
    {kEnglish, PhraseRole::WritingMark, kEnglishWritingMarks},
    {kEnglish, PhraseRole::Is, kEnglishIs},
    {kIndonesian, PhraseRole::Filler, kIndonesianFillers},
    {kIndonesian, PhraseRole::Style, kIndonesianStyles},
    {kIndonesian, PhraseRole::Scene, kIndonesianScenes},
    {kIndonesian, PhraseRole::Relation, kIndonesianRelations},
    {kIndonesian, PhraseRole::Place, kIndonesianPlaces},
    {kIndonesian, PhraseRole::With, kIndonesianWith},
    {kIndonesian, PhraseRole::Without, kIndonesianWithout},
    {kIndonesian, PhraseRole::And, kIndonesianAnd},
    {kIndonesian, PhraseRole::StyleMark, kIndonesianStyleMarks},
    {kIndonesian, PhraseRole::WritingMark, kIndonesianWritingMarks},
    {kIndonesian, PhraseRole::Is, kIndonesianIs},
};

constexpr ColourWord kColours[] = {
    {kEnglish, "black", "black"}, {kEnglish, "grey", "grey"}, {kEnglish, "gray", "grey"}, {kEnglish, "silver", "grey"},
    {kEnglish, "white", "white"}, {kEnglish, "red", "red"}, {kEnglish, "scarlet", "red"}, {kEnglish, "crimson", "red"},
    {kEnglish, "orange", "orange"}, {kEnglish, "brown", "brown"}, {kEnglish, "beige", "brown"}, {kEnglish, "yellow", "yellow"},
    {kEnglish, "golden", "yellow"}, {kEnglish, "green", "green"}, {kEnglish, "emerald", "green"}, {kEnglish, "teal", "turquoise"},
    {kEnglish, "turquoise", "turquoise"}, {kEnglish, "cyan", "turquoise"}, {kEnglish, "blue", "blue"}, {kEnglish, "navy", "blue"},
    {kEnglish, "navy blue", "blue"}, {kEnglish, "azure", "blue"}, {kEnglish, "purple", "purple"}, {kEnglish, "violet", "purple"},
    {kEnglish, "pink", "pink"}, {kEnglish, "magenta", "pink"},
    {kIndonesian, "hitam", "black"}, {kIndonesian, "abu-abu", "grey"}, {kIndonesian, "kelabu", "grey"},
    {kIndonesian, "perak", "grey"}, {kIndonesian, "putih", "white"}, {kIndonesian, "merah", "red"},
    {kIndonesian, "merah muda", "pink"}, {kIndonesian, "jingga", "orange"}, {kIndonesian, "oranye", "orange"},
    {kIndonesian, "oren", "orange"}, {kIndonesian, "coklat", "brown"}, {kIndonesian, "cokelat", "brown"},
    {kIndonesian, "kuning", "yellow"}, {kIndonesian, "emas", "yellow"}, {kIndonesian, "hijau", "green"},
    {kIndonesian, "toska", "turquoise"}, {kIndonesian, "pirus", "turquoise"}, {kIndonesian, "biru", "blue"},
    {kIndonesian, "ungu", "purple"}, {kIndonesian, "pink", "pink"},
};

constexpr Phrase kEnglishShades[] = {"dark", "light", "bright", "pale", "deep", "vivid", "pastel"};
constexpr Phrase kIndonesianShades[] = {"tua", "muda", "terang", "gelap", "cerah"};

}  // namespace

std::span<const PhraseTable> phraseTables() { return kTables; }

std::span<const ColourWord> colourWords() { return kColours; }

bool isShade(std::string_view word, PromptLanguage language) {
    const auto shades = language == PromptLanguage::English ? std::span<const Phrase>(kEnglishShades)
                                                            : std::span<const Phrase>(kIndonesianShades);
    return std::find(shades.begin(), shades.end(), word) != shades.end();
}

}  // namespace limn::match
