// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasHistory.h"

#include <algorithm>

namespace limn {
namespace {

std::size_t bytesBeyond(const Mask& before, const Mask& after) {
    const bool isAsBig = before.area() == after.area();
    std::size_t bytes = after.tileCount() * sizeof(Mask::TilePointer);
    for (std::size_t i = 0; i < after.tileCount(); ++i) {
        const Mask::TilePointer& tile = after.tile(i);
        if (tile && tile != Mask::fullTile() && !(isAsBig && tile == before.tile(i))) {
            bytes += sizeof(Mask::Tile);
        }
    }
    return bytes;
}

}  // namespace

void CanvasHistory::push(Step step) {
    m_steps.resize(m_position);
    step.maskBytes = bytesBeyond(content().mask, step.content.mask);
    m_steps.push_back(std::move(step));
    m_position = m_steps.size();
}

std::optional<OperationKind> CanvasHistory::undoKind() const {
    return canUndo() ? std::optional(m_steps[m_position - 1].kind) : std::nullopt;
}

std::optional<OperationKind> CanvasHistory::redoKind() const {
    return canRedo() ? std::optional(m_steps[m_position].kind) : std::nullopt;
}

template <class Change>
void CanvasHistory::forEachPicture(Change change) {
    change(m_base.picture);
    for (Step& step : m_steps) {
        change(step.content.picture);
    }
}

void CanvasHistory::setPixels(const CanvasPicture& picture,
                              const std::shared_ptr<const Image>& pixels) {
    const CanvasPicture wanted = picture;  // it may stand in this history
    forEachPicture([&](CanvasPicture& one) {
        if (isSamePicture(one, wanted)) {
            one.pixels = pixels;
        }
    });
}

void CanvasHistory::setFile(const CanvasPicture& picture, const std::filesystem::path& file) {
    const CanvasPicture wanted = picture;
    forEachPicture([&](CanvasPicture& one) {
        if (isSamePicture(one, wanted)) {
            one.file = file;
        }
    });
}

bool CanvasHistory::moveFile(const std::filesystem::path& before,
                             const std::filesystem::path& after) {
    bool isNamed = false;
    forEachPicture([&](CanvasPicture& one) {
        for (std::filesystem::path* file : {&one.file, &one.origin.madeFrom}) {
            if (*file == before) {
                *file = after;
                isNamed = true;
            }
        }
    });
    return isNamed;
}

std::size_t CanvasHistory::bytesForUndo() const {
    const auto& now = content().picture.pixels;
    std::size_t bytes = 0;
    for (std::size_t position = 0; position <= m_steps.size(); ++position) {
        const auto& pixels = contentAt(position).picture.pixels;
        const bool isCounted = position > 0 && pixels == contentAt(position - 1).picture.pixels;
        bytes += pixels && pixels != now && !isCounted ? pixels->pixels.size() : 0;
        bytes += position > 0 ? m_steps[position - 1].maskBytes : 0;
    }
    return bytes;
}

void CanvasHistory::dropReadablePixels(std::size_t limitBytes) {
    // The farthest from now first. Steps of the same picture follow each other and share their pixels.
    for (std::size_t far = std::max(m_position, m_steps.size() - m_position); far > 0; --far) {
        if (bytesForUndo() <= limitBytes) {
            return;
        }
        for (const std::size_t position :
             {m_position - std::min(far, m_position), m_position + far}) {
            const bool isThere = position <= m_steps.size() && position != m_position;
            if (!isThere || contentAt(position).picture.file.empty() ||
                isSamePicture(contentAt(position).picture, content().picture)) {
                continue;
            }
            (position == 0 ? m_base : m_steps[position - 1].content).picture.pixels.reset();
        }
    }
}

void CanvasHistory::trim(const Limits& limits) {
    if (bytesForUndo() > limits.bytes) {
        dropReadablePixels(limits.bytes);
    }
    while (!m_steps.empty() && (m_steps.size() > limits.steps || bytesForUndo() > limits.bytes)) {
        if (m_position > 0) {
            m_base = std::move(m_steps.front().content);
            m_steps.erase(m_steps.begin());
            --m_position;
        } else {
            m_steps.pop_back();  // only undone steps are left
        }
    }
}

}  // namespace limn
