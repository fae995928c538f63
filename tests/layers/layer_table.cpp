// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/layers/layer_table.h"

namespace limn::layers {

const std::vector<Layer>& layers() {
    static const std::vector<Layer> table = {
        {"core/base", {"core/base"}, {}},
        {"core/engine", {"core/base", "core/engine"}, {}},
        {"core/json", {"core/base", "core/json"}, {"nlohmann"}},
        {"core/io", {"core/base", "core/json", "core/io"}, {"pictures", "nlohmann", "zlib"}},
        {"core/metadata", {"core/base", "core/json", "core/io", "core/metadata"}, {"nlohmann"}},
        {"core/checkpoints", {"core/base", "core/json", "core/checkpoints"}, {"nlohmann"}},
        {"core/vision", {"core/base", "core/vision"}, {"opencv", "tesseract", "zxing"}},
        {"core/match",
         {"core/base", "core/engine", "core/vision", "core/conversation", "core/match"},
         {}},
        {"core/description",
         {"core/base", "core/engine", "core/io", "core/json", "core/vision", "core/match",
          "core/description"},
         {}},
        {"core/database", {"core/base", "core/jobs", "core/database"}, {"qt", "sqlite"}},
        {"core/gallery",
         {"core/base", "core/io", "core/metadata", "core/jobs", "core/database", "core/gallery"},
         {"qt"}},
        {"core", {"core"}, {"qt", "nlohmann"}},
        {"inference/checkpoint",
         {"core/base", "core/engine", "core/json", "inference/checkpoint"},
         {"nlohmann", "zlib"}},
        {"inference/tokenizers",
         {"core/base", "core/json", "inference/tokenizers"},
         {"nlohmann", "zlib"}},
        {"inference/memory", {"core/base", "inference/memory"}, {"torch"}},
        {"inference/nn", {"core/base", "inference/memory", "inference/nn"}, {"torch"}},
        {"inference/imaging", {"core/base", "inference/nn", "inference/imaging"}, {"torch"}},
        {"inference/schedulers",
         {"core/base", "core/engine", "core/json", "inference/nn", "inference/schedulers"},
         {"torch", "nlohmann"}},
        {"inference/models",
         {"core/base", "core/json", "inference/memory", "inference/nn", "inference/models"},
         {"torch", "nlohmann"}},
        {"inference/pipelines",
         {"core/base", "core/engine", "inference/imaging", "inference/memory", "inference/nn",
          "inference/schedulers", "inference/tokenizers", "inference/models",
          "inference/pipelines"},
         {"torch"}},
        {"inference/starter",  // a program of its own, built beside limn
         {"core/base", "core/engine", "core/json", "core/io", "inference"},
         {"torch", "nlohmann", "freetype", "pictures", "cli11"}},
        {"inference",
         {"core/base", "core/engine", "core/json", "inference"},
         {"torch", "nlohmann"}},
        {"ui/style", {"core/base", "ui/style"}, {"qt"}},
        {"ui/widgets", {"core/base", "core/jobs", "ui/style", "ui/widgets"}, {"qt"}},
        {"ui", {"core", "ui"}, {"qt"}},
        {"app",
         {"app", "ui", "core", "inference"},
         {"qt", "cli11", "spdlog", "nlohmann", "pictures", "zlib"}},
        {"tests/inference", {"core", "inference", "tests"}, {"qt", "torch", "nlohmann", "zlib"}},
        {"tests/support",
         {"app", "ui", "core", "inference", "tests"},
         {"qt", "torch", "cli11", "nlohmann", "zlib"}},
        {"tests/bench/studio", {"app", "ui", "core", "tests"}, {"qt"}},
        {"tests/bench", {"core", "ui", "inference", "tests"}, {"qt", "torch", "nlohmann"}},
        {"tests",
         {"app", "ui", "core", "inference", "tests"},
         {"qt", "cli11", "spdlog", "nlohmann", "pictures", "opencv", "zlib", "sqlite"}},
    };
    return table;
}

const std::vector<Library>& libraries() {
    static const std::vector<Library> table = {
        {"torch", {"ATen/", "torch/", "c10/", "caffe2/"}},
        {"opencv", {"opencv2/"}},
        {"tesseract", {"tesseract/", "leptonica/"}},
        {"zxing", {"ZXing/"}},
        {"cli11", {"CLI/"}},
        {"spdlog", {"spdlog/"}},
        {"nlohmann", {"nlohmann/"}},
        {"freetype", {"freetype/", "ft2build.h"}},
        {"zlib", {"zlib.h"}},
        {"sqlite", {"sqlite3.h"}},
        {"pictures", {"png.h", "jpeglib.h", "jerror.h", "webp/", "exempi/"}},
    };
    return table;
}

const std::vector<ForbiddenWord>& forbiddenWords() {
    static const Names all = {"app", "ui", "core", "inference", "tests"};
    static const Names product = {"app", "ui", "core", "inference"};
    static const Names qtSide = {"app", "ui", "core"};
    static const Names tests = {"tests"};
    static constexpr std::string_view kLoad =
        "runs what a file says; read it with inference/checkpoint";
    static constexpr std::string_view kNested = "runs a nested event loop";
    static constexpr std::string_view kThread =
        "makes a third style of thread; use core/base/JobRunner";
    static constexpr std::string_view kRuns = "runs another program";
    static constexpr std::string_view kSleep = "sleeps; wait for what is meant instead";
    static const std::vector<ForbiddenWord> table = {
        {"torch::load", all, kLoad},
        {"torch::jit::load", all, kLoad},
        {"pickle_load", all, kLoad},
        {"pickle_load_obj", all, kLoad},
        {"processEvents", qtSide, kNested},
        {"QEventLoop", qtSide, kNested},
        {"BlockingQueuedConnection", qtSide, "lets the GUI thread wait for another thread"},
        {"new QPlainTextEdit", qtSide, "is a field that some drops crash; use ui/widgets/TextField"},
        {"public QThread", qtSide, kThread},
        {"std::thread", product, kThread},
        {"std::async", product, kThread},
        {"pthread_create", product, kThread},
        {"system(", product, kRuns},
        {"popen(", product, kRuns},
        {"execvp(", product, kRuns},
        {"QProcess", product, kRuns},
        {"sleep_for", all, kSleep},
        {"sleep_until", all, kSleep},
        {"usleep", all, kSleep},
        {"nanosleep", all, kSleep},
        {"sleep(", all, kSleep},
        {"msleep", all, kSleep},
        {"qSleep", tests, kSleep},
        {"qWait", tests, kSleep},
    };
    return table;
}

}  // namespace limn::layers
