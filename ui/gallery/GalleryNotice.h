// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace limn::ui {

class Announcer;

inline constexpr int kUndoOfferedMs = 12'000;  ///< how long a notice offers to take something back

/// One sentence at the foot of a pane, with at most one thing to do about it; goes away by itself or by its button. A newer
/// sentence takes the place of the older one.
class GalleryNotice final : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Plain = 1, Care };

    explicit GalleryNotice(QWidget* parent = nullptr);

    /// Without `action` there is no button. `keepMs` 0: until the button is pressed or another notice comes.
    void tell(Kind kind, const QString& text, const QString& action, int keepMs,
              std::function<void()> act);
    QString text() const;

private:
    QLabel* m_text;
    QPushButton* m_button;
    Announcer* m_announcer;
    QTimer m_end;
    std::function<void()> m_act;
};

}  // namespace limn::ui
