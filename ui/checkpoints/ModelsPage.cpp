// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/checkpoints/ModelsPage.h"

#include "ui/checkpoints/ModelCatalog.h"
#include "ui/checkpoints/ModelDelegate.h"
#include "ui/dialogs/Dialogs.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace limn::ui {
namespace {

constexpr int kMostWidthPx = 760;

std::filesystem::path pathOf(const QModelIndex& index) {
    return index.data(ModelCatalog::PathRole).toString().toStdString();
}

}  // namespace

ModelsPage::ModelsPage(ModelCatalog& catalog, Dialogs& dialogs, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_catalog(catalog), m_dialogs(dialogs) {
    setObjectName(QStringLiteral("modelsPage"));
    setLook(*this, QLatin1String("pane"));
    build(theme);
    connect(m_list, &QListView::activated, this, &ModelsPage::chooseCurrent);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid()) {
                    m_current = pathOf(now);
                }
                showPossible();
            });
    connect(&catalog, &ModelCatalog::dataChanged, this, &ModelsPage::showPossible);
    connect(&catalog, &ModelCatalog::modelReset, this, &ModelsPage::showCurrentAgain);
    showPossible();
}

void ModelsPage::build(const Theme& theme) {
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins(kSpacePx, kSpaceHugePx, kSpacePx, kSpaceHugePx);
    auto* inner = new QWidget(this);
    inner->setMaximumWidth(kMostWidthPx);
    outer->addStretch(1);
    outer->addWidget(inner, 1000);
    outer->addStretch(1);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpacePx);

    auto* head = new QHBoxLayout;
    auto* title = new QLabel(tr("Models"), inner);
    setLook(*title, QLatin1String("hero"));
    head->addWidget(title);
    head->addStretch();
    auto* close = new QToolButton(inner);
    close->setIcon(theme.icon(QLatin1String("close"), ColorToken::MutedText));
    close->setIconSize(QSize(kIconPx, kIconPx));
    close->setAccessibleName(tr("Back to the picture"));
    close->setToolTip(tr("Back to the picture (Esc)"));
    connect(close, &QToolButton::clicked, this, &ModelsPage::closeRequested);
    head->addWidget(close);
    column->addLayout(head);
    auto* about = new QLabel(
        tr("Models stay where they are on your disk. Nothing in a model file is ever run."), inner);
    about->setWordWrap(true);
    setLook(*about, QLatin1String("muted"));
    column->addWidget(about);

    m_list = new QListView(inner);
    m_list->setObjectName(QStringLiteral("modelsListView"));
    m_list->setAccessibleName(tr("Known models"));
    m_list->setModel(&m_catalog);
    m_list->setItemDelegate(new ModelDelegate(theme, m_list));
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    column->addWidget(m_list, 1);

    const auto addButton = [&](const QString& text, const QString& name, const QString& tip) {
        auto* button = new QPushButton(text, inner);
        button->setObjectName(name);
        button->setToolTip(tip);
        return button;
    };
    m_use = addButton(tr("Draw with this"), QStringLiteral("useModelPushButton"),
                      tr("Loads this model and uses it for the next pictures"));
    setLook(*m_use, QLatin1String("primary"));
    m_describe = addButton(tr("Describe with this"), QStringLiteral("describeWithModelPushButton"),
                           tr("Puts pictures into words with this model from now on"));
    m_verify = addButton(tr("Verify"), QStringLiteral("verifyModelPushButton"),
                         tr("Reads every byte and compares it with the day it was added"));
    m_remove = addButton(tr("Take off the list"), QStringLiteral("removeModelPushButton"), {});
    auto* addFile = addButton(tr("Add a file…"), QStringLiteral("addModelFilePushButton"),
                              tr("A .safetensors or .ckpt file"));
    auto* addFolderButton =
        addButton(tr("Add a folder…"), QStringLiteral("addModelFolderPushButton"),
                  tr("The folder of a model, or one with many models in it, which is then searched "
                     "again and again"));
    // Two a line: the window may be narrow, and words long.
    for (const auto& [first, second] : {std::pair(m_use, m_describe), std::pair(m_verify, m_remove),
                                        std::pair(addFile, addFolderButton)}) {
        auto* line = new QHBoxLayout;
        line->setSpacing(kSpaceSmallPx);
        line->addWidget(first);
        line->addWidget(second);
        line->addStretch();
        column->addLayout(line);
    }
    connect(m_use, &QPushButton::clicked, this, &ModelsPage::chooseCurrent);
    connect(m_describe, &QPushButton::clicked, this, &ModelsPage::describeWithCurrent);
    connect(m_verify, &QPushButton::clicked, this, [this] { m_catalog.verify(current()); });
    connect(m_remove, &QPushButton::clicked, this, &ModelsPage::removeCurrent);
    connect(addFile, &QPushButton::clicked, this, &ModelsPage::addFiles);
    connect(addFolderButton, &QPushButton::clicked, this, &ModelsPage::addFolder);
}

QModelIndex ModelsPage::current() const {
    return m_list->currentIndex();
}

void ModelsPage::showChosen(const std::filesystem::path& path) {
    m_list->setCurrentIndex(m_catalog.index(std::max(0, m_catalog.rowOf(path))));
}

void ModelsPage::showCurrentAgain() {
    showChosen(m_current);
    showPossible();
}

void ModelsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_catalog.refresh();
    m_list->setFocus();
}

void ModelsPage::addFiles() {
    m_dialogs.chooseFiles(tr("Add a model"), tr("Models (*.safetensors *.ckpt)"),
                          [this](const QStringList& files) {
                              for (const QString& file : files) {
                                  m_catalog.add(file.toStdString());
                              }
                          });
}

void ModelsPage::addFolder() {
    m_dialogs.chooseFolder(tr("Add a folder of models"), QString(),
                           [this](const QString& folder) { m_catalog.add(folder.toStdString()); });
}

void ModelsPage::chooseCurrent() {
    if (current().data(ModelCatalog::IsUsableRole).toBool()) {
        Q_EMIT modelChosen(pathOf(current()));
    } else {
        describeWithCurrent();
    }
}

void ModelsPage::describeWithCurrent() {
    if (current().data(ModelCatalog::CanDescribeRole).toBool()) {
        Q_EMIT describerChosen(pathOf(current()));
    }
}

void ModelsPage::removeCurrent() {
    if (current().data(ModelCatalog::IsBusyRole).toBool()) {
        m_catalog.remove(current());  // ends the reading
        return;
    }
    const QString name = current().data().toString();
    const bool isFolder = current().data(ModelCatalog::IsFolderRole).toBool();
    m_dialogs.ask(
        {.title = isFolder ? tr("Take a folder off the list") : tr("Take a model off the list"),
         .text = tr("Take “%1” off the list?").arg(name),
         .detail = isFolder ? tr("The models in it leave the list too. All files stay "
                                 "where they are, and it can be added again.")
                            : tr("Its files stay where they are, and it can be added "
                                 "again."),
         .doIt = tr("Take off the list"),
         .isSevere = false},
        [this, index = QPersistentModelIndex(current())] { m_catalog.remove(index); });
}

void ModelsPage::showPossible() {
    const bool isStarter = current().data(ModelCatalog::IsStarterRole).toBool();
    const bool isBusy = current().data(ModelCatalog::IsBusyRole).toBool();
    m_use->setEnabled(current().data(ModelCatalog::IsUsableRole).toBool());
    m_describe->setEnabled(current().data(ModelCatalog::CanDescribeRole).toBool());
    const bool isFolder = current().data(ModelCatalog::IsFolderRole).toBool();
    const bool isInFolder = current().data(ModelCatalog::IsInFolderRole).toBool();
    m_verify->setEnabled(current().isValid() && !isBusy && !isFolder);
    m_remove->setEnabled(current().isValid() && (isBusy || !(isStarter || isInFolder)));
    m_remove->setToolTip(isInFolder ? tr("It is here since its folder is searched: take the folder "
                                         "off the list, or move the file out of it")
                                    : tr("The files stay where they are"));
    m_remove->setAccessibleDescription(m_remove->toolTip());
    m_remove->setText(isBusy ? tr("Stop reading") : tr("Take off the list"));
}

}  // namespace limn::ui
