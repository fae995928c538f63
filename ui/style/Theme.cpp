// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/Theme.h"

#include "core/base/Log.h"
#include "ui/style/SvgIconEngine.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/palette.h"
#include "ui/style/resources.h"

#include <QApplication>
#include <QStyleFactory>

namespace limn::ui {
namespace {

ColorTable tableOf(const QString& name) {
    auto table =
        ColorTable::fromJson(readResource(QStringLiteral(":/limn/style/%1.json").arg(name)));
    if (!table) {
        log(LogLevel::Error, "style", table.error().message);
        return {};
    }
    return *table;
}

}  // namespace

struct Theme::Tables {
    ColorTable light = tableOf(QStringLiteral("light"));
    ColorTable dark = tableOf(QStringLiteral("dark"));
    bool showsDark = false;

    const ColorTable& shown() const { return showsDark ? dark : light; }
};

Theme::Theme(QObject* parent) : QObject(parent), m_tables(std::make_shared<Tables>()) {}

Theme::~Theme() = default;

void Theme::applyTo(QApplication& application) {
    m_application = &application;
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(bodyFont());
    refresh();
}

void Theme::setChoice(ThemeChoice choice) {
    m_choice = choice;
    refresh();
}

void Theme::setSystemDark(bool isDark) {
    m_isSystemDark = isDark;
    refresh();
}

bool Theme::isDark() const {
    return m_tables->showsDark;
}

const ColorTable& Theme::colors() const {
    return m_tables->shown();
}

int Theme::appearMs() const {
    return m_isMotionReduced ? 0 : kAppearMs;
}

QIcon Theme::icon(QLatin1String name, ColorToken normal) const {
    const QByteArray svg = readResource(QStringLiteral(":/limn/icons/%1.svg").arg(name));
    if (svg.isEmpty()) {
        log(LogLevel::Error, "style", "There is no icon '" + std::string(name.data()) + "'.");
    }
    return QIcon(
        new SvgIconEngine(svg, [tables = m_tables, normal](QIcon::Mode mode, QIcon::State state) {
            const ColorTable& colors = tables->shown();
            if (mode == QIcon::Disabled) {
                QColor faded = colors[ColorToken::MutedText];
                faded.setAlphaF(0.55f);
                return faded;
            }
            if (state == QIcon::On && normal != ColorToken::OnAccent) {
                return colors[ColorToken::Accent];
            }
            return colors[normal];
        }));
}

void Theme::refresh() {
    const bool wantsDark =
        m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_isSystemDark);
    const bool isOther = wantsDark != m_tables->showsDark;
    m_tables->showsDark = wantsDark;
    const bool isFirst = m_application != nullptr && m_application->styleSheet().isEmpty();
    if (m_application != nullptr && (isOther || isFirst)) {
        QApplication::setPalette(paletteFrom(colors()));
        m_application->setStyleSheet(styleSheetFrom(
            QString::fromUtf8(readResource(QStringLiteral(":/limn/style/limn.qss"))), colors()));
    }
    if (isOther) {
        Q_EMIT changed();
    }
}

}  // namespace limn::ui
