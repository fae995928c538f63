#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds everything and runs every test. The last line is "N passed, N failed".
# With CI=true, warnings of our own code are errors (preset ci instead of release).
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

preset=release
if [ "${CI:-}" = true ]; then preset=ci; fi

# Sums the totals of the QtTest programs in ctest's log. A test that prints no totals (a script, a crash, a
# time-out) counts as one. In its log, CTest calls a program that is not there "passed".
count_tests() {
    awk '
        /^Unable to find executable/ { failed++; isMissing = 1 }
        /^[0-9]+\/[0-9]+ Testing: / { hasTotals = isMissing; failedHere = 0; isMissing = 0 }
        /^Totals: / { hasTotals = 1; passed += $2; failed += $4; failedHere += $4 }
        /^Test Passed\./ { if (!hasTotals) passed++ }
        /^Test Failed\./ { if (!failedHere) failed++ }
        END { printf "%d passed, %d failed\n", passed, failed; exit (failed > 0 || passed == 0) }' "$1"
}

set_up "$preset" all
log=$limn_root/build/$preset/Testing/Temporary/LastTest.log
rm -f "$log"
start=$EPOCHREALTIME
ctest_status=0
ctest --test-dir "$limn_root/build/$preset" --parallel 2 --output-on-failure --timeout 600 "$@" || ctest_status=$?
say "tests ran in $(seconds_since "$start") s"
if [ ! -f "$log" ]; then
    printf '0 passed, 1 failed\n'
    exit 1
fi
count_status=0
summary=$(count_tests "$log") || count_status=1
printf '%s\n' "$summary"
[ "$ctest_status" -eq 0 ] && [ "$count_status" -eq 0 ]
