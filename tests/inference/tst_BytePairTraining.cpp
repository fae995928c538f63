// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/byte_pair_training.h"

#include "inference/tokenizers/ClipTokenizer.h"

#include <QTemporaryDir>
#include <QTest>

using namespace limn;
using namespace limn::training;

class tst_BytePairTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitsAsClipDoes();
    void mergesTheMostFrequentPairFirst();
    void writtenFolderLoads();
};

void tst_BytePairTraining::splitsAsClipDoes() {
    WordCounts counts;
    countWords("Two owls, 12 kura-kura", counts);
    const WordCounts expected{{"two", 1}, {"owls", 1}, {",", 1}, {"1", 1},
                              {"2", 1},   {"kura", 2}, {"-", 1}};
    QCOMPARE(counts, expected);
}

/// The example of the paper (arXiv 1508.07909, figure 1): low, lower, newest, widest. Its first merges are e s and es t;
/// with CLIP's mark at the last letter the second already carries the end of the word.
void tst_BytePairTraining::mergesTheMostFrequentPairFirst() {
    const auto merges = trainMerges({{"low", 5}, {"lower", 2}, {"newest", 6}, {"widest", 3}}, 2);
    QCOMPARE(merges.size(), std::size_t{2});
    QCOMPARE(merges[0], (std::pair<std::string, std::string>{"e", "s"}));
    QCOMPARE(merges[1], (std::pair<std::string, std::string>{"es", "t</w>"}));
}

void tst_BytePairTraining::writtenFolderLoads() {
    WordCounts counts;
    for (int i = 0; i < 3; ++i) {
        countWords("two blue owls in the snow at night, kupu-kupu biru", counts);
    }
    const auto merges = trainMerges(counts, 100);
    QTemporaryDir folder;
    QVERIFY(writeClipTokenizer(folder.path().toStdString(), merges, 32).has_value());
    const auto tokenizer = tokenizers::ClipTokenizer::fromFolder(folder.path().toStdString());
    QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
    QCOMPARE(tokenizer->encode("Two blue owls").size(),
             std::size_t{3});  // a word that occurred is one token
    QCOMPARE(tokenizer->modelMaxLength(), std::optional<int>(32));
    QCOMPARE(tokenizer->bosId(), tokenizer->vocabularySize() - 2);
    QCOMPARE(tokenizer->eosId(), tokenizer->vocabularySize() - 1);
    const std::string never = "zebra über 7";  // bytes that training never saw
    QCOMPARE(tokenizer->decode(tokenizer->encode(never)), never);
}

QTEST_APPLESS_MAIN(tst_BytePairTraining)
#include "tst_BytePairTraining.moc"
