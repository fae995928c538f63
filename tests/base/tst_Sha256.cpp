// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/Sha256.h"

#include <QTest>

#include <span>
#include <string>

using limn::Sha256;

/// The expected values are those of FIPS 180-4's examples and of coreutils' sha256sum.
class tst_Sha256 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void digest_data();
    void digest();
    void piecesMakeNoDifference();
};

void tst_Sha256::digest_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("empty")
        << QByteArray()
        << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("abc") << QByteArray("abc")
                         << QByteArray(
                                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("two blocks")
        << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::newRow("a million")
        << QByteArray(1'000'000, 'a')
        << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void tst_Sha256::digest() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    Sha256 hash;
    hash.update(std::as_bytes(std::span(text.constData(), static_cast<std::size_t>(text.size()))));
    QCOMPARE(QByteArray::fromStdString(hash.finish()), expected);
}

void tst_Sha256::piecesMakeNoDifference() {
    std::string text(1000, '\0');
    for (std::size_t i = 0; i < text.size(); ++i) {
        text[i] = static_cast<char>(i * 7);
    }
    for (std::size_t length = 0; length < 200; ++length) {
        const std::string_view head = std::string_view(text).substr(0, length);
        Sha256 whole;
        whole.update(std::as_bytes(std::span(head)));
        Sha256 pieces;
        for (std::size_t at = 0; at < length; at += 13) {
            pieces.update(std::as_bytes(std::span(head.substr(at, 13))));
        }
        QCOMPARE(pieces.finish(), whole.finish());
    }
}

QTEST_APPLESS_MAIN(tst_Sha256)
#include "tst_Sha256.moc"
