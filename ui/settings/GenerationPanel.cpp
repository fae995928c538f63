// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/settings/GenerationPanel.h"

#include "core/jobs/plain_tool_tip.h"
#include "core/settings/GenerationSettings.h"
#include "core/settings/size_presets.h"
#include "ui/settings/setting_texts.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/ElidedButton.h"
#include "ui/widgets/TextField.h"
#include "ui/widgets/look.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace limn::ui {
namespace {

constexpr int kOwnSize = -1;  // data of the size list's last entry
constexpr int kNegativeLines = 3;

QLabel* rowLabel(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text);
    setLook(*label, QLatin1String("muted"));
    label->setBuddy(buddy);
    return label;
}

QToolButton* smallButton(const Theme& theme, QLatin1String icon, const QString& name,
                         QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(theme.icon(icon));
    button->setIconSize(QSize(kIconPx, kIconPx));
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

/// A list may be narrower than its longest entry: the pane is narrow, and the entry's size stands in front.
QComboBox* narrowList(QWidget* parent) {
    auto* list = new QComboBox(parent);
    list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    list->setMinimumContentsLength(8);
    return list;
}

QHBoxLayout* tightRow(QWidget* parent) {
    parent->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(parent);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpaceSmallPx);
    return row;
}

}  // namespace

GenerationPanel::GenerationPanel(GenerationSettings& settings, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_settings(settings) {
    setLook(*this, QLatin1String("pane"));
    setObjectName(QStringLiteral("generationPanel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceLargePx, kSpacePx, kSpaceLargePx, kSpaceLargePx);
    m_form = new QFormLayout;
    column->addLayout(m_form);
    column->addStretch();
    m_form->setVerticalSpacing(kSpacePx);
    m_form->setHorizontalSpacing(kSpacePx);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    buildModel(*m_form);
    buildSize(*m_form);
    buildDrawing(*m_form);
    buildSeed(*m_form, theme);
    buildStart(*m_form, theme);
    connectFields();
    connectMoreFields();
    connect(&settings, &GenerationSettings::changed, this, &GenerationPanel::refresh);
    refresh();
}

void GenerationPanel::buildModel(QFormLayout& form) {
    m_model = new ElidedButton(this);
    m_model->setObjectName(QStringLiteral("modelPushButton"));
    form.addRow(rowLabel(tr("Model"), m_model), m_model);
    connect(m_model, &ElidedButton::clicked, this, &GenerationPanel::modelsRequested);
}

void GenerationPanel::buildSize(QFormLayout& form) {
    m_size = narrowList(this);
    m_size->setObjectName(QStringLiteral("sizeComboBox"));
    m_size->setToolTip(
        tr("Width and height of the picture. The size that the model was made for gives the best "
           "pictures; larger ones take longer."));
    form.addRow(rowLabel(tr("Size"), m_size), m_size);
    m_ownSize = new QWidget(this);
    auto* row = tightRow(m_ownSize);
    for (QSpinBox** side : {&m_width, &m_height}) {
        *side = new QSpinBox(m_ownSize);
        (*side)->setRange(64, 8192);
        (*side)->setSuffix(tr(" px"));
        (*side)->setKeyboardTracking(false);
    }
    m_width->setAccessibleName(tr("Width in pixels"));
    m_width->setToolTip(m_width->accessibleName());
    m_width->setObjectName(QStringLiteral("widthSpinBox"));
    m_height->setAccessibleName(tr("Height in pixels"));
    m_height->setToolTip(m_height->accessibleName());
    m_height->setObjectName(QStringLiteral("heightSpinBox"));
    row->addWidget(m_width, 1);
    row->addWidget(new QLabel(QStringLiteral("×"), m_ownSize));
    row->addWidget(m_height, 1);
    form.addRow(rowLabel(tr("Own size"), m_width), m_ownSize);
    m_upscale = narrowList(this);
    m_upscale->setObjectName(QStringLiteral("upscaleComboBox"));
    m_upscale->setToolTip(
        tr("Makes the drawn picture larger and crisper with the model's own enlarger"));
    form.addRow(rowLabel(tr("Enlarge"), m_upscale), m_upscale);
}

void GenerationPanel::buildDrawing(QFormLayout& form) {
    m_count = new QSpinBox(this);
    m_count->setObjectName(QStringLiteral("countSpinBox"));
    m_count->setRange(1, 1000);
    m_count->setToolTip(tr("How many pictures one message makes, each with the next seed"));
    form.addRow(rowLabel(tr("Pictures"), m_count), m_count);
    m_steps = new QSpinBox(this);
    m_steps->setObjectName(QStringLiteral("stepsSpinBox"));
    m_steps->setRange(1, 500);
    m_steps->setKeyboardTracking(false);
    m_steps->setToolTip(
        tr("How often the picture is worked over. More steps take longer; beyond "
           "the model's own number little changes."));
    form.addRow(rowLabel(tr("Steps"), m_steps), m_steps);
    m_guidance = new QDoubleSpinBox(this);
    m_guidance->setObjectName(QStringLiteral("guidanceDoubleSpinBox"));
    m_guidance->setRange(0, 50);
    m_guidance->setSingleStep(0.5);
    m_guidance->setDecimals(1);
    m_guidance->setKeyboardTracking(false);
    m_guidance->setToolTip(
        tr("How strictly the words are followed. Low is free and soft, high is "
           "literal and hard; 1 ignores the words to avoid."));
    form.addRow(rowLabel(tr("Guidance"), m_guidance), m_guidance);
    m_scheduler = narrowList(this);
    m_scheduler->setObjectName(QStringLiteral("schedulerComboBox"));
    m_scheduler->setToolTip(
        tr("The method that turns noise into a picture. The model's own is a "
           "good choice."));
    form.addRow(rowLabel(tr("Scheduler"), m_scheduler), m_scheduler);
}

void GenerationPanel::buildSeed(QFormLayout& form, const Theme& theme) {
    auto* holder = new QWidget(this);
    auto* row = tightRow(holder);
    m_seed = new QLineEdit(holder);
    m_seed->setObjectName(QStringLiteral("seedLineEdit"));
    m_seed->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{0,20}")), m_seed));
    m_seed->setToolTip(
        tr("The number that the picture's noise comes from. The same seed, words "
           "and settings give the same picture."));
    m_seed->setAccessibleName(tr("Seed"));
    m_seedLock = smallButton(theme, QLatin1String("lock"), tr("Keep this seed"), holder);
    m_seedLock->setObjectName(QStringLiteral("seedLockToolButton"));
    m_seedLock->setCheckable(true);
    m_seedLock->setToolTip(tr("On: every picture uses this seed. Off: each gets a new one."));
    row->addWidget(m_seed, 1);
    row->addWidget(m_seedLock);
    form.addRow(rowLabel(tr("Seed"), m_seed), holder);

    m_negative = new TextField(this);
    m_negative->setObjectName(QStringLiteral("negativePromptPlainTextEdit"));
    m_negative->setPlaceholderText(tr("blurry, text, frame…"));
    m_negative->setTabChangesFocus(true);
    m_negative->setFixedHeight(kNegativeLines * fontMetrics().lineSpacing() + 22);
    m_negative->setToolTip(tr("Words for what should not be in the picture"));
    form.addRow(rowLabel(tr("Avoid"), m_negative), m_negative);
}

void GenerationPanel::buildStart(QFormLayout& form, const Theme& theme) {
    m_start = new QWidget(this);
    auto* row = tightRow(m_start);
    m_startName = new QLabel(m_start);
    m_startName->setTextFormat(Qt::PlainText);
    m_startName->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* choose =
        smallButton(theme, QLatin1String("folder"), tr("Choose a start picture"), m_start);
    m_startClear = smallButton(theme, QLatin1String("close"), tr("Start from nothing"), m_start);
    row->addWidget(m_startName, 1);
    row->addWidget(choose);
    row->addWidget(m_startClear);
    m_start->setToolTip(tr("The picture that drawing starts from, instead of noise alone"));
    form.addRow(rowLabel(tr("Start from"), choose), m_start);
    connect(choose, &QToolButton::clicked, this, &GenerationPanel::startPictureRequested);

    m_strengthRow = new QWidget(this);
    auto* strength = tightRow(m_strengthRow);
    m_strength = new QSlider(Qt::Horizontal, m_strengthRow);
    m_strength->setObjectName(QStringLiteral("strengthSlider"));
    m_strength->setRange(0, 100);
    m_strength->setAccessibleName(tr("How much may change"));
    m_strengthText = new QLabel(m_strengthRow);
    m_strengthText->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("100 %")));
    strength->addWidget(m_strength, 1);
    strength->addWidget(m_strengthText);
    m_strengthRow->setToolTip(
        tr("How much of the start picture may change: 0 % leaves it, 100 % forgets it"));
    form.addRow(rowLabel(tr("Change"), m_strength), m_strengthRow);

    m_preview = new QCheckBox(tr("Show the picture while it is drawn"), this);
    m_preview->setObjectName(QStringLiteral("previewCheckBox"));
    m_preview->setToolTip(tr("A rough view after each step; costs hardly any time"));
    form.addRow(m_preview);
}

void GenerationPanel::connectFields() {
    const auto whenChosen = [this](auto function) {
        return [this, function] {
            if (!m_isRefreshing) {
                function();
            }
        };
    };
    connect(m_size, &QComboBox::activated, this, [this] { applySize(); });
    for (QSpinBox* side : {m_width, m_height}) {
        connect(side, &QSpinBox::valueChanged, this,
                whenChosen([this] { m_settings.setSize(m_width->value(), m_height->value()); }));
    }
    connect(m_count, &QSpinBox::valueChanged, this,
            whenChosen([this] { m_settings.setCount(m_count->value()); }));
    connect(m_steps, &QSpinBox::valueChanged, this,
            whenChosen([this] { m_settings.setSteps(m_steps->value()); }));
    connect(m_guidance, &QDoubleSpinBox::valueChanged, this,
            whenChosen([this] { m_settings.setGuidanceScale(m_guidance->value()); }));
    connect(m_strength, &QSlider::valueChanged, this,
            whenChosen([this] { m_settings.setStrength(m_strength->value() / 100.0); }));
    connect(m_negative, &QPlainTextEdit::textChanged, this,
            whenChosen([this] { m_settings.setNegativePrompt(m_negative->toPlainText()); }));
}

void GenerationPanel::connectMoreFields() {
    connect(m_scheduler, &QComboBox::activated, this, [this](int index) {
        m_settings.setScheduler(m_scheduler->itemData(index).toString());
    });
    connect(m_upscale, &QComboBox::activated, this, [this](int index) {
        m_settings.setUpscale(m_upscale->itemData(index).toInt());
    });
    connect(m_seed, &QLineEdit::editingFinished, this, &GenerationPanel::applySeed);
    connect(m_seedLock, &QToolButton::toggled, this, [this](bool isLocked) {
        if (!m_isRefreshing) {
            m_settings.setSeedLocked(isLocked);
        }
    });
    connect(m_startClear, &QToolButton::clicked, this,
            [this] { m_settings.setStartPicture(std::nullopt); });
    connect(m_preview, &QCheckBox::toggled, this,
            [this](bool shows) { m_settings.setShowsPreview(shows); });
}

void GenerationPanel::showModelName(const QString& name) {
    m_model->setWholeText(name);
    m_model->setAccessibleName(tr("Model: %1").arg(name));
    m_model->setToolTip(plainToolTip(name + QLatin1Char('\n') +
                                     tr("Which model draws. Opens the list of models.")));
}

void GenerationPanel::applySize() {
    const int preset = m_size->currentData().toInt();
    if (preset == kOwnSize) {
        m_settings.setSize(m_settings.widthPx(), m_settings.heightPx());
        setRowVisible(m_ownSize, true);
        m_width->setFocus();
        return;
    }
    const auto presets = sizePresetsOf(m_settings.model().value_or(ModelInfo()));
    const SizePreset& chosen = presets.at(static_cast<std::size_t>(preset));
    if (chosen.isTrained) {
        m_settings.clearSize();
    } else {
        m_settings.setSize(chosen.widthPx, chosen.heightPx);
    }
}

void GenerationPanel::applySeed() {
    bool isNumber = false;
    const qulonglong seed = m_seed->text().toULongLong(&isNumber);
    if (isNumber && seed != m_settings.seed()) {
        m_settings.setSeed(seed);
    } else {
        refresh();
    }
}

void GenerationPanel::fillSizes() {
    const auto presets = sizePresetsOf(m_settings.model().value_or(ModelInfo()));
    m_size->clear();
    int current = -1;
    for (std::size_t i = 0; i < presets.size(); ++i) {
        const SizePreset& preset = presets[i];
        m_size->addItem(sizeText(preset, m_settings.upscale()), static_cast<int>(i));
        if (preset.widthPx == m_settings.widthPx() && preset.heightPx == m_settings.heightPx()) {
            current = static_cast<int>(i);
        }
    }
    m_size->addItem(tr("Own size…"), kOwnSize);
    m_size->setCurrentIndex(current >= 0 ? current : m_size->count() - 1);
    setRowVisible(m_ownSize, current < 0);
    const int multiple = m_settings.model() ? m_settings.model()->sizeMultiplePx : 8;
    for (QSpinBox* side : {m_width, m_height}) {
        side->setRange(multiple, 8192 / multiple * multiple);
        side->setSingleStep(multiple);
    }
    m_width->setValue(m_settings.widthPx());
    m_height->setValue(m_settings.heightPx());
}

void GenerationPanel::fillUpscales() {
    m_upscale->clear();
    for (const int factor : {1, 2, 4}) {
        m_upscale->addItem(factor == 1 ? tr("not") : tr("%1 times").arg(factor), factor);
    }
    m_upscale->setCurrentIndex(m_upscale->findData(m_settings.upscale()));
    const auto& model = m_settings.model();
    setRowVisible(m_upscale, model && model->canUpscale);
}

void GenerationPanel::fillSchedulers() {
    m_scheduler->clear();
    if (const auto& model = m_settings.model()) {
        for (const std::string& name : model->schedulers) {
            m_scheduler->addItem(schedulerText(name), QString::fromStdString(name));
        }
        m_scheduler->setCurrentIndex(m_scheduler->findData(m_settings.scheduler()));
    }
    setRowVisible(m_scheduler, m_scheduler->count() > 1);
}

void GenerationPanel::setRowVisible(QWidget* field, bool isVisible) {
    field->setVisible(isVisible);
    if (QWidget* label = m_form->labelForField(field)) {
        label->setVisible(isVisible);
    }
}

void GenerationPanel::refresh() {
    m_isRefreshing = true;
    const auto& model = m_settings.model();
    fillSizes();
    fillUpscales();
    fillSchedulers();
    m_count->setValue(m_settings.count());
    m_steps->setValue(m_settings.steps());
    m_guidance->setValue(m_settings.guidanceScale());
    m_seed->setText(m_settings.isSeedLocked() || m_settings.seed() != 0
                        ? QString::number(m_settings.seed())
                        : QString());
    m_seed->setPlaceholderText(tr("new each time"));
    m_seedLock->setChecked(m_settings.isSeedLocked());
    const bool takesNegative = !model || model->takesNegativePrompt;
    setRowVisible(m_negative, takesNegative);
    if (m_negative->toPlainText() != m_settings.negativePrompt()) {
        m_negative->setPlainText(m_settings.negativePrompt());
    }
    const auto& start = m_settings.startPicture();
    m_startName->setText(start ? QString::fromStdString(start->file.filename().string())
                               : tr("nothing"));
    m_startClear->setVisible(start.has_value());
    setRowVisible(m_strengthRow, start.has_value());
    m_strength->setValue(static_cast<int>(m_settings.strength() * 100 + 0.5));
    m_strengthText->setText(tr("%1 %").arg(m_strength->value()));
    m_preview->setChecked(m_settings.showsPreview());
    m_isRefreshing = false;
}

}  // namespace limn::ui
