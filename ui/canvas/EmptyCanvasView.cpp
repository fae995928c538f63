// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/EmptyCanvasView.h"

#include "ui/style/Theme.h"
#include "ui/style/metrics.h"

#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <array>

namespace limn::ui {
namespace {

constexpr int kWidthPx = 400;
constexpr int kLowCanvasPx = 420;

constexpr std::array kExamples = {
    QT_TRANSLATE_NOOP("limn::ui::EmptyCanvasView", "two blue owls on a snowy night"),
    QT_TRANSLATE_NOOP("limn::ui::EmptyCanvasView", "a penguin in the snow"),
    QT_TRANSLATE_NOOP("limn::ui::EmptyCanvasView", "a red balloon and a house in a meadow"),
};

QLabel* addCentred(QVBoxLayout* column, const QString& text, const char* look) {
    auto* label = new QLabel(text);
    label->setProperty("look", QLatin1String(look));
    label->setAlignment(Qt::AlignHCenter);
    label->setWordWrap(true);
    column->addWidget(label);
    return label;
}

}  // namespace

EmptyCanvasView::EmptyCanvasView(const Theme& theme, QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("emptyCanvas"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(kSpaceLargePx, kSpaceLargePx, kSpaceLargePx, kSpaceLargePx);
    outer->addStretch();
    auto* middle = new QWidget(this);
    middle->setMaximumWidth(kWidthPx);
    middle->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceSmallPx);
    m_picture = addCentred(column, {}, "muted");
    m_picture->setPixmap(
        theme.icon(QLatin1String("picture"), ColorToken::MutedText).pixmap(QSize(40, 40)));
    addCentred(column, tr("Pictures appear here"), "hero");
    addCentred(
        column,
        tr("Write in the chat what you would like to see, or drop a picture here to change it. "
           "Paint over a part to have only that drawn again."),
        "muted");
    column->addSpacing(kSpaceSmallPx);
    int number = 0;
    for (const char* example : kExamples) {
        auto* button = new QPushButton(tr(example), middle);
        button->setObjectName(QStringLiteral("example%1PushButton").arg(++number));
        button->setProperty("look", QStringLiteral("example"));
        button->setToolTip(tr("Draw \u201c%1\u201d").arg(button->text()));
        connect(button, &QPushButton::clicked, this,
                [this, button] { Q_EMIT exampleChosen(button->text()); });
        column->addWidget(button);
    }
    column->addSpacing(kSpaceSmallPx);
    m_keys = addCentred(column, tr("Ctrl+K finds every order, Shift+? shows the keys."), "label");
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(middle, 1);
    row->addStretch();
    outer->addLayout(row);
    outer->addStretch();
}

void EmptyCanvasView::showExamples(bool shows) {
    for (auto* button : findChildren<QPushButton*>()) {
        button->setVisible(shows);
    }
}

void EmptyCanvasView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool isLow = event->size().height() < kLowCanvasPx;
    m_picture->setVisible(!isLow);
    m_keys->setVisible(!isLow);
}

}  // namespace limn::ui
