// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/message_document.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFragment>
#include <QTextList>

#include <utility>
#include <vector>

namespace limn::ui {
namespace {

constexpr int kLongestMarkdown = 64 * 1024;
constexpr int kDeepestMarkdown = 8;
constexpr int kIndentPx = 18;
constexpr int kParagraphGapPx = 6;
constexpr int kLineHeightPercent = 115;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(limn::ui::MessageDocument)
};

/// Knows no resource, whatever the text asks for.
class ClosedDocument final : public QTextDocument {
public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int /*type*/, const QUrl& /*name*/) override { return {}; }
};

std::unique_ptr<QTextDocument> emptyDocument(const MessageStyle& style) {
    auto document = std::make_unique<ClosedDocument>();
    document->setUndoRedoEnabled(false);
    document->setDocumentMargin(0);
    document->setIndentWidth(kIndentPx);
    document->setDefaultFont(style.font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    document->setDefaultTextOption(option);
    return document;
}

/// Quotes and lists inside each other beyond this make the importer slow and the text unreadable.
bool isTooDeep(const QString& markdown) {
    for (const QStringView line : QStringView(markdown).split(u'\n')) {
        int depth = 0;
        for (const QChar c : line) {
            if (c == u'>' || c == u'-' || c == u'+' || c == u'*') {
                ++depth;
            } else if (!c.isSpace() && !c.isDigit() && c != u'.' && c != u')') {
                break;
            }
        }
        const bool isRule = depth == line.trimmed().size();  // "-----" is a line, not a depth
        if (depth > kDeepestMarkdown && !(isRule && !line.contains(u'>'))) {
            return true;
        }
    }
    return false;
}

void loosenLines(QTextDocument& document) {
    QTextCursor cursor(&document);
    cursor.select(QTextCursor::Document);
    QTextBlockFormat format;
    format.setLineHeight(kLineHeightPercent, QTextBlockFormat::ProportionalHeight);
    cursor.mergeBlockFormat(format);
}

/// The font has a half bold face; any bolder one would be smeared from it.
void weighBold(QTextDocument& document) {
    QTextCharFormat format;
    format.setFontWeight(QFont::DemiBold);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        std::vector<std::pair<int, int>> bold;  // merging moves the fragments
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            if (fragment.charFormat().fontWeight() > QFont::DemiBold) {
                bold.emplace_back(fragment.position(), fragment.position() + fragment.length());
            }
        }
        for (const auto& [from, to] : bold) {
            QTextCursor cursor(&document);
            cursor.setPosition(from);
            cursor.setPosition(to, QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(format);
        }
    }
}

struct Piece {
    int from = 0;
    int length = 0;
    QTextCharFormat format;
};

/// What the importer made of pictures and links.
std::vector<Piece> outsidePieces(const QTextDocument& document) {
    std::vector<Piece> pieces;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const QTextCharFormat format = fragment.charFormat();
            if (format.isImageFormat() || format.isAnchor()) {
                pieces.push_back({fragment.position(), fragment.length(), format});
            }
        }
    }
    return pieces;
}

void closeOutside(QTextDocument& document, const MessageStyle& style) {
    std::vector<Piece> pieces = outsidePieces(document);
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
        QTextCursor cursor(&document);
        cursor.setPosition(piece->from);
        cursor.setPosition(piece->from + piece->length, QTextCursor::KeepAnchor);
        QTextCharFormat format;
        format.setFont(style.font);
        if (piece->format.isImageFormat()) {
            cursor.insertText(piece->format.stringProperty(QTextFormat::ImageAltText), format);
        } else {
            const QString words = cursor.selectedText();
            const QString target = piece->format.anchorHref();
            format.setForeground(style.link);
            cursor.insertText(words == target || target.isEmpty()
                                  ? words
                                  : QStringLiteral("%1 (%2)").arg(words, target),
                              format);
        }
    }
}

/// Room between lines and paragraphs; the importer's own indents are meant for pages.
void styleBlocks(QTextDocument& document, const MessageStyle& style) {
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format;
        format.setLineHeight(kLineHeightPercent, QTextBlockFormat::ProportionalHeight);
        const QTextBlockFormat former = block.blockFormat();
        const bool isLast = !block.next().isValid();
        const bool isInList =
            block.textList() != nullptr && !isLast && block.next().textList() != nullptr;
        format.setTopMargin(0);
        format.setBottomMargin(isLast || isInList ? 0 : kParagraphGapPx);
        if (former.hasProperty(QTextFormat::BlockCodeFence)) {
            format.setBackground(style.codeGround);
            format.setNonBreakableLines(false);
        }
        if (former.hasProperty(QTextFormat::BlockQuoteLevel)) {
            format.setLeftMargin(kIndentPx * former.intProperty(QTextFormat::BlockQuoteLevel));
        }
        QTextCursor cursor(block);
        cursor.mergeBlockFormat(format);
        if (former.headingLevel() > 0) {
            cursor.select(QTextCursor::BlockUnderCursor);
            QTextCharFormat heading;
            heading.setFontWeight(QFont::DemiBold);
            heading.setProperty(QTextFormat::FontSizeAdjustment,
                                former.headingLevel() <= 2 ? 1 : 0);
            cursor.mergeCharFormat(heading);
        }
    }
}

}  // namespace

std::unique_ptr<QTextDocument> plainDocument(const QString& text, const MessageStyle& style) {
    auto document = emptyDocument(style);
    if (text.size() <= kLongestShownMessage) {
        document->setPlainText(text);
        loosenLines(*document);
        return document;
    }
    int length = kLongestShownMessage;
    if (text[length - 1].isHighSurrogate()) {
        --length;
    }
    const QString rest = QLocale().toString(text.size() - length);
    document->setPlainText(text.left(length) + Words::tr("… and %1 more characters").arg(rest));
    loosenLines(*document);
    return document;
}

std::unique_ptr<QTextDocument> markdownDocument(const QString& markdown,
                                                const MessageStyle& style) {
    if (markdown.size() > kLongestMarkdown || isTooDeep(markdown)) {
        return plainDocument(markdown, style);
    }
    auto document = emptyDocument(style);
    document->setMarkdown(markdown,
                          QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub |
                                                          QTextDocument::MarkdownNoHTML));
    closeOutside(*document, style);
    weighBold(*document);
    styleBlocks(*document, style);
    return document;
}

}  // namespace limn::ui
