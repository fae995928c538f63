// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/message_intent.h"

#include <QtTest/QtTest>

using namespace limn;

/// What a message wants: a picture, words about one, or a verdict.
class TestMessageIntent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void intents_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("asks");
        const auto row = [](const char* words, bool asks) {
            QTest::newRow(words) << QString::fromUtf8(words) << asks;
        };
        row("how many boats?", true);
        row("what does the sign say", true);
        row("is this what I asked for?", true);
        row("describe this picture", true);
        row("alt text", true);
        row("apa warna mobil itu?", true);
        row("berapa perahu di sana", true);
        row("a lighthouse at sunset, two boats", false);
        row("two blue owls", false);
        row("can you draw a cat?", false);
        row("please make it night?", false);
        row("buatkan gambar kucing", false);
        row("where the wild things are, forest",
            true);  // after a picture, these words begin a question
        row("", false);
        // What follows on a picture, and what asks for another one.
        row("tell me about it", true);
        row("tell me more about this picture", true);
        row("Tell me what the man is holding", true);
        row("please tell me about the left corner", true);
        row("describe it again", true);
        row("describe the dog", true);
        row("can you describe it", true);
        row("write alt text", true);
        row("write an alt text for it", true);
        row("Write a short caption", true);
        row("give me the alt text", true);
        row("give me some tags", true);
        row("make a caption for this", true);
        row("create hashtags for it", true);
        row("generate a description", true);
        row("suggest a title", true);
        row("write a poem about it", true);
        row("make a list of the colours", true);
        row("translate that", true);
        row("translate it into French please", true);
        row("what else?", true);
        row("what else", true);
        row("anything else", true);
        row("and what colour is the door", true);
        row("now count the boats", true);
        row("go on", true);
        row("say that in one sentence", true);
        row("repeat that", true);
        row("summarize it", true);
        row("explain the joke", true);
        row("look again", true);
        row("look at it again", true);
        row("show me where the cat is", true);
        row("point to the lamp", true);
        row("identify the bird", true);
        row("name all the fruit", true);
        row("list the colours", true);
        row("compare it with the first one", true);
        row("rate this picture", true);
        row("critique it", true);
        row("check if the hands are right", true);
        row("I want to know who painted it", true);
        row("how old is she", true);
        row("is she smiling", true);
        row("are these apples", true);
        row("does it match my prompt", true);
        row("did you draw two owls", true);
        row("could it be Paris", true);
        row("can you see a dog", true);
        row("how well does it fit", true);
        row("ceritakan tentang gambar ini", true);
        row("ceritakan lagi", true);
        row("jelaskan lagi", true);
        row("tolong jelaskan anjingnya", true);
        row("bisa jelaskan gambar ini", true);
        row("beri tahu saya isinya", true);
        row("tulis teks alternatif", true);
        row("tuliskan teks alternatif untuk gambar ini", true);
        row("buatkan deskripsi", true);
        row("buatkan judul untuk foto ini", true);
        row("berikan kata kunci", true);
        row("terjemahkan itu", true);
        row("terjemahkan ke bahasa Inggris", true);
        row("apa lagi?", true);
        row("apa lagi", true);
        row("ada lagi", true);
        row("lanjutkan", true);
        row("ulangi", true);
        row("bandingkan dengan yang pertama", true);
        row("apakah ini yang saya minta", true);
        row("gambar apa ini", true);
        row("siapa dia", true);
        row("bagaimana cahayanya", true);
        row("di mana kucingnya", true);
        row("gambarkan dengan kata-kata", true);
        row("draw it again", false);
        row("draw a caption bubble", false);
        row("draw a sign that says hello", false);
        row("again", false);
        row("once again, but at night", false);
        row("make it darker", false);
        row("make another one", false);
        row("could you make the sky red?", false);
        row("can you add a hat?", false);
        row("please remove the tree", false);
        row("change the background to blue", false);
        row("turn it into a painting", false);
        row("try again", false);
        row("another one, please", false);
        row("one more", false);
        row("show me a cat", false);
        row("give me a red car", false);
        row("give it a hat?", false);
        row("i want a dog in the snow", false);
        row("how about a blue one?", false);
        row("what about a dog instead?", false);
        row("what if it was night instead?", false);
        row("what a wonderful world, watercolour", false);
        row("how to train your dragon, poster", false);
        row("count dracula in his castle", false);
        row("a list of runes on a stone", false);
        row("telling a story by the fire", false);
        row("a tell-tale heart", false);
        row("two boats, golden hour, tagged wall", false);
        row("create a title card for a film", false);
        row("create a poster with the title Home", false);
        row("generate a lighthouse at dusk", false);
        row("make a storybook cottage", false);
        row("portrait of a woman writing a letter", false);
        row("a translator at the United Nations", false);
        row("describing a circle, abstract", false);
        row("more stars in the sky", false);
        row("night, rain, neon", false);
        row("without the hat", false);
        row("listening to music, girl with headphones", false);
        row("a review of troops", false);
        row("explainer video style icon", false);
        row("gambarkan seekor kucing", false);
        row("gambar kucing di taman", false);
        row("bisa tambahkan topi?", false);
        row("buatkan poster dengan judul Rumah", false);
        row("buat lebih gelap", false);
        row("ganti latarnya jadi biru", false);
        row("hapus pohonnya", false);
        row("sekali lagi", false);
        row("coba lagi", false);
        row("satu lagi", false);
        row("bagaimana kalau malam hari?", false);
        row("saya mau gambar kucing", false);
        row("seekor kucing membaca buku", false);
        row("cerita rakyat, lukisan cat air", false);
        row("write a haiku about the sea in it", true);
        row("try to describe the light", true);
        row("continue the beach to the left", false);
        row("repeat this pattern on the wall", false);
        row("add a caption in white letters", false);
        row("make a story board with six panels", false);
        row("lanjutkan pantainya ke kiri", false);
    }

    void intents() {
        QFETCH(QString, words);
        QFETCH(bool, asks);
        QCOMPARE(asksAboutPicture(words), asks);
    }

    void wholeDescriptions_data() {
        QTest::addColumn<bool>("isWhole");
        for (const char* words :
             {"describe", "describe it again", "please, describe this picture", "caption this",
              "tell me about it", "tell me more about this picture please",
              "can you describe this?", "jelaskan gambar ini", "jelaskan lagi",
              "ceritakan tentang gambar ini"}) {
            QTest::newRow(words) << true;
        }
        for (const char* words :
             {"describe the dog", "tell me about the dog", "describe it in one word", "a cat",
              "tell me about it in French", "ceritakan tentang anjing"}) {
            QTest::newRow(words) << false;
        }
    }

    void wholeDescriptions() {
        QFETCH(bool, isWhole);
        QCOMPARE(asksForDescription(QString::fromUtf8(QTest::currentDataTag())), isWhole);
    }

    void questionsForTheMatch_data() {
        QTest::addColumn<bool>("isForMatch");
        for (const char* words :
             {"is this what I asked for?", "Is that what I wanted",
              "is it really what I described?", "Does it match my prompt?",
              "does the picture follow the prompt", "did you draw what I asked",
              "how well does it match?", "how well does this fit my request",
              "check it against my prompt", "compare it with the prompt",
              "What is missing from my prompt?", "apakah ini yang saya minta?",
              "ini yang saya minta?", "apakah sesuai permintaan",
              "apakah ini sesuai dengan permintaan saya?", "sudah sesuai dengan prompt?",
              "gambarnya cocok dengan permintaan?", "seberapa sesuai gambar ini",
              "bandingkan dengan prompt"}) {
            QTest::newRow(words) << true;
        }
        for (const char* words :
             {"is this a dog?", "what is this?", "does it match the curtains?",
              "compare it with the first one", "check if the hands are right",
              "draw what I asked for", "make it match my prompt", "how well does he play?",
              "apakah ini anjing?", "bandingkan dengan yang pertama", "what I asked for"}) {
            QTest::newRow(words) << false;
        }
    }

    void questionsForTheMatch() {
        QFETCH(bool, isForMatch);
        const QString words = QString::fromUtf8(QTest::currentDataTag());
        QCOMPARE(asksForMatch(words), isForMatch);
        QVERIFY(!isForMatch || asksAboutPicture(words));
    }
};

QTEST_APPLESS_MAIN(TestMessageIntent)
#include "tst_MessageIntent.moc"
