// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/dialogs/WidgetDialogs.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

namespace limn::ui {

void WidgetDialogs::ask(const Question& question, std::function<void()> onYes) {
    auto* box = new QMessageBox(m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(question.isSevere ? QMessageBox::Warning : QMessageBox::Question);
    box->setWindowTitle(question.title);
    box->setTextFormat(Qt::PlainText);
    box->setText(question.text);
    box->setInformativeText(question.detail);
    const QPushButton* yes = box->addButton(question.doIt, QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    QObject::connect(box, &QMessageBox::buttonClicked, box,
                     [yes, answer = std::move(onYes)](QAbstractButton* clicked) {
                         if (clicked == yes) {
                             answer();
                         }
                     });
    box->open();
}

void WidgetDialogs::chooseFolder(const QString& title, const QString& start,
                                 std::function<void(QString)> onChosen) {
    auto* dialog = new QFileDialog(m_window, title, start);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, std::move(onChosen));
    dialog->open();
}

void WidgetDialogs::chooseFiles(const QString& title, const QString& filter,
                                std::function<void(QStringList)> onChosen) {
    auto* dialog = new QFileDialog(m_window, title, QString(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog, std::move(onChosen));
    dialog->open();
}

void WidgetDialogs::chooseSaveFile(const QString& title, const QString& suggested,
                                   const QString& filter, std::function<void(QString)> onChosen) {
    const QFileInfo place(suggested);
    auto* dialog = new QFileDialog(m_window, title, place.path(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(place.fileName());
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, std::move(onChosen));
    dialog->open();
}

}  // namespace limn::ui
