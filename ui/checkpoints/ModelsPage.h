// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QWidget>

#include <filesystem>

class QListView;
class QPushButton;

namespace limn::ui {

class Dialogs;
class ModelCatalog;
class Theme;

/// The models that are known, and what can be done with each: draw or describe with it, verify it, take it off the list; add files
/// or a whole folder. GUI thread.
class ModelsPage final : public QWidget {
    Q_OBJECT
public:
    ModelsPage(ModelCatalog& catalog, Dialogs& dialogs, const Theme& theme,
               QWidget* parent = nullptr);

    /// Selects the model that is drawn with.
    void showChosen(const std::filesystem::path& path);

public Q_SLOTS:
    void addFiles();
    void addFolder();

Q_SIGNALS:
    void modelChosen(const std::filesystem::path& path);
    void describerChosen(const std::filesystem::path& path);
    void closeRequested();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build(const Theme& theme);
    void chooseCurrent();
    void describeWithCurrent();
    void removeCurrent();
    void showPossible();
    QModelIndex current() const;
    void showCurrentAgain();

    ModelCatalog& m_catalog;
    Dialogs& m_dialogs;
    std::filesystem::path m_current;  ///< stays when the list is read again
    QListView* m_list = nullptr;
    QPushButton* m_use = nullptr;
    QPushButton* m_describe = nullptr;
    QPushButton* m_verify = nullptr;
    QPushButton* m_remove = nullptr;
};

}  // namespace limn::ui
