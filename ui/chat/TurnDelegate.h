// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/TranscriptModel.h"
#include "ui/chat/CardPictures.h"
#include "ui/chat/TranscriptState.h"
#include "ui/chat/TurnLayout.h"
#include "ui/style/Theme.h"

#include <QStyledItemDelegate>

#include <list>
#include <unordered_map>

namespace limn::ui {

/// Paints turns: bubbles, pictures, what was done. Keeps the layouts of the turns that were asked for lately, and the
/// heights of all. Belongs to one TranscriptView.
class TurnDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    TurnDelegate(TranscriptModel& model, const TranscriptState& state, CardPictures& pictures,
                 const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// How wide rows are. Another width forgets everything.
    void setWidth(int widthPx, Qt::LayoutDirection direction);
    /// The layout of a row; valid until the next call of any function here.
    const TurnLayout& layoutOf(int row) const;
    void forget(TurnId turn);
    void forgetAll();

private:
    struct Entry {
        TurnId turn = 0;
        TurnLayout layout;
    };

    void paintPerson(QPainter& painter, const Turn& turn, const TurnLayout& layout) const;
    void paintAnswer(QPainter& painter, const Turn& turn, const TurnLayout& layout) const;
    void paintSummary(QPainter& painter, const Turn& turn, const TurnLayout& layout) const;
    void paintCards(QPainter& painter, const Turn& turn, const TurnLayout& layout) const;
    void paintPicture(QPainter& painter, const Turn& turn, int card, const QRect& place) const;
    void paintFooter(QPainter& painter, const Turn& turn, const TurnLayout& layout) const;
    void paintText(QPainter& painter, QTextDocument& document, const QRect& area, QColor color,
                   TurnId selectable) const;
    void paintWords(QPainter& painter, const QRect& area, const QString& words, ColorToken color,
                    Qt::Alignment alignment) const;
    bool hasPromptLine(int row) const;

    TranscriptModel& m_model;
    const TranscriptState& m_state;
    CardPictures& m_pictures;
    const Theme& m_theme;
    int m_widthPx = 0;
    Qt::LayoutDirection m_direction = Qt::LeftToRight;
    mutable std::list<Entry> m_layouts;  // the one used last is in front
    mutable std::unordered_map<TurnId, int> m_heights;
};

}  // namespace limn::ui
