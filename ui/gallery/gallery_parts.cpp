// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// How the gallery's pane is put together; what it does is in GalleryPane.cpp.

#include "ui/gallery/FilterButton.h"
#include "ui/gallery/GalleryNotice.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/gallery/InlinePrompt.h"
#include "ui/gallery/ThumbnailDelegate.h"
#include "ui/gallery/ThumbnailGrid.h"
#include "ui/style/metrics.h"
#include "ui/widgets/Announcer.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace limn::ui {

void GalleryPane::build() {
    m_grid = new ThumbnailGrid(this);
    m_grid->setObjectName(QStringLiteral("thumbnailGrid"));
    m_grid->setAccessibleName(tr("Pictures"));
    m_grid->setItemDelegate(new ThumbnailDelegate(m_parts.theme, m_parts.thumbnails, m_grid));
    m_grid->setModel(&m_parts.model);
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);

    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_grid);
    m_statePage = buildStatePage();
    m_stack->addWidget(m_statePage);
    m_unreadablePage = buildUnreadablePage();
    m_stack->addWidget(m_unreadablePage);

    m_prompt = new InlinePrompt(this);
    m_notice = new GalleryNotice(this);
    m_notice->setObjectName(QStringLiteral("noticeBar"));

    m_scanLine = new QWidget(this);
    m_scanText = new QLabel(m_scanLine);
    m_scanText->setProperty("look", QStringLiteral("label"));
    m_scanText->setTextFormat(Qt::PlainText);
    m_scanProgress = new QProgressBar(m_scanLine);
    m_scanProgress->setTextVisible(false);
    m_scanProgress->setAccessibleName(tr("Looking through the folders"));
    auto* scan = new QVBoxLayout(m_scanLine);
    scan->setContentsMargins(0, 0, 0, 0);
    scan->setSpacing(kSpaceHairPx);
    scan->addWidget(m_scanText);
    scan->addWidget(m_scanProgress);
    m_scanLine->hide();
    buildWorkLine();

    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("countLabel"));
    m_count->setProperty("look", QStringLiteral("label"));
    m_problems = new QPushButton(this);
    m_problems->setObjectName(QStringLiteral("problemsPushButton"));
    m_problems->setProperty("look", QStringLiteral("quiet"));
    m_problems->hide();
    m_size = new QSlider(Qt::Horizontal, this);
    m_size->setObjectName(QStringLiteral("thumbnailSizeSlider"));
    m_size->setRange(ThumbnailGrid::kSmallestCellPx, ThumbnailGrid::kLargestCellPx);
    m_size->setValue(m_grid->cellPx());
    m_size->setSingleStep(16);
    m_size->setPageStep(48);
    m_size->setMaximumWidth(96);
    m_size->setAccessibleName(tr("Size of the pictures"));
    m_size->setToolTip(tr("Size of the pictures (Ctrl and mouse wheel)"));
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_count);
    foot->addWidget(m_problems);
    foot->addStretch(1);
    foot->addWidget(m_size);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpaceSmallPx, kSpaceSmallPx, kSpaceSmallPx, kSpaceSmallPx);
    layout->setSpacing(kSpaceSmallPx);
    layout->addWidget(buildTop());
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_prompt);
    layout->addWidget(m_notice);
    layout->addWidget(m_scanLine);
    layout->addWidget(m_workLine);
    layout->addLayout(foot);
    setTabOrder(m_search, m_filter);
    setTabOrder(m_filter, m_grid);
    setTabOrder(m_grid, m_size);
}

void GalleryPane::buildWorkLine() {
    m_workLine = new QWidget(this);
    m_workText = new QLabel(m_workLine);
    m_workAnnouncer = new Announcer(m_workLine);
    m_workText->setProperty("look", QStringLiteral("label"));
    m_workText->setTextFormat(Qt::PlainText);
    m_workProgress = new QProgressBar(m_workLine);
    m_workProgress->setTextVisible(false);
    m_workProgress->setAccessibleName(tr("Work on many pictures"));
    m_workStop = new QPushButton(tr("Stop"), m_workLine);
    m_workStop->setObjectName(QStringLiteral("stopWorkPushButton"));
    m_workStop->setProperty("look", QStringLiteral("quiet"));
    connect(m_workStop, &QPushButton::clicked, this, &GalleryPane::workStopped);
    m_workChoices = new QWidget(m_workLine);
    m_workGoOn = new QPushButton(tr("Go on"), m_workChoices);
    m_workGoOn->setObjectName(QStringLiteral("goOnWorkPushButton"));
    connect(m_workGoOn, &QPushButton::clicked, this, &GalleryPane::workGoOnRequested);
    auto* forget = new QPushButton(tr("Forget the rest"), m_workChoices);
    forget->setObjectName(QStringLiteral("forgetWorkPushButton"));
    forget->setProperty("look", QStringLiteral("quiet"));
    connect(forget, &QPushButton::clicked, this, &GalleryPane::workForgotten);
    auto* choices = new QHBoxLayout(m_workChoices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->addWidget(m_workGoOn);
    choices->addWidget(forget);
    choices->addStretch();
    m_workChoices->hide();
    auto* words = new QVBoxLayout;
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(kSpaceHairPx);
    words->addWidget(m_workText);
    words->addWidget(m_workProgress);
    words->addWidget(m_workChoices);
    auto* line = new QHBoxLayout(m_workLine);
    line->setContentsMargins(0, 0, 0, 0);
    line->addLayout(words, 1);
    line->addWidget(m_workStop);
    m_workLine->hide();
}

QWidget* GalleryPane::buildTop() {
    auto* top = new QWidget(this);
    m_search = new QLineEdit(top);
    m_search->setObjectName(QStringLiteral("gallerySearchLineEdit"));
    m_search->setPlaceholderText(tr("Search by word, prompt or text"));
    m_search->setAccessibleName(tr("Search the pictures"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(m_parts.theme.icon(QLatin1String("search"), ColorToken::MutedText),
                        QLineEdit::LeadingPosition);
    m_filter = new FilterButton(m_parts.theme, top);
    auto* line = new QHBoxLayout;
    line->setSpacing(kSpaceHairPx);
    line->addWidget(m_search, 1);
    line->addWidget(m_filter);

    m_filterLine = new QWidget(top);
    m_filterText = new QLabel(m_filterLine);
    m_filterText->setObjectName(QStringLiteral("filterLabel"));
    m_filterText->setProperty("look", QStringLiteral("chip"));
    m_filterText->setTextFormat(Qt::PlainText);
    m_filterText->setMinimumSize(0, kSpaceHugePx);
    m_filterText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* clear = new QPushButton(tr("Clear"), m_filterLine);
    clear->setObjectName(QStringLiteral("clearFilterPushButton"));
    clear->setProperty("look", QStringLiteral("quiet"));
    clear->setAccessibleName(tr("Clear the filter"));
    connect(clear, &QPushButton::clicked, this, &GalleryPane::clearFilters);
    auto* filters = new QHBoxLayout(m_filterLine);
    filters->setContentsMargins(0, 0, 0, 0);
    filters->addWidget(m_filterText, 1);
    filters->addWidget(clear);
    m_filterLine->hide();

    auto* layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpaceHairPx);
    layout->addLayout(line);
    layout->addWidget(m_filterLine);
    return top;
}

QWidget* GalleryPane::buildStatePage() {
    auto* page = new QWidget(this);
    m_stateIcon = new QLabel(page);
    m_stateIcon->setAlignment(Qt::AlignCenter);
    m_stateTitle = new QLabel(page);
    m_stateTitle->setObjectName(QStringLiteral("stateTitleLabel"));
    m_stateTitle->setProperty("look", QStringLiteral("heading"));
    m_stateText = new QLabel(page);
    m_stateText->setProperty("look", QStringLiteral("muted"));
    for (QLabel* label : {m_stateTitle, m_stateText}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_stateButton = new QPushButton(page);
    m_stateButton->setObjectName(QStringLiteral("statePushButton"));
    connect(m_stateButton, &QPushButton::clicked, this, [this]() {
        if (m_page == Page::Empty) {
            Q_EMIT addFolderRequested();
        } else if (m_page == Page::NoMatch) {
            clearFilters();
        } else {
            m_parts.model.refresh();
        }
    });
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(2);
    layout->addWidget(m_stateIcon);
    layout->addWidget(m_stateTitle);
    layout->addWidget(m_stateText);
    layout->addSpacing(kSpaceSmallPx);
    layout->addWidget(m_stateButton, 0, Qt::AlignCenter);
    layout->addStretch(3);
    return page;
}

QWidget* GalleryPane::buildUnreadablePage() {
    auto* page = new QWidget(this);
    auto* list = new QListWidget(page);
    list->setObjectName(QStringLiteral("unreadableList"));
    list->setAccessibleName(tr("Files that could not be read"));
    list->setWordWrap(true);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* back = new QPushButton(tr("Back to the pictures"), page);
    back->setObjectName(QStringLiteral("unreadableBackPushButton"));
    connect(back, &QPushButton::clicked, this, [this]() {
        m_page = Page::Pictures;
        showState();
        m_grid->setFocus();
    });
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(list, 1);
    layout->addWidget(back);
    return page;
}

}  // namespace limn::ui
