# SPDX-License-Identifier: Apache-2.0
# Sums the totals of the QtTest programs in ctest's log (LastTest.log). A test that prints no totals (a script,
# a crash, a time-out) counts as one. In that log, CTest calls a program that is not there "passed".
# Fails when anything failed, and when nothing ran.
/^Unable to find executable/ { failed++; isMissing = 1 }
/^[0-9]+\/[0-9]+ Testing: / { hasTotals = isMissing; failedHere = 0; isMissing = 0 }
/^Totals: / { hasTotals = 1; passed += $2; failed += $4; failedHere += $4 }
/^Test Passed\./ { if (!hasTotals) passed++ }
/^Test Failed\./ { if (!failedHere) failed++ }
END {
    printf "%d passed, %d failed\n", passed, failed
    exit (failed > 0 || passed == 0)
}
