// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "tests/support/CommandLineRun.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace limn::test {

/// `limn generate` in an empty folder, with an engine that needs no model.
class GenerateTest : public QObject {
protected:
    void enterFolder() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_other = std::make_unique<QTemporaryDir>();
        std::ofstream(m_other->filePath("tiny.safetensors").toStdString()) << "a model";
        m_formerFolder = std::filesystem::current_path();
        std::filesystem::current_path(m_folder->path().toStdString());
    }
    void leaveFolder() { std::filesystem::current_path(m_formerFolder); }

    std::vector<std::string> arguments(std::vector<std::string> more) const {
        std::vector<std::string> all{"generate", "--model",
                                     m_other->filePath("tiny.safetensors").toStdString()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    QStringList files() const {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
    /// What was printed, or nothing where that is not one object.
    static QJsonObject json(const CommandLineRun& limn) {
        QJsonParseError error;
        const auto document =
            QJsonDocument::fromJson(QByteArray::fromStdString(limn.output), &error);
        return error.error == QJsonParseError::NoError && document.isObject() ? document.object()
                                                                              : QJsonObject();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QTemporaryDir> m_other;  // the model, and what is not to be counted as output

private:
    std::filesystem::path m_formerFolder;
};

}  // namespace limn::test
