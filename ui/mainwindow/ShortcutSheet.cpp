// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/ShortcutSheet.h"

#include "ui/mainwindow/StudioActions.h"
#include "ui/style/metrics.h"
#include "ui/widgets/key_notes.h"
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

struct Group {
    QString title;  // empty: of the whole window
    std::vector<KeyNote> rows;
};

QString keysOf(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts()) {
        keys += key.toString(QKeySequence::NativeText);
    }
    return keys.join(QStringLiteral("  ·  "));
}

Group& groupOf(std::vector<Group>& groups, const QObject& owner) {
    const QString title = keyGroupOf(owner);
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [&](const Group& one) { return one.title == title; });
    return found != groups.end() ? *found : groups.emplace_back(Group{title, {}});
}

/// Keys of actions, and those that widgets answer themselves; the window's own come first.
std::vector<Group> groupsOf(const QWidget& window) {
    std::vector<Group> groups = {Group{}};
    for (const QAction* action : allActionsOf(window)) {
        if (!action->shortcut().isEmpty()) {
            groupOf(groups, *action).rows.push_back({plainTextOf(*action), keysOf(*action)});
        }
    }
    QList<const QWidget*> widgets = {&window};
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        widgets += widget;
    }
    for (const QWidget* widget : std::as_const(widgets)) {
        for (const KeyNote& note : keyNotesOf(*widget)) {
            groupOf(groups, *widget).rows.push_back(note);
        }
    }
    for (Group& group : groups) {
        std::stable_sort(group.rows.begin(), group.rows.end(),
                         [](const KeyNote& a, const KeyNote& b) {
                             return a.text.localeAwareCompare(b.text) < 0;
                         });
    }
    return groups;
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
    m_grid = new QGridLayout(sheet);
    m_grid->setHorizontalSpacing(kSpaceHugePx);
    m_grid->setVerticalSpacing(kSpaceSmallPx);
    m_grid->setColumnStretch(0, 1);
    for (const Group& group : groupsOf(window)) {
        addGroup(group.title.isEmpty() ? tr("Everywhere") : group.title, group.rows);
    }
    m_grid->setRowStretch(m_grid->rowCount(), 1);
    area->setWidget(sheet);
    connect(filter, &QLineEdit::textChanged, this, &ShortcutSheet::showMatches);
    resize(QSize(560, 620).boundedTo(window.size()));
}

void ShortcutSheet::addGroup(const QString& title, const std::vector<KeyNote>& notes) {
    Shown shown;
    shown.heading = new QLabel(title, this);
    setLook(*shown.heading, QLatin1String("heading"));
    m_grid->addWidget(shown.heading, m_grid->rowCount(), 0, 1, 2);
    for (const KeyNote& note : notes) {
        auto* text = new QLabel(note.text, this);
        text->setWordWrap(true);
        auto* keys = new QLabel(note.keys, this);
        setLook(*keys, QLatin1String("muted"));
        const int row = m_grid->rowCount();
        m_grid->addWidget(text, row, 0);
        m_grid->addWidget(keys, row, 1);
        shown.rows.emplace_back(text, keys);
    }
    m_groups.push_back(std::move(shown));
}

/// What has the words in its text, its keys or its title.
void ShortcutSheet::showMatches(const QString& words) {
    for (const Shown& group : m_groups) {
        const bool isWhole = group.heading->text().contains(words, Qt::CaseInsensitive);
        bool hasAny = false;
        for (const auto& [text, keys] : group.rows) {
            const bool isShown =
                isWhole || (text->text() + keys->text()).contains(words, Qt::CaseInsensitive);
            text->setVisible(isShown);
            keys->setVisible(isShown);
            hasAny = hasAny || isShown;
        }
        group.heading->setVisible(hasAny);
    }
}

}  // namespace limn::ui
