// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/TextField.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QtTest/QtTest>

using namespace limn::ui;

namespace {

/// Drops at the beginning of the text. False where the field did not take it.
bool drop(QPlainTextEdit& field, const QMimeData& mime) {
    const QPoint at = field.cursorRect(QTextCursor(field.document())).center();
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
    /// Qt's own field crashes here.
    void longTextIsDroppedBeforeOtherText() {
        TextField field;
        field.resize(200, 60);
        field.show();
        field.setPlainText(QStringLiteral("fog"));
        const QString words = QStringLiteral("a blurred hand, ").repeated(30);
        QMimeData mime;
        mime.setText(words);
        QVERIFY(drop(field, mime));
        QCOMPARE(field.toPlainText(), words + QStringLiteral("fog"));
        QCoreApplication::processEvents();
        QVERIFY(field.viewport()->rect().intersects(field.cursorRect()));
        field.undo();
        QCOMPARE(field.toPlainText(), QStringLiteral("fog"));
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
