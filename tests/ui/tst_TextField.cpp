// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/TextField.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QUrl>
#include <QtTest/QtTest>

using namespace limn::ui;

namespace {

/// False where the field did not take it.
bool drop(QPlainTextEdit& field, const QMimeData& mime) {
    const QPoint at(8, 26);
    QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(field.viewport(), &enter);
    if (!enter.isAccepted()) {
        return false;
    }
    QDragMoveEvent move(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(field.viewport(), &move);
    QDropEvent dropped(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(field.viewport(), &dropped);
    return true;
}

}  // namespace

class TestTextField : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Qt 6.4's own field crashes here.
    void wordsAreDroppedIntoAScrolledText() {
        TextField field;
        field.resize(110, 46);
        field.show();
        const QString former = QStringLiteral("word ").repeated(24);
        field.setPlainText(former);
        QCoreApplication::processEvents();
        field.verticalScrollBar()->setValue(field.verticalScrollBar()->maximum() - 1);
        QVERIFY(field.verticalScrollBar()->value() > 0);
        const QString words = QStringLiteral("a blurred hand, ").repeated(30);
        QMimeData mime;
        mime.setText(words);
        QVERIFY(drop(field, mime));
        QVERIFY(field.toPlainText().contains(words));
        QCOMPARE(field.toPlainText().size(), former.size() + words.size());
        QCoreApplication::processEvents();
        field.undo();
        QCOMPARE(field.toPlainText(), former);
    }

    void filesAndPicturesAreNotItsBusiness() {
        TextField field;
        field.show();
        QMimeData file;
        file.setUrls({QUrl::fromLocalFile(QStringLiteral("/pictures/boat.png"))});
        QMimeData picture;
        picture.setImageData(QImage(8, 8, QImage::Format_RGB32));
        QVERIFY(!drop(field, file));
        QVERIFY(!drop(field, picture));
        QVERIFY(field.toPlainText().isEmpty());
    }

    void pastingTakesThePlaceOfWhatIsSelected() {
        TextField field;
        field.setPlainText(QStringLiteral("a red boat"));
        field.selectAll();
        QApplication::clipboard()->setText(QStringLiteral("two\nboats"));
        field.paste();
        QCOMPARE(field.toPlainText(), QStringLiteral("two\nboats"));
    }
};

QTEST_MAIN(TestTextField)
#include "tst_TextField.moc"
