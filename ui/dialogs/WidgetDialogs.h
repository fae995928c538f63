// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/dialogs/Dialogs.h"

#include <QPointer>
#include <QWidget>

namespace limn::ui {

/// The real ones.
class WidgetDialogs final : public Dialogs {
public:
    /// What they stand over.
    void setWindow(QWidget* window) { m_window = window; }

    void ask(const Question& question, std::function<void()> onYes) override;
    void chooseFolder(const QString& title, const QString& start,
                      std::function<void(QString)> onChosen) override;
    void chooseSaveFile(const QString& title, const QString& suggested, const QString& filter,
                        std::function<void(QString)> onChosen) override;
    void chooseFiles(const QString& title, const QString& filter,
                     std::function<void(QStringList)> onChosen) override;

private:
    QPointer<QWidget> m_window;
};

}  // namespace limn::ui
