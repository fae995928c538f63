<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>limn::FailureSentence</name>
    <message numerus="yes">
        <source>%n files are not pictures: %1</source>
        <translation>
            <numerusform>%n file is not a picture: %1</numerusform>
            <numerusform>%n files are not pictures: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files are not models: %1</source>
        <translation>
            <numerusform>%n file is not a model: %1</numerusform>
            <numerusform>%n files are not models: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::GalleryModel</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::PictureAssistant</name>
    <message numerus="yes">
        <source>%n attached picture(s)</source>
        <translation>
            <numerusform>%n attached picture</numerusform>
            <numerusform>%n attached pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) in %1 s</source>
        <translation>
            <numerusform>%n picture in %1 s</numerusform>
            <numerusform>%n pictures in %1 s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::PictureRequest</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::TranscriptModel</name>
    <message numerus="yes">
        <source>%n attached picture(s).</source>
        <translation>
            <numerusform>%n attached picture.</numerusform>
            <numerusform>%n attached pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s): %1, seed %2.</source>
        <translation>
            <numerusform>%n picture: %1, seed %2.</numerusform>
            <numerusform>%n pictures: %1, seed %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::studio::Studio</name>
    <message numerus="yes">
        <source>%n orders of the last time go on</source>
        <translation>
            <numerusform>%n order of the last time goes on</numerusform>
            <numerusform>%n orders of the last time go on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures described</source>
        <translation>
            <numerusform>%n picture described</numerusform>
            <numerusform>%n pictures described</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures described, %1 not</source>
        <translation>
            <numerusform>%n picture described, %1 not</numerusform>
            <numerusform>%n pictures described, %1 not</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures wait; they are described after the next start</source>
        <translation>
            <numerusform>%n picture waits; it is described after the next start</numerusform>
            <numerusform>%n pictures wait; they are described after the next start</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures wait to be described</source>
        <translation>
            <numerusform>%n picture waits to be described</numerusform>
            <numerusform>%n pictures wait to be described</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::Composer</name>
    <message numerus="yes">
        <source>A message carries at most %n picture(s); this one was left out.</source>
        <translation>
            <numerusform>A message carries at most %n picture; this one was left out.</numerusform>
            <numerusform>A message carries at most %n pictures; this one was left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::GalleryPane</name>
    <message numerus="yes">
        <source>Rate with %n star(s)</source>
        <translation>
            <numerusform>Rate with %n star</numerusform>
            <numerusform>Rate with %n stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of all %n pictures</source>
        <translation>
            <numerusform>Tags of %n picture</numerusform>
            <numerusform>Tags of all %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unreadable</source>
        <translation>
            <numerusform>%n unreadable</numerusform>
            <numerusform>%n unreadable</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files could not be read; show them</source>
        <translation>
            <numerusform>%n file could not be read; show it</numerusform>
            <numerusform>%n files could not be read; show them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures moved to the trash</source>
        <translation>
            <numerusform>%n picture moved to the trash</numerusform>
            <numerusform>%n pictures moved to the trash</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::JobStrip</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::TopBar</name>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps (the model&apos;s own)</source>
        <translation>
            <numerusform>%n step (the model&apos;s own)</numerusform>
            <numerusform>%n steps (the model&apos;s own)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::TurnWords</name>
    <message numerus="yes">
        <source>Drew %n picture(s)</source>
        <translation>
            <numerusform>Drew %n picture</numerusform>
            <numerusform>Drew %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drawing %n picture(s)…</source>
        <translation>
            <numerusform>Drawing %n picture…</numerusform>
            <numerusform>Drawing %n pictures…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n picture(s)</source>
        <translation>
            <numerusform>Stopped after %n picture</numerusform>
            <numerusform>Stopped after %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Did %n thing(s)</source>
        <translation>
            <numerusform>Did %n thing</numerusform>
            <numerusform>Did %n things</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
</TS>
