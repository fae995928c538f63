// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/style/ColorTable.h"

#include <QIcon>
#include <QObject>

#include <memory>

class QApplication;

namespace limn::ui {

enum class ThemeChoice { System = 1, Light, Dark };

/// The look of the whole program: colours, palette, style sheet, font, icons. app makes one and hands it to every pane;
/// GUI thread. Icons take their colours when they are painted, so that nobody has to fetch them again after a change.
class Theme final : public QObject {
    Q_OBJECT
public:
    /// Reads the tables of the resources; these are part of the program, so they are never missing.
    explicit Theme(QObject* parent = nullptr);
    ~Theme() override;

    /// Gives the application Limn's font, palette and style sheet, now and after each change.
    void applyTo(QApplication& application);

    void setChoice(ThemeChoice choice);
    ThemeChoice choice() const { return m_choice; }
    /// What the desktop says at the moment; counts where the choice is System.
    void setSystemDark(bool isDark);
    void setReducedMotion(bool isReduced) { m_isMotionReduced = isReduced; }

    bool isDark() const;
    const ColorTable& colors() const;
    QColor color(ColorToken token) const { return colors()[token]; }
    /// How long something may take to appear: 0 where the desktop asks for no motion.
    int appearMs() const;

    /// resources/icons/NAME.svg in the colour of `normal`; muted where disabled, on accent where `normal` is OnAccent.
    QIcon icon(QLatin1String name, ColorToken normal = ColorToken::Text) const;

Q_SIGNALS:
    /// Colours are other ones now; widgets that paint with color() repaint themselves.
    void changed();

private:
    struct Tables;

    void refresh();

    std::shared_ptr<Tables> m_tables;  // shared with the icons, which may live longer
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_isSystemDark = false;
    bool m_isMotionReduced = false;
    QApplication* m_application = nullptr;
};

}  // namespace limn::ui
