// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/gallery/GalleryQuery.h"

#include <QStringList>
#include <QToolButton>

#include <functional>

class QMenu;

namespace limn::ui {

class Theme;

/// The menu of everything that the gallery can be filtered and sorted by. Holds the query without its words. Says in a
/// sentence what is filtered, for the line above the pictures.
class FilterButton final : public QToolButton {
    Q_OBJECT
public:
    explicit FilterButton(const Theme& theme, QWidget* parent = nullptr);

    const GalleryQuery& query() const { return m_query; }
    void setQuery(const GalleryQuery& query);
    /// The models that there are pictures of.
    void setModels(const QStringList& models);
    /// The folders that the gallery shows.
    void setFolders(const QStringList& folders) { m_folders = folders; }
    /// Empty where nothing is filtered.
    QString description() const;

Q_SIGNALS:
    void queryChanged();
    void folderUnwanted(const QString& folder);
    void folderWanted();
    void lookAgainRequested();

private:
    void rebuild();
    void addFolders(QMenu* menu);
    void addChoices(QMenu* menu, const QStringList& names, int chosen,
                    std::function<void(int)> choose);
    void change(const std::function<void(GalleryQuery&)>& edit);

    const Theme& m_theme;
    QMenu* m_menu;
    GalleryQuery m_query;
    QStringList m_models;
    QStringList m_folders;
};

}  // namespace limn::ui
