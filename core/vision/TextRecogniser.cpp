// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/TextRecogniser.h"

#include <leptonica/allheaders.h>
#include <omp.h>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace limn::vision {
namespace {

constexpr int kScreenDpi = 200;  // what an enlarged picture counts as

/// Tesseract asks for four threads by itself, which on two cores wait for each other longer than they read. Regions inside
/// a region run on the thread that opens them, so here is one around it, whose second thread sleeps. (Fewer allowed levels
/// would do the same, but that number belongs to the whole process: torch, on another thread, would then compute with
/// fewer threads than it counted on, and wrongly.)
template <class Work>
void onOneThread(const Work& work) {
#pragma omp parallel num_threads(2)
    {
        if (omp_get_thread_num() == 0) {
            work();
        }
    }
}

bool begin(tesseract::TessBaseAPI& api, const std::string& languages) {
    return api.Init(nullptr, languages.c_str(), tesseract::OEM_LSTM_ONLY) == 0;
}

/// Those of the wanted languages that are installed, joined as Tesseract wants them.
std::string installedOf(const std::vector<std::string>& wanted) {
    std::vector<std::string> installed;
    for (const auto& language : wanted) {
        tesseract::TessBaseAPI probe;
        if (begin(probe, language)) {
            probe.GetAvailableLanguagesAsVector(&installed);
            break;
        }
    }
    std::string joined;
    for (const auto& language : wanted) {
        if (std::find(installed.begin(), installed.end(), language) != installed.end()) {
            joined += (joined.empty() ? "" : "+") + language;
        }
    }
    return joined;
}

std::string trimmed(std::string text) {
    const auto isSpace = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), isSpace));
    text.erase(std::find_if_not(text.rbegin(), text.rend(), isSpace).base(), text.end());
    return text;
}

std::optional<cv::Rect> boxAt(const tesseract::ResultIterator& at, tesseract::PageIteratorLevel level) {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    if (!at.BoundingBox(level, &left, &top, &right, &bottom)) {
        return std::nullopt;
    }
    return cv::Rect(left, top, right - left, bottom - top);
}

/// Quarter turns clockwise, from where the line's letters stand.
int quarterTurnsAt(const tesseract::ResultIterator& line) {
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

double share(float percent) { return std::clamp(static_cast<double>(percent) / 100, 0.0, 1.0); }

}  // namespace

TextRecogniser::TextRecogniser(std::unique_ptr<tesseract::TessBaseAPI> api) : m_api(std::move(api)) {}
TextRecogniser::TextRecogniser(TextRecogniser&&) noexcept = default;
TextRecogniser& TextRecogniser::operator=(TextRecogniser&&) noexcept = default;
TextRecogniser::~TextRecogniser() = default;

Result<TextRecogniser> TextRecogniser::open(const std::vector<std::string>& wanted) {
    const std::string languages = installedOf(wanted);
    auto api = std::make_unique<tesseract::TessBaseAPI>();
    if (languages.empty() || !begin(*api, languages)) {
        return Error{ErrorCode::Unsupported,
                     "Reading text needs Tesseract's language data, and none is installed: install the "
                     "package tesseract-ocr-eng.",
                     {}};
    }
    api->SetVariable("debug_file", "/dev/null");  // standard error is ours
    setMsgSeverity(L_SEVERITY_NONE);              // Leptonica's as well
    TextRecogniser recogniser(std::move(api));
    recogniser.m_languages = languages;
    return recogniser;
}

std::vector<std::string> TextRecogniser::installed() const {
    std::vector<std::string> names;
    m_api->GetAvailableLanguagesAsVector(&names);
    return names;
}

std::optional<TextRecogniser::Page> TextRecogniser::read(const cv::Mat& grey, Layout layout, double seconds,
                                                         const std::stop_token& stop) {
    m_api->SetPageSegMode(layout == Layout::Page   ? tesseract::PSM_AUTO
                          : layout == Layout::Rows ? tesseract::PSM_SINGLE_BLOCK
                                                   : tesseract::PSM_SPARSE_TEXT);
    m_api->SetImage(grey.data, grey.cols, grey.rows, 1, static_cast<int>(grey.step));
    m_api->SetSourceResolution(kScreenDpi);
    tesseract::ETEXT_DESC monitor;
    monitor.cancel_this = const_cast<std::stop_token*>(&stop);
    monitor.cancel = [](void* token, int) { return static_cast<const std::stop_token*>(token)->stop_requested(); };
    monitor.set_deadline_msecs(std::max(1, static_cast<int>(seconds * 1000)));
    int failed = 0;
    onOneThread([&] { failed = m_api->Recognize(&monitor); });
    if (stop.stop_requested()) {
        return std::nullopt;
    }
    Page page;
    // Out of time, Tesseract fails as a whole, but keeps the lines that it had read; the others it fills with blanks.
    page.isCut = failed != 0 || monitor.deadline_exceeded();
    const std::unique_ptr<tesseract::ResultIterator> lines(m_api->GetIterator());
    if (lines) {
        do {
            RecognisedLine line = lineAt(*lines);
            line.isSought = layout == Layout::Scattered;
            if (!line.words.empty()) {
                page.lines.push_back(std::move(line));
            }
        } while (lines->Next(tesseract::RIL_TEXTLINE));
    }
    m_api->Clear();  // the picture and its results; the languages stay
    return page;
}

RecognisedLine TextRecogniser::lineAt(const tesseract::ResultIterator& at) {
    RecognisedLine line;
    const auto box = boxAt(at, tesseract::RIL_TEXTLINE);
    if (!box) {
        return line;
    }
    line.box = *box;
    line.confidence = share(at.Confidence(tesseract::RIL_TEXTLINE));
    line.quarterTurns = quarterTurnsAt(at);
    tesseract::ResultIterator word(at);
    do {
        const std::unique_ptr<char[]> text(word.GetUTF8Text(tesseract::RIL_WORD));
        const auto place = boxAt(word, tesseract::RIL_WORD);
        if (text && place) {
            if (auto letters = trimmed(text.get()); !letters.empty()) {
                line.words.push_back({std::move(letters), *place, share(word.Confidence(tesseract::RIL_WORD))});
            }
        }
    } while (!word.IsAtFinalElement(tesseract::RIL_TEXTLINE, tesseract::RIL_WORD) && word.Next(tesseract::RIL_WORD));
    return line;
}

}  // namespace limn::vision
