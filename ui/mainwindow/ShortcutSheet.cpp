// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/ShortcutSheet.h"

#include "ui/mainwindow/StudioActions.h"
#include "ui/style/metrics.h"
#include "ui/widgets/look.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace limn::ui {
namespace {

struct Row {
    QString text;
    QString keys;
};

QString keysOf(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts()) {
        keys += key.toString(QKeySequence::NativeText);
    }
    return keys.join(QStringLiteral("  ·  "));
}

std::vector<Row> rowsOf(const QWidget& window) {
    std::vector<Row> rows;
    for (const QAction* action : allActionsOf(window)) {
        if (!action->shortcut().isEmpty()) {
            rows.push_back({plainTextOf(*action), keysOf(*action)});
        }
    }
    // Keys of fields, which are no actions.
    rows.push_back({ShortcutSheet::tr("Send the message"), QStringLiteral("Ctrl+Enter")});
    rows.push_back(
        {ShortcutSheet::tr("Send it before all that waits"), QStringLiteral("Ctrl+Shift+Enter")});
    rows.push_back({ShortcutSheet::tr("Earlier and later messages of yours"),
                    QStringLiteral("Alt+Up  ·  Alt+Down")});
    rows.push_back({ShortcutSheet::tr("More or less weight for the selected words"),
                    QStringLiteral("Ctrl+Up  ·  Ctrl+Down")});
    rows.push_back({ShortcutSheet::tr("Cancel or go back"), QStringLiteral("Esc")});
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return a.text.localeAwareCompare(b.text) < 0; });
    return rows;
}

}  // namespace

ShortcutSheet::ShortcutSheet(QWidget& window) : QDialog(&window) {
    setObjectName(QStringLiteral("shortcutSheet"));
    setWindowTitle(tr("Keys"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceHugePx, kSpaceLargePx, kSpaceHugePx, kSpaceLargePx);
    auto* filter = new QLineEdit(this);
    filter->setPlaceholderText(tr("Find a key"));
    filter->setAccessibleName(filter->placeholderText());
    column->addWidget(filter);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    column->addWidget(area, 1);
    auto* sheet = new QWidget(area);
    auto* grid = new QGridLayout(sheet);
    grid->setHorizontalSpacing(kSpaceHugePx);
    grid->setVerticalSpacing(kSpaceSmallPx);
    grid->setColumnStretch(0, 1);
    int number = 0;
    for (const Row& row : rowsOf(window)) {
        auto* text = new QLabel(row.text, sheet);
        auto* keys = new QLabel(row.keys, sheet);
        setLook(*keys, QLatin1String("muted"));
        grid->addWidget(text, number, 0);
        grid->addWidget(keys, number, 1);
        ++number;
        connect(filter, &QLineEdit::textChanged, text, [text, keys](const QString& words) {
            const bool isShown = (text->text() + keys->text()).contains(words, Qt::CaseInsensitive);
            text->setVisible(isShown);
            keys->setVisible(isShown);
        });
    }
    grid->setRowStretch(number, 1);
    area->setWidget(sheet);
    resize(QSize(560, 620).boundedTo(window.size()));
}

}  // namespace limn::ui
