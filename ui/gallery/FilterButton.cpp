// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/FilterButton.h"

#include "ui/style/Theme.h"

#include <QActionGroup>
#include <QDateTime>
#include <QLocale>
#include <QMenu>

#include <utility>

namespace limn::ui {
namespace {

constexpr int kMostModels = 40;

struct DateChoice {
    int days;
    const char* name;
};
constexpr DateChoice kDates[] = {
    {0, QT_TRANSLATE_NOOP("limn::ui::FilterButton", "Any date")},
    {1, QT_TRANSLATE_NOOP("limn::ui::FilterButton", "Today")},
    {7, QT_TRANSLATE_NOOP("limn::ui::FilterButton", "The last 7 days")},
    {30, QT_TRANSLATE_NOOP("limn::ui::FilterButton", "The last 30 days")},
    {365, QT_TRANSLATE_NOOP("limn::ui::FilterButton", "The last year")},
};

/// From the beginning of the first day.
qint64 startOfDays(int days) {
    return QDate::currentDate().addDays(1 - days).startOfDay().toMSecsSinceEpoch();
}

int dateChoiceOf(const GalleryQuery& query) {
    for (int i = 1; query.madeFromMs && i < static_cast<int>(std::size(kDates)); ++i) {
        if (*query.madeFromMs >= startOfDays(kDates[i].days)) {
            return i;
        }
    }
    return 0;
}

}  // namespace

FilterButton::FilterButton(const Theme& theme, QWidget* parent)
    : QToolButton(parent), m_theme(theme), m_menu(new QMenu(this)) {
    setObjectName(QStringLiteral("filterButton"));
    setIcon(m_theme.icon(QLatin1String("filter")));
    setAccessibleName(tr("Filter and sort"));
    setToolTip(tr("Choose which pictures are shown, and in which order"));
    setPopupMode(InstantPopup);
    setProperty("look", QStringLiteral("bare"));
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &FilterButton::rebuild);
    rebuild();
}

void FilterButton::setQuery(const GalleryQuery& query) {
    m_query = query;
}

void FilterButton::setModels(const QStringList& models) {
    m_models = models;
}

void FilterButton::change(const std::function<void(GalleryQuery&)>& edit) {
    const GalleryQuery before = m_query;
    edit(m_query);
    if (!(m_query == before)) {
        Q_EMIT queryChanged();
    }
}

void FilterButton::addChoices(QMenu* menu, const QStringList& names, int chosen,
                              std::function<void(int)> choose) {
    auto* group = new QActionGroup(menu);
    for (int i = 0; i < names.size(); ++i) {
        QAction* action = menu->addAction(names[i]);
        action->setCheckable(true);
        action->setChecked(i == chosen);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [choose, i]() { choose(i); });
    }
}

void FilterButton::rebuild() {
    qDeleteAll(m_menu->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly));
    m_menu->clear();
    addChoices(
        m_menu,
        {tr("Newest first"), tr("Oldest first"), tr("By name"), tr("Best rated first"),
         tr("By model")},
        static_cast<int>(m_query.sort) - 1, [this](int i) {
            change([i](GalleryQuery& query) { query.sort = static_cast<GallerySort>(i + 1); });
        });
    m_menu->addSeparator();

    QStringList ratings = {tr("Any rating")};
    for (int stars = 1; stars <= 5; ++stars) {
        ratings += stars < 5 ? tr("%1 and more").arg(QString(stars, QChar(0x2605)))
                             : QString(stars, QChar(0x2605));
    }
    addChoices(m_menu->addMenu(tr("Rating")), ratings, m_query.minRating,
               [this](int i) { change([i](GalleryQuery& query) { query.minRating = i; }); });

    QStringList models = {tr("Any model")};
    models += m_models.mid(0, kMostModels);
    const int model = m_query.model
                          ? static_cast<int>(models.indexOf(QString::fromStdString(*m_query.model)))
                          : 0;
    addChoices(m_menu->addMenu(tr("Model")), models, model, [this, models](int i) {
        change([&](GalleryQuery& query) {
            query.model = i == 0 ? std::nullopt : std::optional(models[i].toStdString());
        });
    });

    addChoices(
        m_menu->addMenu(tr("Shape")), {tr("Any shape"), tr("Wide"), tr("Square"), tr("Tall")},
        m_query.aspect ? static_cast<int>(*m_query.aspect) : 0, [this](int i) {
            change([i](GalleryQuery& query) {
                query.aspect = i == 0 ? std::nullopt : std::optional(static_cast<PictureAspect>(i));
            });
        });

    QStringList dates;
    for (const DateChoice& date : kDates) {
        dates += tr(date.name);
    }
    addChoices(m_menu->addMenu(tr("Date")), dates, dateChoiceOf(m_query), [this](int i) {
        change([i](GalleryQuery& query) {
            query.madeFromMs =
                i == 0 ? std::nullopt : std::optional<std::int64_t>(startOfDays(kDates[i].days));
        });
    });

    const auto addSwitch = [this](const QString& name, bool isOn, auto set) {
        QAction* action = m_menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(isOn);
        connect(action, &QAction::toggled, this,
                [this, set](bool on) { change([&](GalleryQuery& query) { set(query, on); }); });
    };
    addSwitch(tr("Only favourites"), m_query.onlyFavourites,
              [](GalleryQuery& query, bool on) { query.onlyFavourites = on; });
    addSwitch(tr("Only with text in the picture"), m_query.onlyWithText,
              [](GalleryQuery& query, bool on) { query.onlyWithText = on; });
    m_menu->addSeparator();
    addSwitch(tr("Show the trash"), m_query.shelf == GalleryShelf::Trash,
              [](GalleryQuery& query, bool on) {
                  query = {};
                  query.shelf = on ? GalleryShelf::Trash : GalleryShelf::Pictures;
              });
    addFolders(m_menu->addMenu(tr("Folders")));
}

void FilterButton::addFolders(QMenu* menu) {
    for (const QString& folder : std::as_const(m_folders)) {
        const QString name = QString(folder).replace(QLatin1Char('&'), QLatin1String("&&"));
        QMenu* of = menu->addMenu(name);
        // With its folder: the palette shows it beside those of the others.
        connect(of->addAction(tr("Take %1 out of the gallery").arg(name)), &QAction::triggered,
                this, [this, folder] { Q_EMIT folderUnwanted(folder); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Add a folder…")), &QAction::triggered, this,
            &FilterButton::folderWanted);
    QAction* again = menu->addAction(tr("Look through all again"));
    again->setShortcut(Qt::Key_F5);
    again->setShortcutContext(Qt::WidgetShortcut);  // shown here; the pictures answer to it
    connect(again, &QAction::triggered, this, &FilterButton::lookAgainRequested);
}

QString FilterButton::description() const {
    QStringList parts;
    if (m_query.shelf == GalleryShelf::Trash) {
        parts += tr("Trash, kept for 30 days");
    }
    if (m_query.familyOf) {
        parts += tr("One picture and its family");
    }
    if (m_query.onlyFavourites) {
        parts += tr("Favourites");
    }
    if (m_query.minRating > 0) {
        parts += tr("%1 and more").arg(QString(m_query.minRating, QChar(0x2605)));
    }
    if (m_query.model) {
        parts += QString::fromStdString(*m_query.model);
    }
    if (m_query.aspect) {
        parts += *m_query.aspect == PictureAspect::Wide     ? tr("Wide")
                 : *m_query.aspect == PictureAspect::Square ? tr("Square")
                                                            : tr("Tall");
    }
    if (m_query.madeFromMs) {
        parts += tr(kDates[dateChoiceOf(m_query)].name);
    }
    if (m_query.onlyWithText) {
        parts += tr("With text");
    }
    return parts.join(QStringLiteral(" \u00b7 "));
}

}  // namespace limn::ui
