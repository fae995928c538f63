// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QAction>
#include <QObject>

#include <map>
#include <vector>

class QMenu;
class QWidget;

namespace limn::ui {

class Theme;

/// Every order that belongs to the window itself; the panes have their own.
enum class Command {
    OpenFiles = 1,
    AttachFiles,
    Paste,
    PasteAndChoose,
    DescribeFiles,
    StartFromFile,
    AddGalleryFolder,
    LoadSettings,
    AddModelFile,
    AddModelFolder,
    ShowModels,
    CancelRunning,
    CancelAll,
    ShowQueue,
    FocusPrompt,
    Send,
    SendFirst,
    NewConversation,
    ShowConversations,
    NextConversation,
    PreviousConversation,
    RenameConversation,
    DeleteConversation,
    StopAnswer,
    ToggleChat,
    ToggleGallery,
    ToggleSettings,
    ToggleWords,
    GoToChat,
    GoToGallery,
    GoToSettings,
    GoToWords,
    GoToNotice,
    FindPictures,
    MovePanes,
    ResetPanes,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    Repaint,
    ToggleSeedLock,
    TogglePreview,
    ChoosePictureFolder,
    FullScreen,
    ShowPalette,
    ShowShortcuts,
    About,
    Quit,
};

/// The actions of the window, with their keys; the palette, the menu and the sheet of shortcuts show them. Owned by the
/// window; GUI thread.
class StudioActions final : public QObject {
    Q_OBJECT
public:
    StudioActions(QWidget& window, const Theme& theme);

    QAction& operator[](Command command) const { return *m_actions.at(command); }
    void fill(QMenu& menu) const;

private:
    void add(Command command, const QString& text, QLatin1String icon = {},
             const QList<QKeySequence>& keys = {});
    void addFiles();
    void addChat();
    void addWork();
    void addView();

    QWidget& m_window;
    const Theme& m_theme;
    std::map<Command, QAction*> m_actions;
};

/// Every action below `window` that a person could want, those of the panes included: with a text, once each.
std::vector<QAction*> allActionsOf(const QWidget& window);

/// The text without "&" and "…".
QString plainTextOf(const QAction& action);

}  // namespace limn::ui
