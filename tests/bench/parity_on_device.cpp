// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
// The pictures of tests/golden/cases.json on another device than the tests' CPU, beside diffusers' own, in float32.
//
//     parity_on_device DEVICE tests/golden [part of a case's name]
//
// Prints one table row a picture. Exits with 1 if one has less than 99 % of its values within 1 of 255.
#include "core/io/PictureReader.h"
#include "inference/engine/TorchEngine.h"
#include "tests/support/ParityCase.h"

#include <cstdio>
#include <filesystem>
#include <string>

using namespace limn;
using namespace limn::test;

/// By our own decoder, so that the program needs no Qt; the tests read the same files with Qt's.
Result<Image> limn::test::readReferencePicture(const std::filesystem::path& file) {
    auto picture = readPicture(file);
    return picture.isDone() ? Result<Image>(std::move(picture).value())
                            : Error{ErrorCode::FileDamaged, "Cannot read " + file.string(), {}};
}

namespace {

constexpr double kShareWithin1 = 0.99;

/// Draws a case on the device; false where a picture is too far off or nothing came.
class Run {
public:
    explicit Run(std::string device) : m_device(std::move(device)) {}

    bool draw(const ParityCase& parity) {
        if (!load(parity)) {
            return false;
        }
        std::size_t index = 0;
        bool isNear = true;
        const auto report = m_engine->generate(
            parity.request, {}, [](const Progress&) {},
            [&](GeneratedImage made) -> Status {
                isNear = tell(parity, index++, made.image) && isNear;
                return Unit{};
            });
        return report.isDone() && isNear && index == parity.pictures.size();
    }

private:
    bool load(const ParityCase& parity) {
        if (m_loaded == parity.modelKey) {
            return true;
        }
        auto request = parity.load;
        request.placement.device = m_device;
        const auto model = m_engine->load(request, {}, [](const Progress&) {});
        m_loaded = model.isDone() ? parity.modelKey : std::string();
        if (model.isFailed()) {
            std::printf("| %s | %s |\n", parity.name.c_str(), model.error().message.c_str());
        }
        return model.isDone();
    }

    static bool tell(const ParityCase& parity, std::size_t index, const Image& image) {
        const auto reference = readReferencePicture(parity.pictures.at(index));
        if (!reference || reference->pixels.size() != image.pixels.size()) {
            return false;
        }
        const auto difference = compare(image, *reference);
        std::printf("| %s | %.3f %% | %.3f %% | %d |\n", parity.name.c_str(),
                    100 * difference.shareEqual, 100 * difference.shareWithin1,
                    difference.largest);
        return difference.shareWithin1 >= kShareWithin1;
    }

    std::string m_device;
    std::unique_ptr<Engine> m_engine = inference::makeTorchEngine();
    std::string m_loaded;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "parity_on_device DEVICE tests/golden [part of a case's name]\n");
        return 2;
    }
    const auto index = std::filesystem::path(argv[2]) / "cases.json";
    const auto names = parityCaseNames(index);
    if (!names) {
        std::fprintf(stderr, "%s\n", names.error().message.c_str());
        return 2;
    }
    const auto scratch = std::filesystem::temp_directory_path() / "limn-parity";
    std::filesystem::create_directories(scratch);
    std::printf("| case | equal | within 1 | largest difference |\n| --- | --- | --- | --- |\n");
    Run run(argv[1]);
    int bad = 0;
    int all = 0;
    for (const auto& name : *names) {
        if (argc > 3 && name.find(argv[3]) == std::string::npos) {
            continue;
        }
        const auto parity = readParityCase(index, name, scratch);
        ++all;
        if (!parity || !run.draw(*parity)) {
            std::printf("| %s | MISSED |\n", name.c_str());
            ++bad;
        }
    }
    std::filesystem::remove_all(scratch);
    std::printf("%d of %d cases within the bar on %s\n", all - bad, all, argv[1]);
    return bad == 0 ? 0 : 1;
}
