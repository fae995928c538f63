// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/settings/GenerationPanel.h"

#include "core/jobs/Background.h"
#include "core/settings/GenerationSettings.h"
#include "core/settings/Settings.h"
#include "ui/style/Theme.h"
#include "ui/widgets/ElidedButton.h"

#include <QPushButton>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QtTest/QtTest>

using namespace limn;
using namespace limn::ui;

namespace {

const QString kLongName = QStringLiteral("photo-real-mix-") + QString(200, QLatin1Char('m')) +
                          QStringLiteral("-v12-pruned-fp16.safetensors");

}  // namespace

class TestGenerationPanel : public QObject {
    Q_OBJECT

private:
    QThreadPool m_pool;
    Background m_background{m_pool};
    QTemporaryDir m_folder;
    Theme m_theme;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<GenerationSettings> m_generation;
    std::unique_ptr<GenerationPanel> m_panel;

    QPushButton& button() const {
        return *m_panel->findChild<QPushButton*>(QStringLiteral("modelPushButton"));
    }

private Q_SLOTS:
    void init() {
        m_panel.reset();
        m_generation.reset();
        m_settings = std::make_unique<Settings>(
            m_background, m_folder.filePath(QStringLiteral("s.json")).toStdString());
        m_generation =
            std::make_unique<GenerationSettings>(*m_settings, [] { return std::uint64_t{7}; });
        m_panel = std::make_unique<GenerationPanel>(*m_generation, m_theme);
        m_panel->resize(300, 600);
        m_panel->show();
    }

    void aLongModelNameDoesNotWidenThePane() {
        m_panel->showModelName(QStringLiteral("x"));
        const int widthPx = m_panel->minimumSizeHint().width();
        m_panel->showModelName(kLongName);
        QCOMPARE(m_panel->minimumSizeHint().width(), widthPx);
        QVERIFY(button().width() < m_panel->width());
    }

    void theWholeNameIsInTheTipAndForScreenReaders() {
        m_panel->showModelName(kLongName);
        QVERIFY(button().text().size() < kLongName.size());
        QVERIFY(button().text().startsWith(QStringLiteral("ph")));
        QVERIFY(button().text().endsWith(QStringLiteral("rs")));
        QVERIFY(button().accessibleName().endsWith(kLongName));
        QVERIFY(button().toolTip().contains(kLongName));
    }

    void aWiderPaneShowsMoreOfIt() {
        m_panel->showModelName(kLongName);
        const auto before = button().text().size();
        m_panel->resize(900, 600);
        QVERIFY(button().text().size() > before);
        m_panel->resize(300, 600);
        QCOMPARE(button().text().size(), before);
    }

    void anAmpersandIsALetter() {
        m_panel->resize(900, 600);
        m_panel->showModelName(QStringLiteral("Salt & <b>Pepper"));
        QCOMPARE(button().text(), QStringLiteral("Salt && <b>Pepper"));
        QVERIFY(button().shortcut().isEmpty());
        QVERIFY(button().toolTip().contains(QStringLiteral("Salt &amp; &lt;b&gt;Pepper")));
    }

    void aNameIsCutBeforeItsAmpersandsAreDoubled() {
        const QFontMetrics metrics(font());
        const QString name = QString(60, QLatin1Char('&'));
        const QString shown = nameOnButton(name, metrics, metrics.horizontalAdvance(name) / 2);
        QString plain = shown;
        plain.replace(QLatin1String("&&"), QLatin1String("&"));
        QVERIFY(shown.size() < 2 * name.size());
        QVERIFY(metrics.horizontalAdvance(plain) <= metrics.horizontalAdvance(name) / 2);
        QCOMPARE(shown.count(QLatin1Char('&')) % 2, 0);
    }

    static QFont font() { return QGuiApplication::font(); }
};

QTEST_MAIN(TestGenerationPanel)
#include "tst_GenerationPanel.moc"
