// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/ChatWelcome.h"

#include "ui/style/metrics.h"
#include "ui/widgets/ElidedButton.h"

#include <QLabel>
#include <QVBoxLayout>

namespace limn::ui {

ChatWelcome::ChatWelcome(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("chatWelcomeWidget"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceHugePx, kSpaceHugePx, kSpaceHugePx, kSpaceHugePx);
    column->setSpacing(kSpaceSmallPx);
    column->addStretch(2);
    auto* title = new QLabel(tr("What should the picture show?"), this);
    title->setProperty("look", QStringLiteral("title"));
    title->setWordWrap(true);
    auto* words = new QLabel(tr("Write it below, or attach a picture to change it or to ask about it. "
                                "Everything runs on this machine."),
                             this);
    words->setProperty("look", QStringLiteral("muted"));
    words->setWordWrap(true);
    column->addWidget(title);
    column->addWidget(words);
    column->addSpacing(kSpaceSmallPx);
    const QStringList examples = {tr("Two blue owls on a snowy night"),
                                  tr("A sailing boat on the sea at sunset"),
                                  tr("A red balloon and a house")};
    for (const QString& example : examples) {
        auto* button = new ElidedButton(this);
        button->setWholeText(example);
        button->setObjectName(QStringLiteral("examplePushButton"));
        button->setProperty("look", QStringLiteral("example"));
        button->setAccessibleName(tr("Example: %1").arg(example));
        column->addWidget(button);
        connect(button, &QPushButton::clicked, this,
                [this, example]() { Q_EMIT exampleChosen(example); });
    }
    column->addStretch(3);
}

}  // namespace limn::ui
