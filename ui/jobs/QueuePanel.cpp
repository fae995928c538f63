// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/jobs/QueuePanel.h"

#include "core/jobs/JobListModel.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/key_notes.h"
#include "ui/widgets/look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

namespace limn::ui {
namespace {

constexpr QSize kSizePx(380, 280);

/// A job with the words that say whether it runs now, as a screen reader has them.
class JobDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        option->text = index.data(Qt::AccessibleTextRole).toString();
    }
};

}  // namespace

QueuePanel::QueuePanel(JobListModel& jobs, const Theme& theme, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_jobs(jobs) {
    setLook(*this, QLatin1String("card"));
    setAccessibleName(tr("Queue"));
    setKeyGroup(*this, tr("Queue"));
    resize(kSizePx);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpacePx, kSpacePx, kSpacePx, kSpacePx);
    auto* head = new QHBoxLayout;
    auto* title = new QLabel(tr("Queue"), this);
    setLook(*title, QLatin1String("heading"));
    head->addWidget(title);
    head->addStretch();
    m_up = addButton(QLatin1String("arrow-up"), tr("Earlier"), Qt::ALT | Qt::Key_Up, theme);
    m_down = addButton(QLatin1String("arrow-down"), tr("Later"), Qt::ALT | Qt::Key_Down, theme);
    m_cancel = addButton(QLatin1String("close"), tr("Take out"), Qt::Key_Delete, theme);
    for (QToolButton* button : {m_up, m_down, m_cancel}) {
        head->addWidget(button);
    }
    column->addLayout(head);
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("queueListView"));
    m_list->setAccessibleName(tr("What runs and what waits"));
    m_list->setModel(&jobs);
    m_list->setItemDelegate(new JobDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideRight);
    column->addWidget(m_list);
    auto* inList = new QVBoxLayout(m_list->viewport());
    m_empty = new QLabel(tr("Nothing waits"), m_list->viewport());
    m_empty->setObjectName(QStringLiteral("queueEmptyLabel"));
    setLook(*m_empty, QLatin1String("muted"));
    inList->addWidget(m_empty, 0, Qt::AlignCenter);
    m_all = new QPushButton(tr("Cancel everything"), this);
    m_all->setObjectName(QStringLiteral("cancelAllPushButton"));
    connect(m_all, &QPushButton::clicked, this, &QueuePanel::cancelAllRequested);
    column->addWidget(m_all, 0, Qt::AlignRight);

    connect(m_up, &QToolButton::clicked, this, [this] { moveCurrent(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { moveCurrent(1); });
    connect(m_cancel, &QToolButton::clicked, this, &QueuePanel::cancelCurrent);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &QueuePanel::showPossible);
    connect(&jobs, &JobListModel::dataChanged, this, &QueuePanel::showPossible);
    connect(&jobs, &JobListModel::rowsInserted, this, &QueuePanel::showPossible);
    connect(&jobs, &JobListModel::rowsMoved, this, &QueuePanel::showPossible);
    connect(&jobs, &JobListModel::rowsRemoved, this, [this] {
        if (m_jobs.rowCount() == 0) {
            close();
        }
        showPossible();
    });
    showPossible();
}

QToolButton* QueuePanel::addButton(QLatin1String icon, const QString& name, const QKeySequence& key,
                                   const Theme& theme) {
    auto* button = new QToolButton(this);
    button->setIcon(theme.icon(icon));
    button->setIconSize(QSize(kIconPx, kIconPx));
    button->setAccessibleName(name);
    const QString keyName = key.toString(QKeySequence::NativeText);
    button->setToolTip(QStringLiteral("%1 (%2)").arg(name, keyName));
    noteKeys(*button, {{name, keyName}});
    button->setShortcut(key);
    return button;
}

void QueuePanel::openAt(const QPoint& lowerRight) {
    move(lowerRight - QPoint(width(), height()));
    if (!m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_jobs.index(0));
    }
    show();
    m_list->setFocus();
}

void QueuePanel::moveCurrent(int steps) {
    m_jobs.moveBy(m_list->currentIndex(), steps);
}

void QueuePanel::cancelCurrent() {
    m_jobs.cancel(m_list->currentIndex());
}

void QueuePanel::showPossible() {
    const bool isEmpty = m_jobs.rowCount() == 0;
    m_empty->setVisible(isEmpty);
    m_list->setAccessibleDescription(isEmpty ? m_empty->text() : QString());
    m_all->setEnabled(!isEmpty);
    const QModelIndex current = m_list->currentIndex();
    const bool isRunning = current.data(JobListModel::IsRunningRole).toBool();
    const int firstWaiting = m_jobs.rowCount() - m_jobs.waitingCount();
    m_cancel->setEnabled(current.isValid());
    m_up->setEnabled(current.isValid() && !isRunning && current.row() > firstWaiting);
    m_down->setEnabled(current.isValid() && !isRunning && current.row() < m_jobs.rowCount() - 1);
}

}  // namespace limn::ui
