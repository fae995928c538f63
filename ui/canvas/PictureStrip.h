// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/canvas/StripModel.h"

#include <QListView>

namespace limn::ui {

class Theme;

/// A row of small pictures under the canvas: this conversation's. Arrow keys and clicks choose.
class PictureStrip final : public QListView {
    Q_OBJECT
public:
    PictureStrip(Background& background, const Theme& theme, QWidget* parent);

    void setEntries(const std::vector<StripModel::Entry>& entries);
    /// The file went or came back.
    void refresh(const std::filesystem::path& file) { m_model.refresh(file); }
    /// Marks the picture that is on the canvas, if it is one of these.
    void markCurrent(const std::filesystem::path& file);

Q_SIGNALS:
    void pictureChosen(const std::filesystem::path& file);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    StripModel m_model;
    bool m_isMarking = false;
};

}  // namespace limn::ui
