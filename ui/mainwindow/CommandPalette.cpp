// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/CommandPalette.h"

#include "ui/mainwindow/StudioActions.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/look.h"
#include "ui/widgets/spoken_text.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr QSize kSizePx(560, 420);
constexpr int kActionRole = Qt::UserRole + 1;  // index into m_actions; -1: search pictures

}  // namespace

int matchOf(const QString& text, const QString& words) {
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const QStringList there = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int score = 1;
    for (const QString& word : wanted) {
        const bool begins = std::any_of(there.begin(), there.end(), [&](const QString& other) {
            return other.startsWith(word, Qt::CaseInsensitive);
        });
        if (begins) {
            score += text.startsWith(word, Qt::CaseInsensitive) ? 8 : 4;
        } else if (text.contains(word, Qt::CaseInsensitive)) {
            score += 1;
        } else {
            return 0;
        }
    }
    return score;
}

CommandPalette::CommandPalette(QWidget& window, const Theme& theme)
    : QFrame(&window), m_window(window), m_theme(theme) {
    setLook(*this, QLatin1String("card"));
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Search or run a command"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceSmallPx, kSpaceSmallPx, kSpaceSmallPx, kSpaceSmallPx);
    m_field = new QLineEdit(this);
    m_field->setObjectName(QStringLiteral("paletteLineEdit"));
    m_field->setPlaceholderText(tr("Search pictures or run a command"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_list = new QListWidget(this);
    m_list->setObjectName(QStringLiteral("paletteListWidget"));
    m_list->setAccessibleName(tr("Commands"));
    m_list->setIconSize(QSize(kIconPx, kIconPx));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    hide();
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::show);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
}

void CommandPalette::open(const QStringList& recent) {
    m_recent = recent;
    m_actions.clear();
    for (QAction* action : allActionsOf(m_window)) {
        if (action->isEnabled()) {
            m_actions.emplace_back(action);
        }
    }
    m_field->clear();
    show(QString());
    const QSize size = kSizePx.boundedTo(m_window.size() * 0.9);
    setGeometry(QRect(QPoint((m_window.width() - size.width()) / 2, kSpaceHugePx * 2), size));
    m_former = QApplication::focusWidget();
    QFrame::show();
    raise();
    m_field->setFocus();
    tellCurrent();
}

void CommandPalette::show(const QString& words) {
    m_list->clear();
    std::vector<std::pair<int, QAction*>> found;
    for (const QPointer<QAction>& action : m_actions) {
        if (!action) {
            continue;
        }
        const QString text = plainTextOf(*action);
        int score = std::max(matchOf(text, words), matchOf(spokenTextOf(*action), words));
        const auto recency = m_recent.indexOf(text);
        if (score > 0 && recency >= 0) {
            score += words.isEmpty() ? 100 - static_cast<int>(recency) : 1;
        }
        if (score > 0) {
            found.emplace_back(score, action.data());
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [score, action] : found) {
        addAction(*action);
    }
    if (!words.trimmed().isEmpty()) {
        auto* item =
            new QListWidgetItem(m_theme.icon(QLatin1String("search")),
                                tr("Search pictures for “%1”").arg(words.trimmed()), m_list);
        item->setData(kActionRole, -1);
    }
    m_list->setCurrentRow(0);
    tellCurrent();
}

void CommandPalette::addAction(QAction& action) {
    const auto index = std::find(m_actions.begin(), m_actions.end(), &action) - m_actions.begin();
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    const QString signless = spokenTextOf(action);
    const QString spoken = signless.isEmpty() ? plainTextOf(action) : signless;
    auto* item = new QListWidgetItem(action.icon(), plainTextOf(action), m_list);
    item->setData(kActionRole, static_cast<int>(index));
    item->setData(Qt::AccessibleTextRole,
                  keys.isEmpty() ? spoken : QStringLiteral("%1, %2").arg(spoken, keys));
    if (keys.isEmpty()) {
        return;
    }
    auto* holder = new QWidget;
    holder->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, kSpaceSmallPx, 0);
    row->addStretch();
    auto* key = new QLabel(keys, holder);
    setLook(*key, QLatin1String("key"));
    row->addWidget(key);
    m_list->setItemWidget(item, holder);
}

void CommandPalette::run(const QListWidgetItem* item) {
    if (item == nullptr) {
        return;
    }
    const int index = item->data(kActionRole).toInt();
    const QString words = m_field->text().trimmed();
    leave();
    if (index < 0) {
        Q_EMIT searchRequested(words);
        return;
    }
    const QPointer<QAction> action = m_actions[static_cast<std::size_t>(index)];
    if (!action) {
        return;
    }
    Q_EMIT used(plainTextOf(*action));
    action->trigger();
}

/// Gives the keys back to who had them.
void CommandPalette::leave() {
    hide();
    if (m_former) {
        m_former->setFocus();
    }
}

void CommandPalette::step(int rows) {
    const int count = m_list->count();
    if (count > 0) {
        m_list->setCurrentRow((m_list->currentRow() + rows + count) % count);
        tellCurrent();
    }
}

/// The keys stay in the field, so the list says by itself which command Enter would run.
void CommandPalette::tellCurrent() {
    if (isVisible() && m_list->currentRow() >= 0) {
        QAccessibleEvent current(m_list, QAccessible::Focus);
        current.setChild(m_list->currentRow());
        QAccessible::updateAccessibility(&current);
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Up:
            step(-1);
            return true;
        case Qt::Key_Down:
            step(1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            run(m_list->currentItem());
            return true;
        case Qt::Key_Escape:
            leave();
            return true;
        default:
            break;
        }
    }
    if (event->type() == QEvent::FocusOut && watched == m_field && isActiveWindow()) {
        hide();  // a click elsewhere
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace limn::ui
