#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds everything and runs every test. The last line is "N passed, N failed".
# With CI=true, warnings of our own code are errors (preset ci instead of release).
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

preset=release
if [ "${CI:-}" = true ]; then preset=ci; fi

# Whoever reads the last line gets one, also where set-up or build failed.
is_counted=
trap '[ -n "$is_counted" ] || printf "0 passed, 1 failed\n"' EXIT
set_up "$preset" all
log=$limn_root/build/$preset/Testing/Temporary/LastTest.log
rm -f "$log"
start=$EPOCHREALTIME
ctest_status=0
ctest --test-dir "$limn_root/build/$preset" --parallel 2 --output-on-failure --timeout 600 "$@" || ctest_status=$?
say "tests ran in $(seconds_since "$start") s"
[ -f "$log" ] || exit 1
count_status=0
summary=$(awk -f "$limn_root/packaging/count_tests.awk" "$log") || count_status=1
is_counted=yes
printf '%s\n' "$summary"
[ "$ctest_status" -eq 0 ] && [ "$count_status" -eq 0 ]
