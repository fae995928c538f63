// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/network_file_system.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <system_error>

namespace limn {
namespace {

constexpr std::array kNetworkTypes = {"nfs",
                                      "nfs4",
                                      "cifs",
                                      "smb3",
                                      "smbfs",
                                      "ncpfs",
                                      "afs",
                                      "coda",
                                      "ceph",
                                      "9p",
                                      "glusterfs",
                                      "lustre",
                                      "beegfs",
                                      "davfs",
                                      "fuse.sshfs",
                                      "fuse.rclone",
                                      "fuse.davfs2",
                                      "fuse.s3fs",
                                      "fuse.curlftpfs",
                                      "fuse.glusterfs",
                                      "fuse.ceph",
                                      "fuse.gvfsd-fuse",
                                      "fuse.kio-fuse",
                                      "fuse.smbnetfs",
                                      "fuse.google-drive-ocamlfuse",
                                      "fuse.onedriver"};

/// mountinfo writes space, tab, line feed and backslash as \ooo.
std::string unescaped(const std::string& text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            int code = 0;
            for (std::size_t digit = i + 1; digit <= i + 3; ++digit) {
                code = code * 8 + (text[digit] - '0');
            }
            plain += static_cast<char>(code);
            i += 3;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

bool contains(const std::string& mountPoint, const std::string& path) {
    if (mountPoint == "/") {
        return true;
    }
    return path.starts_with(mountPoint) &&
           (path.size() == mountPoint.size() || path[mountPoint.size()] == '/');
}

}  // namespace

std::optional<std::string> networkFileSystemAt(const std::filesystem::path& path,
                                               std::string_view mountInfo) {
    const std::string wanted = path.lexically_normal().string();
    std::string bestType;
    std::size_t bestLength = 0;
    std::istringstream lines{std::string(mountInfo)};
    for (std::string line; std::getline(lines, line);) {
        // 36 35 98:0 /root /mount/point options optional-fields - type source options
        std::istringstream fields(line);
        std::string skipped;
        std::string mountPoint;
        std::string type;
        fields >> skipped >> skipped >> skipped >> skipped >> mountPoint;
        while (fields >> skipped && skipped != "-") {
        }
        if (!(fields >> type)) {
            continue;
        }
        mountPoint = unescaped(mountPoint);
        // A later line of the same mount point lies on top of the earlier one.
        if (contains(mountPoint, wanted) && mountPoint.size() >= bestLength) {
            bestLength = mountPoint.size();
            bestType = type;
        }
    }
    const bool isNetwork =
        std::find(kNetworkTypes.begin(), kNetworkTypes.end(), bestType) != kNetworkTypes.end();
    return isNetwork ? std::optional(bestType) : std::nullopt;
}

std::optional<std::string> networkFileSystemAt(const std::filesystem::path& path) {
    std::error_code unknown;
    const std::filesystem::path real = std::filesystem::weakly_canonical(path, unknown);
    std::ifstream file("/proc/self/mountinfo");
    std::ostringstream text;
    text << file.rdbuf();
    return networkFileSystemAt(unknown ? path : real, text.str());
}

}  // namespace limn
