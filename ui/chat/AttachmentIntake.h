// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/jobs/Background.h"

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <functional>

class QByteArray;
class QImage;
class QMimeData;

namespace limn::ui {

/// Turns what is pasted, dropped or chosen into picture files that a message can carry. Files stay where they are and are
/// looked at by their content; bitmaps without a file are saved into the folder for that. Nothing is ever downloaded.
class AttachmentIntake final : public QObject {
    Q_OBJECT
public:
    AttachmentIntake(Background& background, std::filesystem::path folder,
                     QObject* parent = nullptr);

    void take(const QMimeData& data);
    /// What is refused of them is told in one sentence.
    void takeFiles(const QStringList& files);
    void takeBitmap(const QImage& picture);
    /// A picture without a file, as the bytes of one: they are kept as they came, if they hold a whole picture.
    void takeEncoded(const QByteArray& bytes);

Q_SIGNALS:
    void accepted(const QString& file);
    void refused(const QString& sentence);

private:
    /// `save` gives the file; off the GUI thread.
    void takeSaved(std::function<Result<QString>(std::stop_token)> save);

    Background& m_background;
    std::filesystem::path m_folder;
};

}  // namespace limn::ui
