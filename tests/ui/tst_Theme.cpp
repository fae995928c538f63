// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/Theme.h"
#include "ui/style/fonts.h"

#include <QApplication>
#include <QDir>
#include <QFontInfo>
#include <QImage>
#include <QListWidget>
#include <QPixmap>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtTest/QtTest>

using namespace limn::ui;

namespace {

/// The colour that most opaque pixels have.
QColor inkOf(const QIcon& icon, QIcon::Mode mode = QIcon::Normal, QIcon::State state = QIcon::Off) {
    const QImage picture =
        icon.pixmap(QSize(48, 48), mode, state).toImage().convertToFormat(QImage::Format_ARGB32);
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            if (qAlpha(picture.pixel(x, y)) == 255) {
                ++counts[picture.pixel(x, y)];
            }
        }
    }
    QRgb most = 0;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        if (it.value() > counts.value(most)) {
            most = it.key();
        }
    }
    return QColor::fromRgb(most);
}

}  // namespace

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theChoiceDecidesAndElseTheSystem() {
        Theme theme;
        QSignalSpy changed(&theme, &Theme::changed);
        QVERIFY(!theme.isDark());
        theme.setSystemDark(true);
        QVERIFY(theme.isDark());
        theme.setChoice(ThemeChoice::Light);
        QVERIFY(!theme.isDark());
        theme.setSystemDark(false);
        QCOMPARE(changed.count(), 2);
        theme.setChoice(ThemeChoice::Dark);
        QVERIFY(theme.isDark());
        QCOMPARE(changed.count(), 3);
    }

    void theApplicationTakesColorsAndFont() {
        Theme theme;
        theme.applyTo(*qApp);
        QCOMPARE(QApplication::palette().color(QPalette::Base), theme.color(ColorToken::Pane));
        QVERIFY(!qApp->styleSheet().isEmpty());
        QVERIFY(QFontInfo(QApplication::font()).family().startsWith(QLatin1String("Inter")));
        QVERIFY(QFontInfo(titleFont()).weight() == QFont::DemiBold);
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Base), theme.color(ColorToken::Pane));
        QVERIFY(QApplication::palette().color(QPalette::Base).lightness() < 128);
    }

    void anIconFollowsTheThemeWithoutBeingFetchedAgain() {
        Theme theme;
        const QIcon icon = theme.icon(QLatin1String("stop"));
        QCOMPARE(inkOf(icon), theme.color(ColorToken::Text));
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(inkOf(icon), theme.color(ColorToken::Text));
        QCOMPARE(inkOf(icon, QIcon::Normal, QIcon::On), theme.color(ColorToken::Accent));
    }

    void anIconOutlivesItsTheme() {
        auto theme = std::make_unique<Theme>();
        const QColor text = theme->color(ColorToken::Text);
        const QIcon icon = theme->icon(QLatin1String("star"));
        theme.reset();
        QCOMPARE(inkOf(icon), text);
    }

    void everyDrawingDraws_data() {
        QTest::addColumn<QString>("name");
        Theme theme;  // makes the resources readable
        const QStringList files = QDir(QStringLiteral(":/limn/icons")).entryList();
        QVERIFY(files.size() > 60);
        for (const QString& file : files) {
            QTest::addRow("%s", qPrintable(file)) << file.chopped(4);
        }
    }

    void everyDrawingDraws() {
        QFETCH(QString, name);
        Theme theme;
        const QByteArray latin = name.toLatin1();
        const QImage picture = theme.icon(QLatin1String(latin))
                                   .pixmap(QSize(24, 24))
                                   .toImage()
                                   .convertToFormat(QImage::Format_ARGB32);
        int inked = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                const bool isEdge = x == 0 || y == 0 || x == 23 || y == 23;
                if (qAlpha(picture.pixel(x, y)) > 60) {
                    ++inked;
                    QVERIFY2(!isEdge, "the drawing is cut off at the edge");
                }
            }
        }
        QVERIFY2(inked >= 10, "hardly anything is drawn");
    }

    void theCurrentItemOfAFocusedListHasARing_data() {
        QTest::addColumn<bool>("isDark");
        QTest::addRow("light") << false;
        QTest::addRow("dark") << true;
    }

    void theCurrentItemOfAFocusedListHasARing() {
        QFETCH(bool, isDark);
        Theme theme;
        qApp->setStyleSheet({});  // of another theme before
        theme.setChoice(isDark ? ThemeChoice::Dark : ThemeChoice::Light);
        theme.applyTo(*qApp);
        QWidget window;
        QVBoxLayout column(&window);
        QListWidget list;
        QPushButton other;
        list.addItems({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")});
        list.setCurrentRow(1);
        column.addWidget(&list);
        column.addWidget(&other);
        window.resize(220, 200);
        window.show();
        window.activateWindow();
        list.setFocus();
        QTRY_VERIFY(list.hasFocus());
        const auto ringPixels = [&] {
            const QImage item = list.viewport()->grab(list.visualItemRect(list.item(1))).toImage();
            int count = 0;
            for (int y = 0; y < item.height(); ++y) {
                for (int x = 0; x < item.width(); ++x) {
                    count += QColor(item.pixel(x, y)) == theme.color(ColorToken::Accent);
                }
            }
            return count;
        };
        const int around = 2 * list.visualItemRect(list.item(1)).width();
        QVERIFY2(ringPixels() > around, qPrintable(QString::number(ringPixels())));
        // WCAG 2.2, 1.4.11: what shows a state stands out from what is beside it.
        for (const ColorToken ground : {ColorToken::Pane, ColorToken::Tint}) {
            QVERIFY(contrastRatio(theme.color(ColorToken::Accent), theme.color(ground)) >= 3.0);
        }
        other.setFocus();
        QCOMPARE(ringPixels(), 0);
    }

    void motionCanBeTurnedOff() {
        Theme theme;
        QVERIFY(theme.appearMs() > 0);
        theme.setReducedMotion(true);
        QCOMPARE(theme.appearMs(), 0);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_Theme.moc"
