// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QPushButton>

class QFontMetrics;

namespace limn::ui {

/// `name` as a button shows it: with "…" in its middle where it is wider than `widthPx`, and with each "&" as a
/// letter rather than a key. The ends of a file's name say more than its middle.
QString nameOnButton(const QString& name, const QFontMetrics& metrics, int widthPx);

/// A button with somebody's own name on it, which gives way: it never widens its pane.
class ElidedButton final : public QPushButton {
    Q_OBJECT
public:
    explicit ElidedButton(QWidget* parent = nullptr);

    void setWholeText(const QString& text);
    const QString& wholeText() const { return m_text; }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void elide();

    QString m_text;
};

}  // namespace limn::ui
