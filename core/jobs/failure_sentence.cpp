// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/failure_sentence.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace limn {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(limn::FailureSentence)
public:
    /// What is known of the fault in the program's language. The full sentence is made far from the window, in English;
    /// a translation leads with what its code says and tells that sentence after it.
    static QString faultFor(ErrorCode code) {
        switch (code) {
        case ErrorCode::InvalidRequest:
            return tr("%1", "leads with: this cannot be done as asked");
        case ErrorCode::FileNotFound:
            return tr("%1", "leads with: a file is not there or may not be read");
        case ErrorCode::FileDamaged:
            return tr("%1", "leads with: a file is damaged");
        case ErrorCode::KeysMismatch:
            return tr("%1", "leads with: parts of the model do not fit together");
        case ErrorCode::FileRefused:
            return tr("%1", "leads with: the file asks for something that is not done");
        case ErrorCode::Unsupported:
            return tr("%1", "leads with: this kind is not known");
        case ErrorCode::OutOfMemory:
            return tr("%1", "leads with: there is not enough memory");
        case ErrorCode::NotANumber:
            return tr("%1", "leads with: the model computed no valid numbers");
        case ErrorCode::WriteFailed:
            return tr("%1", "leads with: writing failed");
        case ErrorCode::Internal:
            return tr("%1", "leads with: something went wrong in the program");
        }
        return QStringLiteral("%1");
    }

    static QString adviceFor(ErrorCode code) {
        switch (code) {
        case ErrorCode::InvalidRequest:
            return tr("Change the settings and try again.");
        case ErrorCode::FileNotFound:
            return tr("Choose another file, or put it back and try again.");
        case ErrorCode::FileDamaged:
        case ErrorCode::KeysMismatch:
            return tr("Get the file again from where it came, or choose another one.");
        case ErrorCode::FileRefused:
            return tr("Nothing of it was run. Choose another file.");
        case ErrorCode::Unsupported:
            return tr("Choose another model or file.");
        case ErrorCode::OutOfMemory:
            return tr("Choose a smaller size or close other programs, then try again.");
        case ErrorCode::NotANumber:
            return tr("Choose float32 as the number type or another model, then try again.");
        case ErrorCode::WriteFailed:
            return tr("Make room or choose another folder, then try again.");
        case ErrorCode::Internal:
            return tr("Try again. If it happens again, the log says more.");
        }
        return {};
    }

    static QString refused(int files, WantedFile wanted) {
        return wanted == WantedFile::Picture ? tr("%n files are not pictures: %1", nullptr, files)
                                             : tr("%n files are not models: %1", nullptr, files);
    }
};

constexpr qsizetype kMostNames = 8;

}  // namespace

QString failureSentence(const Error& error) {
    const QString what = QString::fromStdString(error.message).trimmed();
    const QString advice = Words::adviceFor(error.code);
    return what.isEmpty() ? advice : faultSentence(error) + QLatin1Char(' ') + advice;
}

QString faultSentence(const Error& error) {
    return Words::faultFor(error.code).arg(QString::fromStdString(error.message).trimmed());
}

QString refusedFilesSentence(const QStringList& files, WantedFile wanted) {
    QStringList names;
    for (const QString& file : files.first(std::min(kMostNames, files.size()))) {
        names += QFileInfo(file).fileName();
    }
    if (files.size() > kMostNames) {
        names += QStringLiteral("…");
    }
    return Words::refused(static_cast<int>(files.size()), wanted)
        .arg(names.join(QStringLiteral(", ")));
}

}  // namespace limn
