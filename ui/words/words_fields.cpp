// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// How the pane of words is put together; what it does is in WordsPane.cpp.

#include "ui/words/WordsPane.h"

#include "ui/style/Theme.h"
#include "ui/style/metrics.h"
#include "ui/widgets/Announcer.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/TextField.h"
#include "ui/widgets/look.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace limn::ui {
namespace {

constexpr int kAltLines = 4;
constexpr int kDetailLines = 6;
constexpr int kWritingLines = 4;

QLabel* wrapped(const QString& words, const char* look, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLook(*label, QLatin1String(look));
    return label;
}

}  // namespace

QWidget* WordsPane::buildEmpty() {
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(kSpaceHugePx, kSpaceHugePx, kSpaceHugePx, kSpaceHugePx);
    column->setSpacing(kSpacePx);
    auto* title = wrapped(tr("No picture is in words yet"), "heading", page);
    auto* hint = wrapped(tr("Drop any picture on the window and choose “Describe”. Alt text, "
                            "details, tags and the writing in it come here; "
                            "change them, copy them, or write them into the file."),
                         "muted", page);
    auto* choose =
        new QPushButton(m_theme.icon(QLatin1String("describe")), tr("Describe a picture…"), page);
    connect(choose, &QPushButton::clicked, this, &WordsPane::describeRequested);
    column->addStretch(1);
    column->addWidget(title);
    column->addWidget(hint);
    column->addWidget(choose, 0, Qt::AlignLeft);
    column->addStretch(2);
    return page;
}

QWidget* WordsPane::buildFields() {
    auto* inner = new QWidget;
    setLook(*inner, QLatin1String("pane"));
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(kSpaceLargePx, kSpacePx, kSpaceLargePx, kSpaceLargePx);
    column->setSpacing(kSpaceSmallPx);
    m_name = new ElidedLabel(inner);
    setLook(*m_name, QLatin1String("heading"));
    m_origin = wrapped({}, "label", inner);
    m_showWaiting = new QPushButton(inner);
    m_showWaiting->setObjectName(QStringLiteral("showWaitingWords"));
    m_showWaiting->setToolTip(
        tr("What you changed here is kept in the gallery, but not written into the file."));
    m_showWaiting->hide();
    connect(m_showWaiting, &QPushButton::clicked, this, &WordsPane::showWaiting);
    column->addWidget(m_showWaiting, 0, Qt::AlignLeft);
    column->addWidget(m_name);
    column->addWidget(m_origin);

    m_altCount = new QLabel(inner);
    m_alt = new TextField(inner);
    m_alt->setObjectName(QStringLiteral("altEdit"));
    addHead(
        *column, tr("Al&t text"), m_alt, [this] { return m_alt->toPlainText(); }, m_altCount);
    m_otherAlt = addOther(*column, tr("Another alt text is in the file. It was kept:"),
                          QStringLiteral("replaceAlt"), m_alt, &WordsForFile::replacesAlt);
    m_detail = addText(*column, tr("In &detail"), QStringLiteral("detailEdit"), kDetailLines);
    m_otherDetail =
        addOther(*column, tr("Another description is in the file. It was kept:"),
                 QStringLiteral("replaceDetail"), m_detail, &WordsForFile::replacesLongDescription);
    m_tags = new QLineEdit(inner);
    m_tags->setObjectName(QStringLiteral("tagsEdit"));
    addHead(
        *column, tr("Ta&gs"), m_tags, [this] { return m_tags->text(); }, nullptr);

    m_writing = addText(*column, tr("W&riting in the picture"), QStringLiteral("writingEdit"),
                        kWritingLines);
    m_writing->setPlaceholderText(tr("None was read"));

    m_matchPart = addNote(*column, tr("Compared with its prompt"), m_match);
    m_measuredPart = addNote(*column, tr("Measured"), m_measured);
    column->addStretch();

    connect(m_alt, &QPlainTextEdit::textChanged, this, &WordsPane::countAlt);
    for (auto* edit : {m_alt, m_detail}) {
        connect(edit, &QPlainTextEdit::textChanged, this, &WordsPane::refreshButtons);
    }
    connect(m_tags, &QLineEdit::textChanged, this, &WordsPane::refreshButtons);
    for (auto* edit : {m_alt, m_detail, m_writing}) {
        connect(edit, &QPlainTextEdit::textChanged, &m_tellSoon, qOverload<>(&QTimer::start));
    }
    connect(m_tags, &QLineEdit::textChanged, &m_tellSoon, qOverload<>(&QTimer::start));
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    return scroll;
}

/// Below the field, so that both can be read one after the other.
WordsPane::OtherText WordsPane::addOther(QVBoxLayout& column, const QString& heading,
                                         const QString& name, QWidget* field,
                                         bool WordsForFile::*replaces) {
    OtherText other;
    other.part = addNote(column, heading, other.text, tr("Text in the file"));
    setLook(*other.part, QLatin1String("sunk"));
    other.part->setAccessibleName(heading);
    other.announcer = new Announcer(other.part);
    other.text->setObjectName(name + QStringLiteral("Text"));
    other.replace = new QPushButton(tr("Replace it"), other.part);
    other.replace->setObjectName(name);
    other.replace->setToolTip(tr("The text above takes its place in the file."));
    other.replace->setAccessibleDescription(other.replace->toolTip());
    connect(other.replace, &QPushButton::clicked, this, [this, field, replaces] {
        WordsForFile words = wordsNow();
        words.*replaces = true;
        field->setFocus();
        write(std::move(words));
    });
    auto* keep = new QPushButton(tr("Keep it"), other.part);
    keep->setObjectName(name + QStringLiteral("Not"));
    connect(keep, &QPushButton::clicked, this, [part = other.part, field] {
        part->hide();
        field->setFocus();
    });
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(other.replace);
    buttons->addWidget(keep);
    buttons->addStretch();
    static_cast<QVBoxLayout*>(other.part->layout())->addLayout(buttons);
    other.part->hide();
    return other;
}

void WordsPane::showOther(const OtherText& other, const std::string& kept) {
    other.text->setText(QString::fromStdString(kept));
    other.part->setVisible(!kept.empty());
    if (!kept.empty()) {
        other.announcer->say(other.part->accessibleName());
    }
}

/// What is only told: a heading with a button to copy, and words below it.
QWidget* WordsPane::addNote(QVBoxLayout& column, const QString& heading, QLabel*& words,
                            const QString& copyName) {
    auto* part = new QWidget(this);
    auto* lines = new QVBoxLayout(part);
    lines->setContentsMargins(0, kSpaceHairPx, 0, 0);
    lines->setSpacing(kSpaceHairPx);
    auto* label = wrapped(heading, "label", part);
    words = wrapped({}, "", part);
    words->setAccessibleDescription(heading);
    auto* head = new QHBoxLayout;
    head->setSpacing(kSpaceSmallPx);
    head->addWidget(label, 1);
    head->addWidget(copyButton(copyName.isEmpty() ? heading : copyName,
                               [told = words] { return told->text(); }),
                    0, Qt::AlignTop);
    lines->addLayout(head);
    lines->addWidget(words);
    column.addWidget(part);
    return part;
}

QWidget* WordsPane::buildWords() {
    auto* page = new QWidget(this);
    m_write = new QPushButton(m_theme.icon(QLatin1String("save")), tr("Write into the file"), page);
    m_write->setObjectName(QStringLiteral("writeIntoFile"));
    m_write->setToolTip(
        tr("Alt text, description and tags become part of the picture’s file, where other programs "
           "and screen readers find "
           "them. The picture itself stays as it is, and so do texts that somebody else wrote."));
    connect(m_write, &QPushButton::clicked, this, [this] { write(wordsNow()); });
    m_speak = new QPushButton(page);
    m_speak->setObjectName(QStringLiteral("readAloud"));
    connect(m_speak, &QPushButton::clicked, this, &WordsPane::toggleSpeech);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(kSpaceLargePx, kSpaceSmallPx, kSpaceLargePx, kSpacePx);
    buttons->addWidget(m_write);
    buttons->addWidget(m_speak);
    buttons->addStretch();
    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildFields(), 1);
    whole->addLayout(buttons);
    return page;
}

QPlainTextEdit* WordsPane::addText(QVBoxLayout& column, const QString& name,
                                   const QString& objectName, int lines) {
    auto* edit = new TextField(this);
    edit->setObjectName(objectName);
    addHead(
        column, name, edit, [edit] { return edit->toPlainText(); }, nullptr);
    edit->setFixedHeight(lines * edit->fontMetrics().lineSpacing() + 2 * kSpaceSmallPx);
    return edit;
}

QToolButton* WordsPane::copyButton(const QString& name, const std::function<QString()>& textOf) {
    auto* copy = new QToolButton(this);
    copy->setIcon(m_theme.icon(QLatin1String("copy")));
    copy->setIconSize(QSize(kIconPx, kIconPx));
    copy->setAccessibleName(tr("Copy: %1").arg(name));
    copy->setToolTip(tr("Copy"));
    connect(copy, &QToolButton::clicked, this, [this, textOf, name] {
        QGuiApplication::clipboard()->setText(textOf());
        Q_EMIT copied(name);
    });
    return copy;
}

/// Name, what stands beside it, a button to copy; below it the field.
void WordsPane::addHead(QVBoxLayout& column, const QString& name, QWidget* field,
                        const std::function<QString()>& textOf, QWidget* beside) {
    auto* label = new QLabel(name, this);
    setLook(*label, QLatin1String("label"));
    label->setBuddy(field);
    const QString plain = QString(name).remove(QLatin1Char('&'));
    field->setAccessibleName(plain);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, kSpaceHairPx, 0, 0);
    head->setSpacing(kSpaceSmallPx);
    head->addWidget(label);
    head->addStretch();
    if (beside != nullptr) {
        head->addWidget(beside);
    }
    head->addWidget(copyButton(plain, textOf));
    column.addLayout(head);
    column.addWidget(field);
    if (auto* edit = qobject_cast<QPlainTextEdit*>(field)) {
        edit->setTabChangesFocus(true);
        edit->setFixedHeight(kAltLines * edit->fontMetrics().lineSpacing() + 2 * kSpaceSmallPx);
    }
    field->installEventFilter(this);
}

/// Ctrl+Enter in a text writes it into the file; who leaves it is done with it.

}  // namespace limn::ui
