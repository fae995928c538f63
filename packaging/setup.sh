# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What run.sh and test.sh share: packages, libtorch, the CLIP vocabulary, configure, build.
# Everything is said on standard error; standard output belongs to the program that follows.
#
#   LIMN_CACHE          where fetched files are kept (default: ~/.cache/limn)
#   LIMN_TORCH_BUILD    cpu or cuda, instead of looking for an NVIDIA driver
#   LIMN_YES=1          install missing packages with sudo without asking

limn_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
limn_cache=$(realpath -m "${LIMN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/limn}")
limn_torch_version=2.13.0
limn_torch_home=$limn_cache/torch-$limn_torch_version
limn_vocabulary=$limn_cache/clip/bpe_simple_vocab_16e6.txt.gz
limn_log=$limn_root/build/setup.log
limn_package_list=$limn_root/packaging/linux/packages.txt
limn_os_release=/etc/os-release
limn_nvidia_version=/proc/driver/nvidia/version
note='' # what the present phase did; empty: it found nothing to do

say() {
    printf 'limn: %s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# seconds_since START: START is an earlier $EPOCHREALTIME.
seconds_since() {
    awk -v a="${1/,/.}" -v b="${EPOCHREALTIME/,/.}" 'BEGIN { printf "%.1f", b - a }'
}

# phase NAME FUNCTION [ARGUMENTS]: runs it, and says what it did and how long it took.
phase() {
    local start=$EPOCHREALTIME name=$1
    shift
    note=''
    "$@"
    if [ -n "$note" ]; then
        say "$name: $note ($(seconds_since "$start") s)"
    fi
}

# ---- Debian packages

check_system() {
    local ID='' ID_LIKE='' VERSION_ID='' PRETTY_NAME='an unknown system' UBUNTU_CODENAME=''
    # shellcheck disable=SC1090
    [ -r "$limn_os_release" ] && . "$limn_os_release"
    local manual="install the packages of packaging/linux/packages.txt by hand, then: cmake --preset release"
    case " $ID $ID_LIKE " in
        *" debian "* | *" ubuntu "*) ;;
        *) fail "This script knows Debian 12 and Ubuntu 24.04 and their successors, but this is $PRETTY_NAME; $manual." ;;
    esac
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        fail "$PRETTY_NAME has no dpkg and apt-get; $manual."
    fi
    case "$ID:${VERSION_ID%%.*}" in
        debian:? | debian:10 | debian:11 | ubuntu:1? | ubuntu:20 | ubuntu:22 | ubuntu:23)
            fail "$PRETTY_NAME is too old: Limn needs CMake 3.25, Qt 6.4 and GCC 12, which Debian 12 and Ubuntu 24.04 have." ;;
    esac
    case "$UBUNTU_CODENAME" in
        bionic | focal | jammy) fail "$PRETTY_NAME is too old: Limn needs an Ubuntu 24.04 base or newer." ;;
    esac
    case "$(uname -m)" in
        x86_64 | aarch64) ;;
        *) fail "Limn needs an x86_64 or aarch64 processor, but this is $(uname -m)." ;;
    esac
}

trim() {
    local text=$1
    text=${text#"${text%%[![:space:]]*}"}
    printf '%s' "${text%"${text##*[![:space:]]}"}"
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

is_known_to_apt() {
    LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'
}

# Prints the lines of packages.txt that this system does not satisfy, without their commands.
missing_packages() {
    local line names tool name
    while IFS= read -r line; do
        case "$line" in '#'* | '') continue ;; esac
        names=$(trim "${line%% : *}")
        tool=''
        case "$line" in *' : '*) tool=$(trim "${line#* : }") ;; esac
        # The command comes from our own list; it is split into words on purpose.
        # shellcheck disable=SC2086
        if [ -n "$tool" ] && $tool >/dev/null 2>&1; then
            continue
        fi
        for name in ${names//|/ }; do
            is_installed "$name" && continue 2
        done
        printf '%s\n' "$names"
    done <"$limn_package_list"
}

# Of each line with alternatives, the first that apt knows.
choose_packages() {
    local line name
    while IFS= read -r line; do
        for name in ${line//|/ }; do
            if is_known_to_apt "$name"; then
                printf '%s\n' "$name"
                continue 2
            fi
        done
        printf '%s\n' "${line%% *}"
    done
}

# Sets `as_root` to the words that make a command run as root, after asking.
ask_for_root() {
    as_root=()
    [ "$(id -u)" -eq 0 ] && return
    command -v sudo >/dev/null ||
        fail "Packages are missing and there is no sudo here: as root, run 'apt-get install $*' and start again."
    local by_hand="run 'sudo apt-get install $*' and start again"
    if [ "${LIMN_YES:-}" != 1 ]; then
        if [ ! -t 0 ] || [ ! -t 2 ]; then
            fail "Packages are missing and there is no terminal to ask for permission to use sudo: $by_hand."
        fi
        local answer=''
        printf 'limn: These packages are missing: %s\nlimn: Install them with sudo? [y/N] ' "$*" >&2
        read -r answer || true
        case "$answer" in [yY]*) ;; *) fail "Nothing was installed: $by_hand." ;; esac
    fi
    as_root=(sudo)
}

apt_get() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -y -q \
        -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 "$@" </dev/null >>"$limn_log" 2>&1
}

install_packages() {
    local stamp missing packages name
    stamp=$(cat "$limn_root/packaging/setup.sh" "$limn_package_list" "$limn_os_release" 2>/dev/null |
        sha256sum | cut -c1-16)
    [ -e "$limn_root/build/.packages-$stamp" ] && return
    check_system
    missing=$(missing_packages)
    if [ -z "$missing" ]; then
        note='all are installed'
    else
        mapfile -t packages < <(choose_packages <<<"$missing")
        ask_for_root "${packages[@]}"
        for name in "${packages[@]}"; do
            if ! is_known_to_apt "$name"; then
                say 'packages: reading the package lists'
                apt_get update || fail "The package lists could not be fetched with apt-get: is this machine online? (log: $limn_log)"
                mapfile -t packages < <(choose_packages <<<"$missing")
                break
            fi
        done
        say "packages: installing ${packages[*]}"
        # The lists may be older than the archive: read them again before giving up.
        apt_get install --no-install-recommends "${packages[@]}" ||
            { apt_get update && apt_get install --no-install-recommends "${packages[@]}"; } ||
            fail "apt-get could not fetch or install ${packages[*]}: is this machine online? (log: $limn_log)"
        note="installed ${#packages[@]}"
    fi
    rm -f "$limn_root"/build/.packages-*
    touch "$limn_root/build/.packages-$stamp"
}

# ---- Wheels: libtorch and the CLIP vocabulary

# The index, proxy and local folders of wheels are the user's own pip configuration.
run_pip() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            "$python" -m pip "$@"
            return
        fi
    done
    fail 'There is no pip: install the package python3-pip.'
}

# fetch_wheels LIST FOLDER: downloads what LIST names into FOLDER. Pip checks every file against the
# hashes in LIST. The wheels are chosen for CPython 3.11 whatever Python runs here: only their C++
# libraries are used. Nothing is installed into any Python.
fetch_wheels() {
    local list=$limn_root/packaging/linux/$1 folder=$2 machine minor platforms=() quiet=(-q)
    machine=$(uname -m)
    for minor in $(seq 28 -1 5); do
        platforms+=(--platform "manylinux_2_${minor}_$machine")
    done
    platforms+=(--platform "manylinux2014_$machine" --platform "manylinux2010_$machine")
    if [ -t 2 ]; then quiet=(); fi
    rm -rf "$folder"
    mkdir -p "$folder"
    : >"$limn_log.pip"
    run_pip download "${quiet[@]}" --disable-pip-version-check --no-input --retries 2 --no-cache-dir \
        --no-deps --only-binary=:all: --require-hashes \
        --python-version 3.11 --implementation cp --abi cp311 "${platforms[@]}" \
        -d "$folder" -r "$list" >&2 2>>"$limn_log.pip"
}

has_wrong_hash() {
    grep -q 'DO NOT MATCH THE HASHES' "$limn_log.pip"
}

# Requires a failed fetch_wheels just before. WHAT is how people know the thing.
explain_fetch() {
    local what=$1
    cat "$limn_log.pip" >>"$limn_log"
    if has_wrong_hash; then
        fail "The file that pip fetched for $what does not have the expected hash, so nothing of it was used (log: $limn_log)."
    fi
    if grep -q 'No space left' "$limn_log.pip"; then
        fail "The disk is full: $what does not fit below $limn_cache (log: $limn_log)."
    fi
    fail "$what could not be fetched with pip: is this machine online, and is pip set up for it? (log: $limn_log)"
}

# The driver's main version number; nothing where there is no driver.
nvidia_driver() {
    local version=''
    if [ -r "$limn_nvidia_version" ]; then
        version=$(grep -o -m1 -E ' [0-9]{3}\.[0-9.]+' "$limn_nvidia_version" || true)
    elif command -v nvidia-smi >/dev/null; then
        version=$(nvidia-smi --query-gpu=driver_version --format=csv,noheader 2>/dev/null | head -n1 || true)
    fi
    version=$(trim "$version")
    [[ $version =~ ^[0-9]+\. ]] && printf '%s' "${version%%.*}"
    return 0
}

wanted_torch_build() {
    local driver
    if [ -n "${LIMN_TORCH_BUILD:-}" ]; then
        printf '%s' "$LIMN_TORCH_BUILD"
        return
    fi
    driver=$(nvidia_driver)
    # CUDA 13, which the wheel is built for, needs driver 580.
    if [ -n "$driver" ] && [ "$driver" -ge 580 ]; then printf cuda; else printf cpu; fi
}

# unpack_torch WHEELS FOLDER: the libraries and headers of every wheel, and nothing of Python.
unpack_torch() {
    local wheel
    for wheel in "$1"/*.whl; do
        case "${wheel##*/}" in
            torch-*) unzip -q -o "$wheel" 'torch/lib/*' 'torch/include/*' 'torch/version.py' -d "$2" ;;
            *) unzip -q -o "$wheel" 'nvidia/*/lib/*' -d "$2" ;;
        esac || fail "The wheel ${wheel##*/} could not be unpacked below $limn_cache: is the disk full?"
        rm -f "$wheel"
    done
}

fetch_torch() {
    local driver wanted parts=$limn_torch_home.part what="libtorch (the PyPI package torch $limn_torch_version)" missing
    wanted=$(wanted_torch_build)
    case "$wanted" in cpu | cuda) ;; *) fail "LIMN_TORCH_BUILD is cpu or cuda, not '$wanted'." ;; esac
    if [ -f "$limn_torch_home/torch/lib/libtorch_cpu.so" ] &&
        [ "$(cat "$limn_torch_home/wanted" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    if [ "$wanted" = cpu ] && [ -z "${LIMN_TORCH_BUILD:-}" ] && [ -f "$limn_torch_home/torch/lib/libtorch_cpu.so" ] &&
        [ "$(cat "$limn_torch_home/wanted" 2>/dev/null)" = cuda ]; then
        return # the CUDA build runs without a driver too; it is not thrown away because a driver is away today
    fi
    rm -rf "$parts"
    driver=$(nvidia_driver)
    if [ "$wanted" = cpu ] && [ -n "$driver" ] && [ -z "${LIMN_TORCH_BUILD:-}" ]; then
        say "libtorch: the NVIDIA driver is $driver, and the CUDA build needs 580 or newer: the CPU build is used"
    fi
    say "libtorch: fetching the $wanted build (0.2 to 2.5 GB) into $limn_cache"
    if [ "$wanted" = cuda ]; then
        fetch_wheels wheels-torch-cuda.txt "$parts/wheels" || explain_fetch "$what for CUDA"
        note='fetched the CUDA build'
    elif fetch_wheels wheels-torch-cpu.txt "$parts/wheels"; then
        note='fetched the CPU build'
    elif has_wrong_hash; then
        explain_fetch "$what"
    else
        # Most package indexes hold only the CUDA build. It runs without a driver too.
        fetch_wheels wheels-torch-no-driver.txt "$parts/wheels" || explain_fetch "$what"
        note='fetched the CUDA build, for use on the CPU: pip found no CPU build'
    fi
    unpack_torch "$parts/wheels" "$parts"
    rm -rf "$parts/wheels"
    missing=$(ldd "$parts/torch/lib/libtorch_cpu.so" | awk '/not found/ { print $1 }' | sort -u | tr '\n' ' ')
    [ -z "$missing" ] || fail "libtorch needs libraries that its wheels did not bring: $missing"
    printf '%s\n' "$wanted" >"$parts/wanted"
    rm -rf "$limn_torch_home"
    mv "$parts" "$limn_torch_home"
}

fetch_vocabulary() {
    [ -f "$limn_vocabulary" ] && return
    local parts=$limn_cache/clip.part what='The CLIP vocabulary (the PyPI package open_clip_torch)'
    fetch_wheels wheels-clip.txt "$parts" || explain_fetch "$what"
    unzip -q -o -j "$parts"/*.whl open_clip/bpe_simple_vocab_16e6.txt.gz -d "$parts" ||
        fail "$what could not be unpacked into $limn_cache: is the disk full?"
    mkdir -p "${limn_vocabulary%/*}"
    mv "$parts/${limn_vocabulary##*/}" "$limn_vocabulary"
    rm -rf "$parts"
    note='fetched'
}

# ---- Configure and build

# One compiler process takes up to 1.5 GB where torch is included.
build_jobs() {
    awk -v cores="$(nproc)" '/^MemAvailable:/ {
        jobs = int($2 / 1572864); if (jobs > cores) jobs = cores; if (jobs < 1) jobs = 1; print jobs }' /proc/meminfo
}

configure() {
    local preset=$1 folder=$limn_root/build/$1 stamp
    stamp="$limn_root $limn_torch_home $limn_vocabulary $(sha256sum <"$limn_root/CMakePresets.json")"
    if [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/.configured" 2>/dev/null)" = "$stamp" ]; then
        return
    fi
    (cd "$limn_root" && cmake --preset "$preset" -DLIMN_TORCH_DIR="$limn_torch_home/torch" \
        -DLIMN_CLIP_VOCAB="$limn_vocabulary") >>"$limn_log" 2>&1 || {
        rm -f "$limn_root"/build/.packages-* # a package may have been removed: look again next time
        tail -n 20 "$limn_log" >&2
        fail "CMake could not configure the preset $preset (log: $limn_log)."
    }
    printf '%s' "$stamp" >"$folder/.configured"
    note="configured build/$preset"
}

# build PRESET TARGET
build() {
    local folder=$limn_root/build/$1 target=$2
    if ninja -C "$folder" -n "$target" 2>/dev/null | grep -q 'no work to do'; then
        return
    fi
    ninja -C "$folder" -j "$(build_jobs)" "$target" >&2 || {
        rm -f "$limn_root"/build/.packages-*
        fail "The build of $target in build/$1 failed; the compiler's message is above."
    }
    note="built $target in build/$1"
}

# set_up PRESET TARGET: everything up to a finished build. Two at a time wait for each other.
set_up() {
    local start=$EPOCHREALTIME
    mkdir -p "$limn_root/build" "$limn_cache" 2>/dev/null ||
        fail "The folders $limn_root/build and $limn_cache must be writable."
    : >"$limn_log" || fail "The folder $limn_root/build must be writable."
    exec 8>"$limn_cache/.lock" 9>"$limn_root/build/.lock"
    if command -v flock >/dev/null; then
        flock 8 && flock 9
    fi
    phase packages install_packages
    phase libtorch fetch_torch
    phase 'CLIP vocabulary' fetch_vocabulary
    exec 8>&-
    phase configure configure "$1"
    phase build build "$1" "$2"
    exec 9>&-
    say "ready in $(seconds_since "$start") s"
}
