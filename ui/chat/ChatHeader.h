// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/style/Theme.h"

#include <QWidget>

class QToolButton;

namespace limn::ui {

/// The title of the conversation, which opens the list of all of them, and the button for a new one.
class ChatHeader final : public QWidget {
    Q_OBJECT
public:
    explicit ChatHeader(const Theme& theme, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setListShown(bool isShown);

Q_SIGNALS:
    void listToggled(bool isShown);
    void newRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showTitle();

    const Theme& m_theme;
    QString m_title;
    QToolButton* m_titleButton;
    QToolButton* m_newButton;
};

}  // namespace limn::ui
