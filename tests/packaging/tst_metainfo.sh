#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What software centres read about the program names its makers, and a desktop file that is there.
set -euo pipefail
linux="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../packaging/linux" && pwd)"
metainfo="$linux/org.limn.Limn.metainfo.xml"

fail() {
    echo "FAIL: $1"
    exit 1
}

tr -d '\n' <"$metainfo" | grep -Eq '<developer id="[a-z.]+">[[:space:]]*<name>[^<]+</name>[[:space:]]*</developer>' ||
    fail "$metainfo has no <developer> with an id and a name."
desktop="$(sed -n 's|.*<launchable type="desktop-id">\(.*\)</launchable>.*|\1|p' "$metainfo")"
[[ -n "$desktop" && -f "$linux/$desktop" ]] || fail "$metainfo launches '$desktop', which is not in $linux."
grep -q "^Exec=$(sed -n 's|.*<binary>\(.*\)</binary>.*|\1|p' "$metainfo")\b" "$linux/$desktop" ||
    fail "$linux/$desktop does not start the program that $metainfo names."
echo "PASS"
