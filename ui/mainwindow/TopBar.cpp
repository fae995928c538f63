// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/TopBar.h"

#include "core/jobs/plain_tool_tip.h"
#include "core/settings/GenerationSettings.h"
#include "core/settings/size_presets.h"
#include "ui/checkpoints/ModelCatalog.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/settings/setting_texts.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/ElidedButton.h"
#include "ui/widgets/key_notes.h"
#include "ui/widgets/look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <set>

namespace limn::ui {
namespace {

constexpr int kHeightPx = 44;
constexpr int kSearchWidthPx = 400;
constexpr int kNamePartOfBar = 5;  // the model's name is as wide as this part of the bar at most
constexpr int kNameInMenuPx = 480;
constexpr int kNarrowPx = 900;  // below this the search field is a button

}  // namespace

TopBar::TopBar(GenerationSettings& settings, ModelCatalog& catalog, const StudioActions& actions,
               const Theme& theme, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_catalog(catalog), m_actions(actions) {
    build(actions, theme);
    connect(&settings, &GenerationSettings::changed, this, &TopBar::showSettings);
    connect(&catalog, &ModelCatalog::modelReset, this, &TopBar::showSettings);
    showSettings();
}

QToolButton* TopBar::addChoice(const QString& name, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(new QMenu(button));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void TopBar::build(const StudioActions& actions, const Theme& theme) {
    setLook(*this, QLatin1String("topbar"));
    setObjectName(QStringLiteral("topBar"));
    setFixedHeight(kHeightPx);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpacePx, 0, kSpacePx, 0);
    row->setSpacing(kSpaceHairPx);
    m_model = addChoice(QStringLiteral("modelToolButton"), {});
    setLook(*m_model, QLatin1String("model"));
    m_size = addChoice(QStringLiteral("sizeToolButton"), tr("How large the next pictures are"));
    m_steps = addChoice(QStringLiteral("stepsToolButton"),
                        tr("How often a picture is worked over: more takes longer"));
    for (QToolButton* button : {m_size, m_steps}) {
        setLook(*button, QLatin1String("muted"));
    }
    connect(m_model->menu(), &QMenu::aboutToShow, this, [this] { fillModels(*m_model->menu()); });
    connect(m_size->menu(), &QMenu::aboutToShow, this, [this] { fillSizes(*m_size->menu()); });
    connect(m_steps->menu(), &QMenu::aboutToShow, this, [this] { fillSteps(*m_steps->menu()); });

    m_search = new QToolButton(this);
    m_search->setObjectName(QStringLiteral("searchToolButton"));
    setLook(*m_search, QLatin1String("search"));
    m_search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_search->setIcon(theme.icon(QLatin1String("search"), ColorToken::MutedText));
    m_search->setIconSize(QSize(kIconPx, kIconPx));
    m_search->setText(tr("Search pictures or run a command"));
    m_search->setFocusPolicy(Qt::StrongFocus);
    connect(m_search, &QToolButton::clicked, &actions[Command::ShowPalette], &QAction::trigger);
    auto* inside = new QHBoxLayout(m_search);
    inside->setContentsMargins(0, 0, kSpaceSmallPx, 0);
    inside->addStretch();
    m_searchKey = new QLabel(
        actions[Command::ShowPalette].shortcut().toString(QKeySequence::NativeText), m_search);
    setLook(*m_searchKey, QLatin1String("key"));
    m_searchKey->setAttribute(Qt::WA_TransparentForMouseEvents);
    inside->addWidget(m_searchKey, 0, Qt::AlignVCenter);

    auto* menu = new QToolButton(this);
    menu->setObjectName(QStringLiteral("menuToolButton"));
    setLook(*menu, QLatin1String("bare"));
    menu->setIcon(theme.icon(QLatin1String("menu")));
    menu->setIconSize(QSize(kIconPx, kIconPx));
    menu->setAccessibleName(tr("Menu"));
    menu->setToolTip(tr("Everything that can be done (F10)"));
    menu->setShortcut(Qt::Key_F10);
    noteKeys(*menu,
             {{menu->accessibleName(), menu->shortcut().toString(QKeySequence::NativeText)}});
    menu->setPopupMode(QToolButton::InstantPopup);
    menu->setMenu(new QMenu(menu));
    menu->setFocusPolicy(Qt::StrongFocus);
    actions.fill(*menu->menu());

    row->addWidget(m_model);
    row->addWidget(m_size);
    row->addWidget(m_steps);
    row->addStretch(1);
    row->addWidget(m_search);
    row->addStretch(1);
    row->addWidget(menu);
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < kNarrowPx;
    m_search->setToolButtonStyle(isNarrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_search->setToolTip(isNarrow ? m_search->text() : QString());
    m_searchKey->setVisible(!isNarrow);
    m_search->setFixedWidth(isNarrow ? kHeightPx : std::min(kSearchWidthPx, width() / 3));
    showModelName();
}

void TopBar::showModelState(const QString& state) {
    m_modelState = state;
    showSettings();
}

void TopBar::showSettings() {
    showModelName();
    m_size->setText(QStringLiteral("%1 × %2")
                        .arg(m_settings.widthPx() * m_settings.upscale())
                        .arg(m_settings.heightPx() * m_settings.upscale()));
    m_size->setAccessibleName(tr("Size: %1").arg(m_size->text()));
    m_steps->setText(tr("%n steps", nullptr, m_settings.steps()));
    m_steps->setAccessibleName(tr("Steps: %1").arg(m_settings.steps()));
}

/// A long name gives way, in the bar and to what goes on beside it; the tool tip has the whole.
void TopBar::showModelName() {
    const QString name = m_catalog.nameOf(m_settings.modelPath());
    const QString state =
        m_modelState.isEmpty() ? QString() : QStringLiteral(" · %1").arg(m_modelState);
    m_model->ensurePolished();  // for the letters that it really has
    m_model->setText(nameOnButton(name, m_model->fontMetrics(), width() / kNamePartOfBar) + state);
    m_model->setAccessibleName(tr("Model: %1").arg(name + state));
    m_model->setToolTip(plainToolTip(name + QLatin1Char('\n') + tr("Which model draws")));
}

void TopBar::fillModels(QMenu& menu) {
    menu.clear();
    for (int row = 0; row < m_catalog.rowCount(); ++row) {
        const QModelIndex index = m_catalog.index(row);
        const bool onlyDescribes = index.data(ModelCatalog::CanDescribeRole).toBool() &&
                                   !index.data(ModelCatalog::IsStarterRole).toBool();
        if (onlyDescribes || index.data(ModelCatalog::IsFolderRole).toBool()) {
            continue;
        }
        const std::filesystem::path path =
            index.data(ModelCatalog::PathRole).toString().toStdString();
        QAction* action = menu.addAction(
            nameOnButton(index.data().toString(), menu.fontMetrics(), kNameInMenuPx));
        action->setCheckable(true);
        action->setChecked(path == m_settings.modelPath() ||
                           (m_settings.modelPath().empty() && row == 0));
        action->setEnabled(index.data(ModelCatalog::IsUsableRole).toBool());
        action->setToolTip(plainToolTip(index.data(ModelCatalog::SummaryRole).toString()));
        menu.setToolTipsVisible(true);
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT modelChosen(path); });
    }
    menu.addSeparator();
    menu.addAction(&m_actions[Command::ShowModels]);
    menu.addAction(&m_actions[Command::AddModelFile]);
}

void TopBar::fillSizes(QMenu& menu) {
    menu.clear();
    for (const SizePreset& preset : sizePresetsOf(m_settings.model().value_or(ModelInfo()))) {
        QAction* action = menu.addAction(sizeText(preset, m_settings.upscale()));
        action->setCheckable(true);
        action->setChecked(preset.widthPx == m_settings.widthPx() &&
                           preset.heightPx == m_settings.heightPx());
        connect(action, &QAction::triggered, this, [this, preset] {
            if (preset.isTrained) {
                m_settings.clearSize();
            } else {
                m_settings.setSize(preset.widthPx, preset.heightPx);
            }
        });
    }
    menu.addSeparator();
    menu.addAction(&m_actions[Command::ToggleSettings]);
}

void TopBar::fillSteps(QMenu& menu) {
    menu.clear();
    const int own = m_settings.model().value_or(ModelInfo()).defaultSteps;
    std::set<int> choices = {own, std::max(1, own / 2), own * 2, m_settings.steps()};
    for (const int steps : choices) {
        QAction* action =
            menu.addAction(steps == own ? tr("%n steps (the model's own)", nullptr, steps)
                                        : tr("%n steps", nullptr, steps));
        action->setCheckable(true);
        action->setChecked(steps == m_settings.steps());
        connect(action, &QAction::triggered, this, [this, steps, own] {
            m_settings.setSteps(steps == own ? std::nullopt : std::optional(steps));
        });
    }
    menu.addSeparator();
    menu.addAction(&m_actions[Command::ToggleSettings]);
}

}  // namespace limn::ui
