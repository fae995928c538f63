// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/scheduler_names.h"

#include <algorithm>
#include <array>

namespace limn {

namespace {

struct SchedulerName {
    std::string_view limn;
    std::string_view a1111;
    /// In small letters and digits, '+' as 'p'; what the other dialects write.
    std::array<std::string_view, 6> others;
};

constexpr std::array<SchedulerName, 10> kSchedulers = {{
    {"ddim", "DDIM", {"ddimuniform", "ddimddimuniform", "plainddim"}},
    {"pndm", "PLMS", {"pndm", "kplms"}},
    {"euler", "Euler", {"keuler", "eulersimple", "eulerdiscrete"}},
    {"euler_a",
     "Euler a",
     {"eulerancestral", "keulerancestral", "keulera", "eulerancestralsimple"}},
    {"heun", "Heun", {"kheun"}},
    {"dpmpp_2m", "DPM++ 2M", {"kdpmpp2m", "dpmpp2mnormal", "dpmpp2mdiscrete"}},
    {"dpmpp_2m_karras", "DPM++ 2M Karras", {"dpmpp2mk", "kdpmpp2mkarras"}},
    {"dpmpp_2m_sde", "DPM++ 2M SDE", {"kdpmpp2msde", "dpmpp2msdegpu", "dpmpp2msdenormal"}},
    {"unipc", "UniPC", {"unipcnormal", "unipcbh2", "unipcsimple"}},
    {"lcm", "LCM", {"lcmsgmuniform", "lcmsimple", "lcmtrailing"}},
}};

std::string plain(std::string_view name) {
    std::string result;
    for (const char c : name.substr(0, 100)) {
        if (c >= 'A' && c <= 'Z') {
            result.push_back(static_cast<char>(c + 32));
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            result.push_back(c);
        } else if (c == '+') {
            result.push_back('p');
        }
    }
    return result;
}

}  // namespace

std::string a1111SchedulerName(std::string_view limnName) {
    const auto* found = std::find_if(kSchedulers.begin(), kSchedulers.end(),
                                     [&](const SchedulerName& s) { return s.limn == limnName; });
    return std::string(found == kSchedulers.end() ? limnName : found->a1111);
}

std::optional<std::string> limnSchedulerName(std::string_view foreignName) {
    const std::string name = plain(foreignName);
    if (name.empty()) {
        return std::nullopt;
    }
    for (const SchedulerName& scheduler : kSchedulers) {
        const bool isKnown = name == plain(scheduler.limn) || name == plain(scheduler.a1111) ||
                             std::find(scheduler.others.begin(), scheduler.others.end(), name) !=
                                 scheduler.others.end();
        if (isKnown) {
            return std::string(scheduler.limn);
        }
    }
    return std::nullopt;
}

}  // namespace limn
