// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
// show_chat FOLDER: paints the chat pane in its states, light and dark, into PNG files to be looked at. The width and the
// direction come from LIMN_WIDTH and -reverse, the scale from QT_SCALE_FACTOR.
#include "tests/support/ChatFixture.h"
#include "tests/support/ScriptedAssistant.h"

#include <QApplication>
#include <QPainter>
#include <QTemporaryDir>
#include <QTimer>

#include <functional>

using namespace limn;
using namespace limn::ui;

namespace {

QString drawPicture(const QTemporaryDir& folder, const QString& name, QSize size, QColor top,
                    QColor bottom) {
    QImage picture(size, QImage::Format_RGB32);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient sky(0, 0, 0, size.height());
    sky.setColorAt(0, top);
    sky.setColorAt(1, bottom);
    painter.fillRect(picture.rect(), sky);
    painter.setBrush(QColor(255, 210, 90));
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(QPointF(size.width() * 0.7, size.height() * 0.3), size.height() * 0.12,
                        size.height() * 0.12);
    painter.setBrush(bottom.darker(160));
    painter.drawRect(0, size.height() * 3 / 4, size.width(), size.height());
    painter.end();
    const QString file = folder.filePath(name);
    picture.save(file);
    return file;
}

Turn person(TurnId id, const QString& text, const QStringList& attachments = {}) {
    Turn turn;
    turn.id = id;
    turn.text = text;
    turn.attachments = attachments;
    return turn;
}

PictureCard card(const QString& file, const QString& prompt, QSize size) {
    PictureCard card;
    card.file = file;
    card.prompt = prompt;
    card.seed = 41;
    card.seconds = 3.8;
    card.modelName = QStringLiteral("Starter");
    card.widthPx = size.width();
    card.heightPx = size.height();
    return card;
}

Turn answer(TurnId id, std::vector<PictureCard> cards, TurnState state = TurnState::Done) {
    Turn turn;
    turn.id = id;
    turn.author = TurnAuthor::Assistant;
    turn.state = state;
    turn.cards = std::move(cards);
    turn.rows = {{DoneRowKind::Call, DoneRowState::Done, QStringLiteral("draw"),
                  QStringLiteral("512 × 512 · 20 steps · guidance 7.5 · seed 41"),
                  QStringLiteral("1 picture in 3.8 s")}};
    return turn;
}

struct Scene {
    QString name;
    std::vector<Turn> turns;
    std::function<void(TranscriptModel&)> live;
};

std::vector<Scene> scenes(const QTemporaryDir& folder) {
    const QString square =
        drawPicture(folder, QStringLiteral("a.png"), {512, 512}, {40, 60, 120}, {220, 120, 90});
    const QString wide =
        drawPicture(folder, QStringLiteral("b.png"), {768, 432}, {90, 160, 230}, {200, 230, 250});
    const QString tall =
        drawPicture(folder, QStringLiteral("c.png"), {512, 768}, {30, 90, 60}, {120, 200, 140});
    std::vector<Scene> all;
    all.push_back({QStringLiteral("empty"), {}, {}});

    Turn masked = answer(4, {card(wide, QStringLiteral("Now a wide one"), {768, 432})});
    masked.cards[0].pixelsChangedOutsideMask = 0;
    Turn judged = answer(6, {card(tall, QStringLiteral("a tall tree"), {512, 768})});
    judged.cards[0].verdict = Verdict::NotAsAsked;
    judged.cards[0].verdictText = QStringLiteral("3 of 4 as asked");
    all.push_back({QStringLiteral("finished"),
                   {person(1, QStringLiteral("A lighthouse at sunset")),
                    answer(2, {card(square, QStringLiteral("A lighthouse at sunset"), {512, 512})}),
                    person(3, QStringLiteral("Now a wide one"), {square}), masked},
                   {}});
    all.push_back(
        {QStringLiteral("judged"), {person(5, QStringLiteral("a tall tree")), judged}, {}});

    Turn batch = answer(8, {card(square, QStringLiteral("four"), {512, 512}),
                            card(square, QStringLiteral("four"), {512, 512}),
                            card(square, QStringLiteral("four"), {512, 512}),
                            card(square, QStringLiteral("four"), {512, 512})});
    batch.rows.insert(batch.rows.begin(),
                      {DoneRowKind::Note, DoneRowState::Done, QStringLiteral("read"),
                       QStringLiteral("(red:1.3), ((bright))"),
                       QStringLiteral("read as plain words: weights have no effect here")});
    batch.rows.insert(batch.rows.begin() + 1,
                      {DoneRowKind::Note, DoneRowState::Done, QStringLiteral("read"),
                       QStringLiteral("--ar 16:9"), QStringLiteral("680 × 384 pixels")});
    all.push_back(
        {QStringLiteral("batch"),
         {person(7, QStringLiteral("a (red:1.3) ((bright)) lighthouse --ar 16:9")), batch},
         {}});

    Turn drawing =
        answer(10, {card({}, QStringLiteral("a fox in snow"), {512, 512})}, TurnState::Streaming);
    Turn waiting =
        answer(12, {card({}, QStringLiteral("and an owl"), {768, 432})}, TurnState::Streaming);
    all.push_back({QStringLiteral("generating"),
                   {person(9, QStringLiteral("a fox in snow")), drawing,
                    person(11, QStringLiteral("and an owl")), waiting},
                   [](TranscriptModel& model) {
                       Image preview(32, 32, 3);
                       for (std::size_t i = 0; i < preview.pixels.size(); ++i) {
                           preview.pixels[i] = static_cast<std::uint8_t>(90 + i * 37 % 91);
                       }
                       model.setProgress(10, 0, {Phase::Denoise, 12, 20, 0, preview});
                   }});

    Turn failed = answer(14, {}, TurnState::Failed);
    failed.failure = QStringLiteral(
        "The picture needs 9.1 GB and 7.4 GB are free. Choose a smaller size or close "
        "other programs, then try again.");
    Turn stopped = answer(16, {}, TurnState::Cancelled);
    all.push_back({QStringLiteral("error"),
                   {person(13, QStringLiteral("a castle, 4096 wide")), failed,
                    person(15, QStringLiteral("smaller")), stopped},
                   {}});

    Turn words = answer(18, {});
    words.text = QStringLiteral(
        "## What I did\n\nI drew **two** versions and kept the *second*:\n\n- the first had a blue "
        "tree\n"
        "- the second is as asked\n\n```\nseed 41\n```\n\n> Say what to "
        "change.\n\n[more](http://a.b/)");
    all.push_back(
        {QStringLiteral("texts"),
         {person(17, QStringLiteral("شجرة زرقاء بجانب بيت أحمر في المدينة")), words,
          person(19, QStringLiteral("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterb"
                                    "eamtengesellschaft")
                         .repeated(2)),
          person(21,
                 QStringLiteral("a long wish with many words that goes on and on, ").repeated(8))},
         {}});
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QString out = application.arguments().value(1, QStringLiteral("."));
    const QTemporaryDir folder;
    test::ChatFixture chat(folder.path().toStdString());
    const int width = qEnvironmentVariableIntValue("LIMN_WIDTH");
    chat.pane.resize(width > 0 ? width : 384, 760);
    chat.session.start();
    chat.pane.show();
    chat.pane.activateWindow();
    chat.pane.focusComposer();
    std::vector<Scene> all = scenes(folder);
    std::size_t step = 0;
    QTimer timer;
    // Two ticks a scene: one to set it, one to paint it when its pictures have been read.
    QObject::connect(&timer, &QTimer::timeout, &application, [&]() {
        const std::size_t scene = step / 2;
        const bool isDark = scene >= all.size();
        if (scene >= 2 * all.size()) {
            application.quit();
            return;
        }
        const Scene& shown = all[scene % all.size()];
        if (step % 2 == 0) {
            chat.theme.setChoice(isDark ? ThemeChoice::Dark : ThemeChoice::Light);
            chat.session.transcript().reset(shown.turns);
            if (shown.live) {
                shown.live(chat.session.transcript());
            }
            chat.pane.grab();
        } else {
            chat.pane.grab().save(
                QStringLiteral("%1/%2-%3.png")
                    .arg(out, shown.name,
                         isDark ? QStringLiteral("dark") : QStringLiteral("light")));
        }
        ++step;
    });
    timer.start(400);
    return QApplication::exec();
}
