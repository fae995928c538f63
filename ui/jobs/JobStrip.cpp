// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/jobs/JobStrip.h"

#include "core/jobs/InferenceService.h"
#include "core/jobs/JobListModel.h"
#include "ui/jobs/job_texts.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/look.h"
#include "ui/widgets/to_qimage.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace limn::ui {
namespace {

constexpr int kBarSteps = 1000;
constexpr int kBarWidthPx = 220;
constexpr int kPhaseWidthPx = 190;
constexpr int kHeightPx = 34;
constexpr int kPreviewPx = 28;

}  // namespace

JobStrip::JobStrip(JobListModel& jobs, InferenceService& service, const Theme& theme,
                   QWidget* parent)
    : QWidget(parent), m_jobs(jobs), m_service(service) {
    build(theme);
    connect(&jobs, &JobListModel::dataChanged, this, &JobStrip::showRunning);
    connect(&jobs, &JobListModel::rowsRemoved, this, &JobStrip::showRunning);
    connect(&jobs, &JobListModel::rowsInserted, this, &JobStrip::showRunning);
    connect(&service, &InferenceService::jobProgressed, this, &JobStrip::showPreview);
    connect(&service, &InferenceService::queueChanged, this, &JobStrip::showQueue);
    connect(&service, &InferenceService::modelLoaded, this, &JobStrip::showDevice);
    showRunning();
    showQueue();
    showDevice();
}

void JobStrip::build(const Theme& theme) {
    setLook(*this, QLatin1String("bar"));
    setObjectName(QStringLiteral("jobStrip"));
    setFixedHeight(kHeightPx);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpacePx, 1, kSpacePx, 0);
    row->setSpacing(kSpacePx);

    m_preview = new QLabel(this);
    m_preview->setObjectName(QStringLiteral("previewLabel"));
    m_preview->setAccessibleName(tr("Preview of the picture that is being drawn"));
    m_preview->setFixedSize(kPreviewPx, kPreviewPx);
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->hide();
    row->addWidget(m_preview);
    m_phase = new ElidedLabel(this);
    setLook(*m_phase, QLatin1String("muted"));
    m_phase->setMinimumWidth(kPhaseWidthPx);
    m_phase->setObjectName(QStringLiteral("phaseLabel"));
    row->addWidget(m_phase, 1);
    m_bar = new QProgressBar(this);
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(kBarWidthPx);
    m_bar->setAccessibleName(tr("Progress of the running job"));
    row->addWidget(m_bar);
    m_left = new QLabel(this);
    setLook(*m_left, QLatin1String("muted"));
    m_left->setTextFormat(Qt::PlainText);
    row->addWidget(m_left);
    m_cancel = new QPushButton(tr("Cancel"), this);
    setLook(*m_cancel, QLatin1String("quiet"));
    m_cancel->setObjectName(QStringLiteral("cancelPushButton"));
    m_cancel->setToolTip(tr("Stops what runs now within one step. What is finished stays."));
    connect(m_cancel, &QPushButton::clicked, this, &JobStrip::cancelRequested);
    row->addWidget(m_cancel);
    m_cancelKey = new QLabel(QStringLiteral("Esc"), this);
    setLook(*m_cancelKey, QLatin1String("key"));
    row->addWidget(m_cancelKey, 0, Qt::AlignVCenter);
    row->addStretch(2);

    m_queue = new QToolButton(this);
    setLook(*m_queue, QLatin1String("muted"));
    m_queue->setObjectName(QStringLiteral("queueToolButton"));
    m_queue->setIcon(theme.icon(QLatin1String("queue"), ColorToken::MutedText));
    m_queue->setIconSize(QSize(kIconPx, kIconPx));
    m_queue->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_queue->setToolTip(tr("Shows what waits; there it can be moved and taken out."));
    connect(m_queue, &QToolButton::clicked, this, &JobStrip::queueRequested);
    row->addWidget(m_queue);
    m_device = new QLabel(this);
    m_device->setTextFormat(Qt::PlainText);
    setLook(*m_device, QLatin1String("muted"));
    m_device->setObjectName(QStringLiteral("deviceLabel"));
    row->addWidget(m_device);
}

void JobStrip::showMemory(qint64 bytes) {
    m_memoryText = bytes > 0 ? bytesText(bytes) : QString();
    showDevice();
}

void JobStrip::setRunning(bool isRunning) {
    for (QWidget* widget : {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_left),
                            static_cast<QWidget*>(m_cancel), static_cast<QWidget*>(m_cancelKey)}) {
        widget->setVisible(isRunning);
    }
    // Nothing beside it moves when the first preview comes; without a job it has no place.
    QSizePolicy place = m_preview->sizePolicy();
    place.setRetainSizeWhenHidden(isRunning);
    m_preview->setSizePolicy(place);
}

void JobStrip::showRunning() {
    const auto running = m_service.runningJob();
    setRunning(running.has_value());
    if (running != m_previewed) {  // it is over, or another one's turn
        m_previewed.reset();
        m_preview->hide();
    }
    if (!running) {
        m_phase->setWholeText(tr("Ready"));
        return;
    }
    const PictureOrder* order = m_service.orderOf(*running);
    const int pictures = order == nullptr ? 1 : order->request.count;
    const bool isStopping = m_service.isStopping(*running);
    m_cancel->setEnabled(!isStopping);
    if (isStopping) {
        m_phase->setWholeText(tr("Stopping…"));
        m_left->clear();
    } else if (const auto& progress = m_jobs.progress()) {
        m_phase->setWholeText(phaseText(*progress, pictures));
        m_left->setText(timeLeftText(m_jobs.timeLeft().seconds()));
        const bool isLoading = progress->phase == Phase::Load && progress->of > 0;
        const double share = isLoading ? static_cast<double>(progress->step) / progress->of
                                       : m_jobs.timeLeft().fraction();
        m_bar->setValue(static_cast<int>(share * kBarSteps));
    } else {
        m_phase->setWholeText(tr("Starting"));
        m_left->clear();
        m_bar->setValue(0);
    }
}

/// The latest one stays until there is a newer one: not every step brings one.
void JobStrip::showPreview(JobId id, const Progress& progress) {
    if (!progress.preview || m_service.runningJob() != id) {
        return;
    }
    const double ratio = devicePixelRatioF();
    const auto sidePx = static_cast<int>(kPreviewPx * ratio);
    QPixmap view = QPixmap::fromImage(
        viewOf(*progress.preview)
            .scaled(sidePx, sidePx, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    view.setDevicePixelRatio(ratio);
    m_preview->setPixmap(view);
    m_preview->show();
    m_previewed = id;
}

void JobStrip::showQueue() {
    const int waiting = m_jobs.waitingCount();
    m_queue->setText(tr("%n waiting", nullptr, waiting));
    m_queue->setVisible(waiting > 0);
    showRunning();
}

void JobStrip::showDevice() {
    if (const auto& model = m_service.loadedModel()) {
        m_deviceText = model->device == "cpu" ? tr("Processor")
                                              : QString::fromStdString(model->device).toUpper();
    }
    QStringList parts = {m_deviceText, m_memoryText};
    parts.removeAll(QString());
    m_device->setText(parts.join(QStringLiteral(" · ")));
    m_device->setVisible(!parts.isEmpty());
}

}  // namespace limn::ui
