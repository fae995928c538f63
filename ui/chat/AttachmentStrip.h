// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/chat/CardPictures.h"
#include "ui/style/Theme.h"

#include <QStringList>
#include <QWidget>

class QGridLayout;
class QToolButton;

namespace limn::ui {

/// What a message carries beside its words: a small picture for each file, a line for each long text. Each can be
/// removed with its button, or with Delete while that has the focus.
class AttachmentStrip final : public QWidget {
    Q_OBJECT
public:
    AttachmentStrip(CardPictures& pictures, const Theme& theme, QWidget* parent = nullptr);

    void show(const QStringList& files, const QStringList& longTexts);

Q_SIGNALS:
    void fileRemoved(int index);
    void longTextRemoved(int index);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makePicture(const QString& file, int index);
    QWidget* makeText(const QString& text, int index);
    QToolButton* makeRemoveButton(QWidget* parent, const QString& name);
    void showThumbnails();

    CardPictures& m_pictures;
    const Theme& m_theme;
    QGridLayout* m_grid;
    QList<QWidget*> m_items;
};

}  // namespace limn::ui
