// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSlider;
class QSpinBox;
class QToolButton;

namespace limn {
class GenerationSettings;
}

namespace limn::ui {

class ElidedButton;
class Theme;

/// The compact panel with everything that decides how the next picture is drawn. Shows what the chosen model
/// understands and nothing else; follows the settings object and changes it. GUI thread.
class GenerationPanel final : public QWidget {
    Q_OBJECT
public:
    GenerationPanel(GenerationSettings& settings, const Theme& theme, QWidget* parent = nullptr);

    void showModelName(const QString& name);

Q_SIGNALS:
    void modelsRequested();
    void startPictureRequested();

private:
    void buildModel(QFormLayout& form);
    void buildSize(QFormLayout& form);
    void buildDrawing(QFormLayout& form);
    void buildSeed(QFormLayout& form, const Theme& theme);
    void buildStart(QFormLayout& form, const Theme& theme);
    void connectFields();
    void connectMoreFields();
    void refresh();
    void fillSizes();
    void fillUpscales();
    void fillSchedulers();
    void applySize();
    void applySeed();
    void setRowVisible(QWidget* field, bool isVisible);

    GenerationSettings& m_settings;
    QFormLayout* m_form = nullptr;
    ElidedButton* m_model = nullptr;
    QComboBox* m_size = nullptr;
    QSpinBox* m_width = nullptr;
    QSpinBox* m_height = nullptr;
    QWidget* m_ownSize = nullptr;
    QComboBox* m_upscale = nullptr;
    QSpinBox* m_steps = nullptr;
    QDoubleSpinBox* m_guidance = nullptr;
    QComboBox* m_scheduler = nullptr;
    QSpinBox* m_count = nullptr;
    QLineEdit* m_seed = nullptr;
    QToolButton* m_seedLock = nullptr;
    QPlainTextEdit* m_negative = nullptr;
    QWidget* m_start = nullptr;
    QLabel* m_startName = nullptr;
    QToolButton* m_startClear = nullptr;
    QSlider* m_strength = nullptr;
    QLabel* m_strengthText = nullptr;
    QWidget* m_strengthRow = nullptr;
    QCheckBox* m_preview = nullptr;
    bool m_isRefreshing = false;
};

}  // namespace limn::ui
