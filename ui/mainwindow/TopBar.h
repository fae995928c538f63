// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QWidget>

#include <filesystem>

class QLabel;
class QMenu;
class QToolButton;

namespace limn {
class GenerationSettings;
}

namespace limn::ui {

class ModelCatalog;
class StudioActions;
class Theme;

/// The slim bar on top: which model, which size, how many steps; search or command; the menu of everything. GUI thread.
class TopBar final : public QWidget {
    Q_OBJECT
public:
    TopBar(GenerationSettings& settings, ModelCatalog& catalog, const StudioActions& actions,
           const Theme& theme, QWidget* parent = nullptr);

    /// "loading 40 %" beside the model's name; empty: nothing.
    void showModelState(const QString& state);

Q_SIGNALS:
    void modelChosen(const std::filesystem::path& path);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build(const StudioActions& actions, const Theme& theme);
    QToolButton* addChoice(const QString& name, const QString& tip);
    void showSettings();
    void showModelName();
    void fillModels(QMenu& menu);
    void fillSizes(QMenu& menu);
    void fillSteps(QMenu& menu);

    GenerationSettings& m_settings;
    ModelCatalog& m_catalog;
    const StudioActions& m_actions;
    QToolButton* m_model = nullptr;
    QToolButton* m_size = nullptr;
    QToolButton* m_steps = nullptr;
    QToolButton* m_search = nullptr;
    QLabel* m_searchKey = nullptr;
    QString m_modelState;
};

}  // namespace limn::ui
