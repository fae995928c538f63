// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/TranscriptModel.h"

#include <algorithm>
#include <cstring>

namespace limn {
namespace {

constexpr int kLongestSpoken = 1000;

/// A copy: the engine's picture ends with its event.
QImage toQImage(const Image& image) {
    const QImage::Format format = image.channels == 1   ? QImage::Format_Grayscale8
                                  : image.channels == 3 ? QImage::Format_RGB888
                                                        : QImage::Format_RGBA8888;
    QImage copy(image.widthPx, image.heightPx, format);
    for (int y = 0; !copy.isNull() && y < image.heightPx; ++y) {
        std::memcpy(copy.scanLine(y), image.row(y), image.rowBytes());
    }
    return copy;
}

}  // namespace

int TranscriptModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_turns.size());
}

QVariant TranscriptModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Turn& turn = turnAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return turn.text;
    case Qt::AccessibleTextRole:
        return spoken(turn);
    case IdRole:
        return QVariant::fromValue<qlonglong>(turn.id);
    case AuthorRole:
        return static_cast<int>(turn.author);
    case StateRole:
        return static_cast<int>(turn.state);
    default:
        return {};
    }
}

int TranscriptModel::rowOf(TurnId id) const {
    // The newest are asked for most, and ids grow, so look from the end.
    for (int row = static_cast<int>(m_turns.size()) - 1; row >= 0; --row) {
        if (turnAt(row).id == id) {
            return row;
        }
    }
    return -1;
}

const LivePicture* TranscriptModel::live(TurnId id, int cardIndex) const {
    const auto turn = m_live.find(id);
    if (turn == m_live.end()) {
        return nullptr;
    }
    const auto card = turn->second.find(cardIndex);
    return card == turn->second.end() ? nullptr : &card->second;
}

bool TranscriptModel::isStopping(TurnId id) const {
    return std::find(m_stopping.begin(), m_stopping.end(), id) != m_stopping.end();
}

void TranscriptModel::reset(std::vector<Turn> turns) {
    beginResetModel();
    m_turns = std::move(turns);
    m_live.clear();
    m_stopping.clear();
    endResetModel();
}

void TranscriptModel::prepend(std::vector<Turn> turns) {
    if (turns.empty()) {
        return;
    }
    beginInsertRows({}, 0, static_cast<int>(turns.size()) - 1);
    m_turns.insert(m_turns.begin(), std::make_move_iterator(turns.begin()),
                   std::make_move_iterator(turns.end()));
    endInsertRows();
}

void TranscriptModel::append(const Turn& turn) {
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_turns.push_back(turn);
    endInsertRows();
}

void TranscriptModel::change(const Turn& turn) {
    const int row = rowOf(turn.id);
    if (row < 0) {
        return;
    }
    m_turns[static_cast<std::size_t>(row)] = turn;
    if (turn.state != TurnState::Streaming) {
        forgetLive(turn.id);
    }
    Q_EMIT dataChanged(index(row), index(row));
}

void TranscriptModel::moveFile(const QString& before, const QString& after) {
    for (int row = 0; row < rowCount(); ++row) {
        if (moveFileIn(m_turns[static_cast<std::size_t>(row)], before, after)) {
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
}

void TranscriptModel::setProgress(TurnId id, int cardIndex, const Progress& progress) {
    const int row = rowOf(id);
    if (row < 0) {
        return;
    }
    LivePicture& live = m_live[id][cardIndex];
    live.phase = progress.phase;
    live.step = progress.step;
    live.of = progress.of;
    if (progress.preview && !progress.preview->isEmpty()) {
        live.preview = toQImage(*progress.preview);
    }
    Q_EMIT progressed(row);
}

void TranscriptModel::setStopping(TurnId id) {
    const int row = rowOf(id);
    if (row >= 0 && !isStopping(id)) {
        m_stopping.push_back(id);
        Q_EMIT dataChanged(index(row), index(row));
    }
}

void TranscriptModel::forgetLive(TurnId id) {
    m_live.erase(id);
    std::erase(m_stopping, id);
}

QString TranscriptModel::spoken(const Turn& turn) const {
    QStringList parts;
    parts += turn.author == TurnAuthor::Person ? tr("You:") : tr("Limn:");
    if (!turn.text.isEmpty()) {
        parts += turn.text.left(kLongestSpoken);
    }
    if (!turn.attachments.isEmpty()) {
        parts += tr("%n attached picture(s).", nullptr, static_cast<int>(turn.attachments.size()));
    }
    const auto finished =
        std::count_if(turn.cards.begin(), turn.cards.end(),
                      [](const PictureCard& card) { return !card.file.isEmpty(); });
    if (finished > 0) {
        const PictureCard& card = turn.cards.front();
        parts += tr("%n picture(s): %1, seed %2.", nullptr, static_cast<int>(finished))
                     .arg(card.prompt.left(kLongestSpoken))
                     .arg(card.seed);
    }
    for (const PictureCard& card : turn.cards) {
        if (!card.verdictText.isEmpty()) {
            parts += card.verdictText;
        }
    }
    for (const DoneRow& row : turn.rows) {
        if (row.kind == DoneRowKind::Note) {
            parts += QStringLiteral("%1 %2.").arg(row.arguments, row.outcome).trimmed();
        }
    }
    switch (turn.state) {
    case TurnState::Streaming:
        parts += isStopping(turn.id) ? tr("Stopping.") : tr("Being made.");
        break;
    case TurnState::Cancelled:
        parts += tr("Stopped.");
        break;
    case TurnState::Failed:
        parts += turn.failure;
        break;
    case TurnState::Done:
        break;
    }
    return parts.join(QLatin1Char(' '));
}

}  // namespace limn
