// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/TextReader.h"

#include "core/vision/text_preparation.h"

#include <omp.h>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

namespace limn::vision {
namespace {

constexpr double kSureConfidence = 0.7;   // of a reading: no other direction is tried
constexpr int kScreenDpi = 200;           // what an enlarged picture counts as

Error noLanguages() {
    return {ErrorCode::Unsupported,
            "Reading text needs Tesseract's language data, and none is installed: install the "
            "package tesseract-ocr-eng.",
            {}};
}

bool begin(tesseract::TessBaseAPI& reader, const std::string& languages) {
    return reader.Init(nullptr, languages.c_str(), tesseract::OEM_LSTM_ONLY) == 0;
}

/// Tesseract asks for four threads by itself, which on two cores wait for each other longer than they read.
class OneThread {
public:
    OneThread() : m_levels(omp_get_max_active_levels()) { omp_set_max_active_levels(0); }
    ~OneThread() { omp_set_max_active_levels(m_levels); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int m_levels;
};

/// Those of the wanted languages that are installed, joined as Tesseract wants them.
std::string installedOf(const std::vector<std::string>& wanted) {
    tesseract::TessBaseAPI probe;
    std::vector<std::string> installed;
    for (const auto& language : wanted) {
        if (begin(probe, language)) {
            probe.GetAvailableLanguagesAsVector(&installed);
            break;
        }
    }
    probe.End();
    std::string joined;
    for (const auto& language : wanted) {
        if (std::find(installed.begin(), installed.end(), language) != installed.end()) {
            joined += (joined.empty() ? "" : "+") + language;
        }
    }
    return joined;
}

std::string trimmed(std::string text) {
    const auto isSpace = [](char c) {
        return std::isspace(static_cast<unsigned char>(c)) != 0;
    };
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), isSpace));
    text.erase(std::find_if_not(text.rbegin(), text.rend(), isSpace).base(), text.end());
    return text;
}

/// Letters and digits; every byte above ASCII counts as a part of one.
std::size_t lettersIn(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || std::isalnum(byte) != 0;
    }));
}

/// Texture is easily taken for a few letters, seldom for many; and more easily where writing is sought anywhere and any
/// way round (`isSought`) than on a page.
bool isBelievable(const TextLine& line, bool isSought) {
    const auto letters = lettersIn(line.text);
    const double needed = letters < 4 ? 0.85 : isSought ? 0.75 : letters < 12 ? 0.65 : 0.4;
    return letters > (isSought ? 2 : 0) && line.confidence >= needed;
}

class Reader {
public:
    Reader(tesseract::TessBaseAPI& api, const PreparedPage& page, cv::Size original,
           const std::stop_token& stop)
        : m_api(api), m_page(page), m_original(original), m_stop(stop) {}

    /// nullopt after a stop.
    std::optional<TextReading> read(int degrees, tesseract::PageSegMode mode) {
        const cv::Mat page = turnedBack(m_page.grey, degrees);
        m_api.SetPageSegMode(mode);
        m_api.SetImage(page.data, page.cols, page.rows, 1, static_cast<int>(page.step));
        m_api.SetSourceResolution(kScreenDpi);
        tesseract::ETEXT_DESC monitor;
        monitor.cancel_this = const_cast<std::stop_token*>(&m_stop);
        monitor.cancel = [](void* stop, int) {
            return static_cast<const std::stop_token*>(stop)->stop_requested();
        };
        const int failed = m_api.Recognize(&monitor);
        if (m_stop.stop_requested()) {
            return std::nullopt;
        }
        TextReading reading;
        reading.turnedDegrees = degrees;
        if (failed == 0) {
            takeLines(degrees, degrees != 0 || mode != tesseract::PSM_AUTO, reading);
        }
        return reading;
    }

private:
    void takeLines(int degrees, bool isSought, TextReading& reading) {
        const std::unique_ptr<tesseract::ResultIterator> lines(m_api.GetIterator());
        if (!lines) {
            return;
        }
        std::array<double, 4> lettersTurned{};
        do {
            const std::unique_ptr<char[]> text(lines->GetUTF8Text(tesseract::RIL_TEXTLINE));
            cv::Rect box;
            int right = 0;
            int bottom = 0;
            if (!text || !lines->BoundingBox(tesseract::RIL_TEXTLINE, &box.x, &box.y, &right, &bottom)) {
                continue;
            }
            box.width = right - box.x;
            box.height = bottom - box.y;
            TextLine line = placed(boxBeforeTurning(box, degrees, m_page.grey.size()));
            line.text = trimmed(text.get());
            line.confidence = std::clamp(lines->Confidence(tesseract::RIL_TEXTLINE) / 100.0, 0.0, 1.0);
            if (isBelievable(line, isSought)) {
                // Of itself, Tesseract reads blocks that stand on their side or on their head.
                lettersTurned.at(static_cast<std::size_t>(orientationOf(*lines))) +=
                    static_cast<double>(lettersIn(line.text));
                reading.lines.push_back(std::move(line));
            }
        } while (lines->Next(tesseract::RIL_TEXTLINE));
        const auto most = std::max_element(lettersTurned.begin(), lettersTurned.end());
        reading.turnedDegrees = (degrees + 90 * static_cast<int>(most - lettersTurned.begin())) % 360;
    }

    /// Quarter turns clockwise, from where the line's letters stand.
    static int orientationOf(const tesseract::ResultIterator& line) {
        int fromX = 0;
        int fromY = 0;
        int toX = 0;
        int toY = 0;
        if (!line.Baseline(tesseract::RIL_TEXTLINE, &fromX, &fromY, &toX, &toY)) {
            return 0;
        }
        const int right = toX - fromX;
        const int down = toY - fromY;
        if (std::abs(right) >= std::abs(down)) {
            return right >= 0 ? 0 : 2;
        }
        return down > 0 ? 1 : 3;
    }

    TextLine placed(const cv::Rect& box) const {
        const auto back = [this](int value) { return static_cast<int>(value / m_page.scale); };
        TextLine line;
        line.xPx = std::clamp(back(box.x), 0, m_original.width - 1);
        line.yPx = std::clamp(back(box.y), 0, m_original.height - 1);
        line.widthPx = std::clamp(back(box.width), 1, m_original.width - line.xPx);
        line.heightPx = std::clamp(back(box.height), 1, m_original.height - line.yPx);
        return line;
    }

    tesseract::TessBaseAPI& m_api;
    const PreparedPage& m_page;
    cv::Size m_original;
    const std::stop_token& m_stop;
};

double worth(const TextReading& reading) {
    double sum = 0;
    for (const auto& line : reading.lines) {
        sum += line.confidence * line.confidence * static_cast<double>(lettersIn(line.text));
    }
    return sum;
}

}  // namespace

std::string TextReading::text() const {
    std::string all;
    for (const auto& line : lines) {
        all += (all.empty() ? "" : "\n") + line.text;
    }
    return all;
}

double TextReading::confidence() const {
    double sum = 0;
    double length = 0;
    for (const auto& line : lines) {
        sum += line.confidence * static_cast<double>(line.text.size());
        length += static_cast<double>(line.text.size());
    }
    return length > 0 ? sum / length : 0;
}

Outcome<TextReading> readText(const Image& picture, const TextReaderOptions& options,
                              std::stop_token stop) {
    const auto wanted = options.languages.empty() ? std::vector<std::string>{"eng", "ind"} : options.languages;
    const std::string languages = installedOf(wanted);
    tesseract::TessBaseAPI api;
    if (languages.empty() || !begin(api, languages)) {
        return noLanguages();
    }
    const OneThread oneThread;
    api.SetVariable("debug_file", "/dev/null");  // standard error is ours
    const PreparedPage page = prepareForReading(greyOf(picture));
    Reader reader(api, page, {picture.widthPx, picture.heightPx}, stop);
    TextReading best;
    // Pages and columns first; then writing that stands about, as on signs; then the other directions.
    constexpr std::pair<int, tesseract::PageSegMode> kTries[] = {{0, tesseract::PSM_AUTO},
                                                                 {0, tesseract::PSM_SPARSE_TEXT},
                                                                 {90, tesseract::PSM_AUTO},
                                                                 {270, tesseract::PSM_AUTO},
                                                                 {180, tesseract::PSM_AUTO}};
    for (const auto& [degrees, mode] : kTries) {
        auto reading = reader.read(degrees, mode);
        if (!reading) {
            return Cancelled{};
        }
        if (worth(*reading) > worth(best)) {
            best = std::move(*reading);
        }
        if (best.confidence() >= kSureConfidence) {
            break;
        }
    }
    best.languages = languages;
    return best;
}

}  // namespace limn::vision
