// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QWidget>

class QLabel;

namespace limn::ui {

class Theme;

/// What the canvas says when nothing is on it: what can be done here, with three examples.
class EmptyCanvasView final : public QWidget {
    Q_OBJECT
public:
    EmptyCanvasView(const Theme& theme, QWidget* parent);

    /// Off where another pane offers examples already.
    void showExamples(bool shows);

Q_SIGNALS:
    void exampleChosen(const QString& prompt);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QLabel* m_picture = nullptr;
    QLabel* m_keys = nullptr;
};

}  // namespace limn::ui
