// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/QuietErrorStream.h"
#include "core/io/xml_guard.h"
#include "core/io/xmp.h"

#include <QXmlStreamReader>
#include <QtTest/QtTest>

#include <iostream>
#include <sstream>
#include <thread>

using namespace limn;

namespace {

XmpFields everything() {
    XmpFields fields;
    fields.digitalSourceType = kSourceTrainedAlgorithmicMedia;
    fields.creatorTool = "Limn 0.1.0";
    fields.description = "A fox & a <dog>\nat \"dusk\" 🦊";
    fields.altText = "Лиса";
    fields.extendedDescription = "Long.";
    fields.keywords = {"fox", "狐", "a, b"};
    fields.limnGeneration = "{\"schema\":\"limn.generation/1\",\"prompt\":\"<x> & 'y'\"}";
    return fields;
}

const char* const kForeign =
    "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
    "rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:my=\"urn:mine/\" "
    "my:Thing=\"kept\"><dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">old</rdf:li>"
    "<rdf:li xml:lang=\"de-DE\">alt</rdf:li><rdf:li xml:lang=\"en-GB\">old</rdf:li></rdf:Alt>"
    "</dc:description></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";

XmpFields readOrFail(const std::string& packet) {
    const Result<XmpFields> fields = readXmp(packet);
    if (!fields) {
        qFatal("%s", fields.error().message.c_str());
    }
    return *fields;
}

std::string changeOrFail(const std::string& packet, const XmpFields& changes) {
    const Result<std::string> changed = changeXmp(packet, changes);
    if (!changed) {
        qFatal("%s", changed.error().message.c_str());
    }
    return *changed;
}

/// What std::cerr was given; lives as long as std::cerr does.
std::stringbuf& heard() {
    static auto* const buffer = new std::stringbuf;
    return *buffer;
}

}  // namespace

class TstXmp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::cerr.rdbuf(&heard()); }  // before the first look at any XMP

    void everythingComesBack() {
        const std::string packet = changeOrFail("", everything());
        const XmpFields read = readOrFail(packet);
        const XmpFields written = everything();
        QCOMPARE(*read.digitalSourceType, *written.digitalSourceType);
        QCOMPARE(*read.creatorTool, *written.creatorTool);
        QCOMPARE(*read.description, *written.description);
        QCOMPARE(*read.altText, *written.altText);
        QCOMPARE(*read.extendedDescription, *written.extendedDescription);
        QVERIFY(*read.keywords == *written.keywords);
        QCOMPARE(*read.limnGeneration, *written.limnGeneration);
        QVERIFY(!read.sdcppParameters);
        QVERIFY2(packet.size() < 2500, "the packet is padded");
    }

    void isXmlThatOthersRead() {
        QXmlStreamReader xml(QByteArray::fromStdString(changeOrFail("", everything())));
        QString source;
        while (!xml.atEnd()) {
            xml.readNext();
            const auto attributes = xml.attributes();
            const QString iptc = QStringLiteral("http://iptc.org/std/Iptc4xmpExt/2008-02-29/");
            if (attributes.hasAttribute(iptc, QStringLiteral("DigitalSourceType"))) {
                source = attributes.value(iptc, QStringLiteral("DigitalSourceType")).toString();
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(source, QString(kSourceTrainedAlgorithmicMedia));
    }

    void whatIsNotChangedStays() {
        XmpFields changes;
        changes.description = "new";
        changes.keywords = {"one"};
        const std::string changed = changeOrFail(kForeign, changes);
        QVERIFY(changed.find("my:Thing=\"kept\"") != std::string::npos);
        QVERIFY(changed.find(">alt<") != std::string::npos);
        QVERIFY(changed.find("old") == std::string::npos);
        QCOMPARE(*readOrFail(changed).description, "new");
        XmpFields later;
        later.altText = "words";
        const XmpFields both = readOrFail(changeOrFail(changed, later));
        QCOMPARE(*both.description, "new");
        QCOMPARE(*both.altText, "words");
        QCOMPARE(both.keywords->size(), std::size_t{1});
    }

    void hostileXmpWritesNothingToTheTerminal() {
        QVERIFY(!readXmp("<x></y>").has_value());
        QCOMPARE(heard().str(), std::string());
        std::cerr << "a";
        {
            const QuietErrorStream quiet;
            std::cerr << "b" << std::endl;
            std::jthread([] { std::cerr << "c"; }).join();
        }
        std::cerr << "d";
        QCOMPARE(heard().str(), "acd");
    }

    void emptyTakesAway() {
        XmpFields changes;
        changes.description = "";
        changes.keywords = std::vector<std::string>();
        changes.digitalSourceType = "";
        const XmpFields read = readOrFail(changeOrFail(changeOrFail("", everything()), changes));
        QVERIFY(!read.description && !read.keywords && !read.digitalSourceType);
        QVERIFY(read.altText.has_value());
    }

    void textsThatXmlCannotHold() {
        XmpFields changes;
        changes.description = std::string(
                                  "a\x01"
                                  "b\x1f") +
                              "\xEF\xBF\xBF" + "c\xff";
        const XmpFields read = readOrFail(changeOrFail("", changes));
        QCOMPARE(*read.description,
                 "a\xEF\xBF\xBD"
                 "b\xEF\xBF\xBD\xEF\xBF\xBD"
                 "c\xEF\xBF\xBD");
    }

    void refusesDangerousXml_data() {
        QTest::addColumn<QByteArray>("packet");
        const QByteArray head("<x:xmpmeta xmlns:x='adobe:ns:meta/'>");
        QTest::newRow("entities") << QByteArray(
                                         "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>") +
                                         head + "&b;</x:xmpmeta>";
        QTest::newRow("deep") << head + QByteArray("<a>").repeated(100000);
        QTest::newRow("deep, in quotes") << head + QByteArray("<a b='/>'>").repeated(100000);
        QTest::newRow("wide") << head + QByteArray("<a/>").repeated(100000);
        QTest::newRow("many attributes")
            << head + "<a " + QByteArray("b='' ").repeated(300000) + "/>";
        QTest::newRow("large") << QByteArray(5 << 20, ' ');
        QTest::newRow("never ends") << head + "<!-- ";
        QTest::newRow("no XML") << QByteArray("hello");
        QTest::newRow("cut") << head + "<rdf:RDF";
        QTest::newRow("other XML") << QByteArray("<svg><a/></svg");
    }
    void refusesDangerousXml() {
        QFETCH(QByteArray, packet);
        const Result<XmpFields> read = readXmp(packet.toStdString());
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, ErrorCode::FileDamaged);
        QVERIFY(read.error().message.ends_with('.'));
        QVERIFY(!changeXmp(packet.toStdString(), everything()).has_value());
    }

    void guardLetsOrdinaryXmlThrough() {
        QVERIFY(!dangerInXml("<a b='>' c=\"/>\"><!-- <<< --><![CDATA[<x>]]><d/></a>"));
        QVERIFY(!dangerInXml(kForeign));
        QVERIFY(!dangerInXml(""));
    }
};

QTEST_APPLESS_MAIN(TstXmp)
#include "tst_Xmp.moc"
