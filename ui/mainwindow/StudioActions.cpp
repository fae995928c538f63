// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/StudioActions.h"

#include "ui/style/Theme.h"

#include <QActionGroup>
#include <QMenu>
#include <QSet>
#include <QWidget>

#include <algorithm>

namespace limn::ui {

StudioActions::StudioActions(QWidget& window, const Theme& theme)
    : QObject(&window), m_window(window), m_theme(theme) {
    addFiles();
    addChat();
    addWork();
    addView();
    auto* themes = new QActionGroup(this);
    for (const Command command : {Command::ThemeSystem, Command::ThemeLight, Command::ThemeDark}) {
        m_actions.at(command)->setCheckable(true);
        themes->addAction(m_actions.at(command));
    }
    for (const Command command :
         {Command::ToggleChat, Command::ToggleGallery, Command::ToggleSettings, Command::ToggleWords, Command::MovePanes,
          Command::ToggleSeedLock, Command::TogglePreview, Command::FullScreen}) {
        m_actions.at(command)->setCheckable(true);
    }
}

void StudioActions::add(Command command, const QString& text, QLatin1String icon,
                        const QList<QKeySequence>& keys) {
    auto* action = new QAction(text, this);
    if (icon.size() > 0) {
        action->setIcon(m_theme.icon(icon));
    }
    action->setShortcuts(keys);
    m_window.addAction(action);
    m_actions.emplace(command, action);
}

void StudioActions::addFiles() {
    using enum Command;
    add(OpenFiles, tr("Open files…"), QLatin1String("open"), {QKeySequence::Open});
    add(AttachFiles, tr("Attach pictures to the chat…"), QLatin1String("attach"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_A});
    // Fields that take text have the same key for themselves, and come first.
    add(Paste, tr("Attach the copied picture to the chat"), QLatin1String("attach"),
        {QKeySequence::Paste});
    add(PasteAndChoose, tr("Paste: choose what is done with it"), QLatin1String("copy"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_V});
    add(DescribeFiles, tr("Describe a picture…"), QLatin1String("describe"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_D});
    add(StartFromFile, tr("Start from a picture…"), QLatin1String("start-from"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_S});
    add(AddGalleryFolder, tr("Add a folder to the gallery…"), QLatin1String("folder-add"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_G});
    add(LoadSettings, tr("Load the settings of a picture…"), QLatin1String("settings"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_L});
    add(AddModelFile, tr("Add a model file…"), QLatin1String("model"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_M});
    add(AddModelFolder, tr("Add a folder of models…"), QLatin1String("model"));
    add(ShowModels, tr("Models"), QLatin1String("model"), {Qt::CTRL | Qt::Key_M});
    add(ChoosePictureFolder, tr("Choose where pictures are saved…"), QLatin1String("folder"));
}

/// Here and not in the chat itself: the keys work while its pane is hidden, too.
void StudioActions::addChat() {
    using enum Command;
    add(FocusPrompt, tr("Write a message"), QLatin1String("edit"), {Qt::ALT | Qt::Key_A});
    add(Send, tr("Send the message"), QLatin1String("send"));  // Enter is the editor's
    add(SendFirst, tr("Send the message before all that waits"), QLatin1String("send"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_Return, Qt::CTRL | Qt::SHIFT | Qt::Key_Enter});
    add(NewConversation, tr("New conversation"), QLatin1String("add"), {QKeySequence::New});
    add(ShowConversations, tr("All conversations"), QLatin1String("chat"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_H});
    add(NextConversation, tr("Next conversation"), QLatin1String("arrow-down"),
        {Qt::ALT | Qt::Key_PageDown});
    add(PreviousConversation, tr("Previous conversation"), QLatin1String("arrow-up"),
        {Qt::ALT | Qt::Key_PageUp});
    add(RenameConversation, tr("Rename this conversation"), QLatin1String("rename"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_R});
    add(DeleteConversation, tr("Delete this conversation"), QLatin1String("trash"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_Delete});
    add(StopAnswer, tr("Stop the answer"), QLatin1String("stop"),
        {Qt::CTRL | Qt::ALT | Qt::Key_Return});
}

void StudioActions::addWork() {
    using enum Command;
    add(CancelRunning, tr("Cancel what runs"), QLatin1String("stop"), {Qt::CTRL | Qt::Key_Period});
    add(CancelAll, tr("Cancel everything"), QLatin1String("stop"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_X});
    add(ShowQueue, tr("Show the queue"), QLatin1String("queue"),
        {Qt::CTRL | Qt::SHIFT | Qt::Key_Q});
    add(Repaint, tr("Repaint the masked part"), QLatin1String("brush"));
    add(ToggleSeedLock, tr("Keep the seed"), QLatin1String("lock"));
    add(TogglePreview, tr("Show the picture while it is drawn"), QLatin1String("describe"));
}

void StudioActions::addView() {
    using enum Command;
    add(ToggleChat, tr("Chat"), QLatin1String("chat"));
    add(ToggleGallery, tr("Gallery"), QLatin1String("gallery"));
    add(ToggleSettings, tr("Settings"), QLatin1String("settings"));
    add(ToggleWords, tr("Words"), QLatin1String("words"));
    // Whoever is there already has no other wish than to have it out of the way.
    add(GoToChat, tr("Go to the chat (again: hide it)"), QLatin1String("chat"), {Qt::Key_F6});
    add(GoToGallery, tr("Go to the gallery (again: hide it)"), QLatin1String("gallery"),
        {Qt::Key_F7});
    add(GoToSettings, tr("Go to the settings (again: hide them)"), QLatin1String("settings"),
        {Qt::Key_F8});
    add(GoToWords, tr("Go to the words (again: hide them)"), QLatin1String("words"), {Qt::Key_F9});
    add(GoToNotice, tr("Go to the message at the top"), QLatin1String("info"), {Qt::Key_F3});
    add(FindPictures, tr("Search the pictures"), QLatin1String("search"), {QKeySequence::Find});
    add(MovePanes, tr("Move the panes"), QLatin1String("move"));
    add(ResetPanes, tr("Put the panes back"), QLatin1String("undo"));
    add(ThemeSystem, tr("Colours of the system"), QLatin1String("contrast"));
    add(ThemeLight, tr("Light"), QLatin1String("sun"));
    add(ThemeDark, tr("Dark"), QLatin1String("moon"));
    add(FullScreen, tr("Full screen"), QLatin1String("full-screen"), {Qt::Key_F11});
    add(ShowPalette, tr("Search or run a command"), QLatin1String("command"),
        {Qt::CTRL | Qt::Key_K});
    add(ShowShortcuts, tr("Keys"), QLatin1String("keyboard"),
        {QKeySequence(QStringLiteral("Shift+?")), Qt::Key_F1});
    add(About, tr("About Limn"), QLatin1String("info"));
    add(Quit, tr("Quit"), QLatin1String("close"), {QKeySequence(Qt::CTRL | Qt::Key_Q)});
}

void StudioActions::fill(QMenu& menu) const {
    using enum Command;
    const auto put = [&](QMenu& into, std::initializer_list<Command> commands) {
        for (const Command command : commands) {
            into.addAction(m_actions.at(command));
        }
    };
    put(menu, {OpenFiles, AttachFiles, DescribeFiles, StartFromFile, LoadSettings});
    menu.addSeparator();
    put(menu, {ShowModels, AddModelFile, AddModelFolder, AddGalleryFolder, ChoosePictureFolder});
    menu.addSeparator();
    QMenu* conversations = menu.addMenu(tr("Conversations"));
    put(*conversations, {NewConversation, ShowConversations, NextConversation, PreviousConversation,
                         RenameConversation, DeleteConversation});
    QMenu* panes = menu.addMenu(tr("Panes"));
    put(*panes, {ToggleChat, ToggleGallery, ToggleSettings, ToggleWords});
    panes->addSeparator();
    put(*panes, {GoToChat, GoToGallery, GoToSettings, GoToWords, GoToNotice});
    panes->addSeparator();
    put(*panes, {MovePanes, ResetPanes, FullScreen});
    QMenu* colors = menu.addMenu(tr("Colours"));
    put(*colors, {ThemeSystem, ThemeLight, ThemeDark});
    menu.addSeparator();
    put(menu, {ShowQueue, CancelAll, ShowPalette, ShowShortcuts, About, Quit});
}

QString plainTextOf(const QAction& action) {
    QString text = action.text();
    text.remove(QLatin1Char('&'));
    text.remove(QStringLiteral("…"));
    return text;
}

std::vector<QAction*> allActionsOf(const QWidget& window) {
    std::vector<QAction*> actions;
    QSet<QString> seen;
    // The window's own first: a person who types nothing sees what is wanted most.
    const QList<QAction*> candidates = window.actions() + window.findChildren<QAction*>();
    for (QAction* action : candidates) {
        const QString text = plainTextOf(*action);
        const bool isOfAMenu = action->menu() != nullptr;
        // Line edits bring actions of their own for their context menus; those have their widget as the parent's parent.
        const bool isWanted = !text.isEmpty() && !isOfAMenu && !action->isSeparator() &&
                              action->isVisible() &&
                              !action->objectName().startsWith(QLatin1String("edit-"));
        if (isWanted && !seen.contains(text)) {
            seen.insert(text);
            actions.push_back(action);
        }
    }
    return actions;
}

}  // namespace limn::ui
