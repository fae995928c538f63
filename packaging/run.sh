#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds Limn and runs it with the given arguments.
# With --build-only as first argument, it stops before running.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

set_up release limn
if [ "${1:-}" != --build-only ]; then
    exec "$limn_root/build/release/limn" "$@"
fi
