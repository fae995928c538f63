// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "tests/support/CommandLineRun.h"

#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace limn::test {

/// `limn describe` in a folder with two pictures, a file that is none, and a model.
class DescribeTest : public QObject {
protected:
    std::string file(const char* name) const { return m_folder->filePath(name).toStdString(); }
    static void makeDescriber(CommandLineRun& limn) {
        limn.script->model.describesPictures = true;
        limn.script->model.makesPictures = false;
    }
    std::vector<std::string> arguments(std::vector<std::string> more) const {
        std::vector<std::string> all{"describe", "--model", file("model")};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;

    void makePictures() {
        m_folder = std::make_unique<QTemporaryDir>();
        std::filesystem::create_directory(file("model"));
        QImage image(5, 3, QImage::Format_RGB888);
        image.fill(Qt::red);
        QVERIFY(image.save(m_folder->filePath("a.png")));
        QVERIFY(image.scaled(7, 2).save(m_folder->filePath("b.png")));
        std::ofstream(file("broken.png")) << "no picture";
    }
};

}  // namespace limn::test
