// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

namespace limn::ui {

struct Question {
    QString title;
    QString text;    ///< a full sentence
    QString detail;  ///< what will happen; may be empty
    QString doIt;    ///< the button's verb: "Delete"
    bool isSevere = false;
};

/// Every question that stops a person, behind one seam: tests answer it. Nothing here waits; answers come through the
/// functions, later, and not at all if the person says no. GUI thread.
class Dialogs {
public:
    virtual ~Dialogs() = default;

    virtual void ask(const Question& question, std::function<void()> onYes) = 0;
    virtual void chooseFolder(const QString& title, const QString& start,
                              std::function<void(QString)> onChosen) = 0;
    /// `suggested`: folder and name. The person was asked about an existing file already.
    virtual void chooseSaveFile(const QString& title, const QString& suggested,
                                const QString& filter, std::function<void(QString)> onChosen) = 0;
    /// `filter` as QFileDialog's.
    virtual void chooseFiles(const QString& title, const QString& filter,
                             std::function<void(QStringList)> onChosen) = 0;
};

}  // namespace limn::ui
