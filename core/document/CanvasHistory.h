// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasContent.h"
#include "core/document/Operation.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace limn {

/// The content of the canvas with the way there and back. A value: copies share tiles and pixels, so that a copy can
/// be handed to the thread that writes the journal. Memory is bounded: see trim().
class CanvasHistory {
public:
    struct Step {
        OperationKind kind = OperationKind::ShowPicture;
        CanvasContent content;  ///< after it
        std::size_t maskBytes =
            0;  ///< what it holds that the step before does not; counted by push()
    };
    struct Limits {
        std::size_t steps = 500;
        std::size_t bytes = std::size_t{256} << 20;  ///< of tiles and pixels that only undo needs
    };

    CanvasHistory() = default;
    explicit CanvasHistory(CanvasContent base) : m_base(std::move(base)) {}

    const CanvasContent& content() const noexcept { return contentAt(m_position); }
    const CanvasContent& contentAt(std::size_t position) const noexcept {
        return position == 0 ? m_base : m_steps[position - 1].content;
    }
    const CanvasContent& base() const noexcept { return m_base; }
    const std::vector<Step>& steps() const noexcept { return m_steps; }
    /// How many steps are done; those after it were undone.
    std::size_t position() const noexcept { return m_position; }

    /// Forgets what was undone.
    void push(Step step);
    bool canUndo() const noexcept { return m_position > 0; }
    bool canRedo() const noexcept { return m_position < m_steps.size(); }
    std::optional<OperationKind> undoKind() const;
    std::optional<OperationKind> redoKind() const;
    /// Requires a position of at most steps().size().
    void goTo(std::size_t position) { m_position = position; }

    /// Gives the pixels of the picture at this position, and wherever the same picture stands.
    void setPixels(const CanvasPicture& picture, const std::shared_ptr<const Image>& pixels);
    /// The same for a file name: a pasted picture that was saved now.
    void setFile(const CanvasPicture& picture, const std::filesystem::path& file);

    /// A file lies elsewhere now: pictures, and what they were made from, name it there. False: nothing names it.
    bool moveFile(const std::filesystem::path& before, const std::filesystem::path& after);

    /// Lets go of pixels that can be read from a file again, then of the oldest steps, until the limits hold. What is
    /// on the canvas now always stays.
    void trim(const Limits& limits);
    /// Bytes of masks in all steps, and of pictures beside the one of now. Shared memory counts once.
    std::size_t bytesForUndo() const;

private:
    template <class Change>
    void forEachPicture(Change change);
    void dropReadablePixels(std::size_t limitBytes);

    CanvasContent m_base;
    std::vector<Step> m_steps;
    std::size_t m_position = 0;
};

}  // namespace limn
