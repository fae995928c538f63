#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The parts of packaging/setup.sh and test.sh that decide something. Installs and fetches nothing.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../../packaging/setup.sh
. "$root/packaging/setup.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# expect WHAT EXPECTED FOUND
expect() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL: %s\n   expected: %s\n   found:    %s\n' "$1" "$2" "$3"
    fi
}

# ---- Which systems are known. The sentence is on standard error; only its beginning is compared.
system() {
    printf '%s\n' "$@" >"$work/os-release"
    (limn_os_release=$work/os-release check_system) 2>&1 | cut -c1-28
}
expect 'Debian 12' '' "$(system ID=debian 'VERSION_ID="12"')"
expect 'Debian 13' '' "$(system ID=debian 'VERSION_ID="13"')"
expect 'Debian testing has no number' '' "$(system ID=debian)"
expect 'Ubuntu 24.04' '' "$(system ID=ubuntu ID_LIKE=debian 'VERSION_ID="24.04"' UBUNTU_CODENAME=noble)"
expect 'Linux Mint 22' '' "$(system ID=linuxmint 'ID_LIKE="ubuntu debian"' 'VERSION_ID="22"' UBUNTU_CODENAME=noble)"
expect 'Debian 11' 'limn: Debian 11 is too old: ' "$(system ID=debian 'VERSION_ID="11"' 'PRETTY_NAME="Debian 11"')"
expect 'Ubuntu 22.04' 'limn: Ubuntu 22.04 is too ol' \
    "$(system ID=ubuntu ID_LIKE=debian 'VERSION_ID="22.04"' UBUNTU_CODENAME=jammy 'PRETTY_NAME="Ubuntu 22.04"')"
expect 'Linux Mint 21' 'limn: Linux Mint 21.3 is too' \
    "$(system ID=linuxmint 'ID_LIKE="ubuntu debian"' 'VERSION_ID="21.3"' UBUNTU_CODENAME=jammy 'PRETTY_NAME="Linux Mint 21.3"')"
expect 'Fedora' 'limn: This script knows Debi' "$(system ID=fedora 'PRETTY_NAME="Fedora Linux 40"')"
expect 'no os-release' 'limn: This script knows Debi' "$( (limn_os_release=$work/none check_system) 2>&1 | cut -c1-28)"

# ---- Which packages are missing
is_installed() { [ "$1" = here ]; }
is_known_to_apt() { [ "$1" = known ]; }
limn_package_list=$work/packages.txt
cat >"$limn_package_list" <<'LIST'
# a comment

here
gone
gone | here
gone : true --version
gone-too : false --version
first | known
LIST
expect 'missing packages' 'gone,gone-too,first | known,' "$(missing_packages | tr '\n' ',')"
expect 'chosen packages' 'gone,gone-too,known,' "$(missing_packages | choose_packages | tr '\n' ',')"
if [ "$(id -u)" -ne 0 ]; then
    expect 'nobody is asked without a terminal' 'limn: Packages are missing a' \
        "$( (ask_for_root gone) 2>&1 </dev/null | cut -c1-28)"
fi

# ---- Which build of libtorch is wanted
driver() {
    printf 'NVRM version: %s\nGCC version:  gcc version 12.2.0 (Debian)\n' "$1" >"$work/version"
    limn_nvidia_version=$work/version wanted_torch_build
}
unset LIMN_TORCH_BUILD
expect 'driver 580' cuda "$(driver 'NVIDIA UNIX x86_64 Kernel Module  580.65.06  Sun Jul 27 2025')"
expect 'open driver 590' cuda "$(driver 'NVIDIA UNIX Open Kernel Module for x86_64  590.44  Release Build')"
expect 'driver 535 is too old for CUDA 13' cpu "$(driver 'NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu')"
expect 'unreadable driver version' cpu "$(driver 'something else')"
expect 'asked for by hand' cpu "$(LIMN_TORCH_BUILD=cpu driver 'NVIDIA UNIX x86_64 Kernel Module  580.65.06  Sun')"

# ---- The last line of test.sh
count() {
    awk -f "$root/packaging/count_tests.awk" "$1"
    printf ' status %s' "$?"
}
expect 'totals, crashes, scripts, missing programs' $'14 passed, 6 failed\n status 1' \
    "$(count "$root/tests/data/packaging/ctest_mixed.log")"
sed -n '1,/^Test Passed/p' "$root/tests/data/packaging/ctest_mixed.log" >"$work/good.log"
expect 'all good' $'7 passed, 0 failed\n status 0' "$(count "$work/good.log")"
: >"$work/empty.log"
expect 'nothing ran' $'0 passed, 0 failed\n status 1' "$(count "$work/empty.log")"

printf 'Totals: %d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
