#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Trains the starter from nothing to a folder that is ready to be shipped: autoencoder, tokenizer, latents, generator,
# enlarger, export, benchmark. Stop it with Ctrl+C or SIGTERM at any time; the same command goes on where it stopped.
set -euo pipefail

usage() {
    cat <<'TEXT'
retrain.sh STATE OUT [--device cpu|cuda] [--threads N] [--minutes N] [--scenes N] [--program FILE]

  STATE      folder of the trainings' states; may be large and is worth keeping
  OUT        the finished diffusers folder, as resources/starter
  --device   where the trainings run                              (cpu)
  --threads  that render scenes and write captions                (1)
  --minutes  for all trainings together; without it their samples decide: about a day on one core
  --scenes   that are rendered and encoded                        (40000; 70000 on a GPU)
  --program  limn-starter                                         (build/release/limn-starter)
TEXT
}

[ $# -ge 2 ] || { usage >&2; exit 2; }
state=$1
out=$2
shift 2
device=cpu
threads=1
minutes=
scenes=
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=$root/build/release/limn-starter
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || { usage >&2; exit 2; }
    case $1 in
        --device) device=$2 ;;
        --threads) threads=$2 ;;
        --minutes) minutes=$2 ;;
        --scenes) scenes=$2 ;;
        --program) program=$2 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift 2
done
[ -x "$program" ] || { echo "retrain.sh: there is no program '$program'; build limn-starter, or name it with --program." >&2; exit 1; }

# Large batches keep a GPU busy; one core learns more from small ones.
if [ "$device" = cpu ]; then
    autoencoder_batch=8 generator_batch=24 enlarger_batch=16
else
    autoencoder_batch=64 generator_batch=512 enlarger_batch=64
fi
: "${scenes:=$([ "$device" = cpu ] && echo 40000 || echo 70000)}"
machine=(--device "$device" --threads "$threads")
mkdir -p "$state"

child=
stopped=
stop() {
    stopped=yes
    if [ -n "$child" ]; then kill -TERM "$child" 2>/dev/null || true; fi
}
trap stop INT TERM

# A stage that ended is not begun again. A training that was stopped ends well too, with its state saved: it is not over.
stage() {
    local name=$1
    shift
    [ ! -e "$state/$name.done" ] || return 0
    echo "retrain.sh: $name"
    "$program" "$@" &
    child=$!
    local status=0
    # A signal ends the first wait; the child still saves its state.
    while wait "$child" || status=$?; kill -0 "$child" 2>/dev/null; do status=0; done
    child=
    [ -z "$stopped" ] || { echo "retrain.sh: stopped in $name; the same command goes on." >&2; exit 130; }
    [ "$status" -eq 0 ] || { echo "retrain.sh: $name failed." >&2; exit 1; }
    touch "$state/$name.done"
}

# The share of the minutes that a training gets; nothing where the samples decide.
finish_in() {
    [ -z "$minutes" ] || awk -v share="$1" -v all="$minutes" 'BEGIN { printf "--finish-in %g --samples 1000000000\n", share * all }'
}

# shellcheck disable=SC2046  # two words, or none
stage autoencoder train-autoencoder --state "$state/ae" "${machine[@]}" --batch $autoencoder_batch \
    --scenes $((scenes / 2)) $(finish_in 0.42)
stage tokenizer make-tokenizer --out "$state/tokenizer" --count "$scenes"
stage latents cache-latents --autoencoder "$state/ae" --out "$state/latents.safetensors" --count "$scenes" "${machine[@]}"
# shellcheck disable=SC2046
stage generator train-generator --state "$state/generator" --tokenizer "$state/tokenizer" \
    --cache "$state/latents.safetensors" "${machine[@]}" --batch $generator_batch $(finish_in 0.50)
# shellcheck disable=SC2046
stage enlarger train-enlarger --state "$state/enlarger" --autoencoder "$state/ae" "${machine[@]}" \
    --batch $enlarger_batch --scenes $((scenes / 10)) $(finish_in 0.08)
trained=(--state "$state/generator" --tokenizer "$state/tokenizer" --cache "$state/latents.safetensors" --autoencoder "$state/ae")
stage export export "${trained[@]}" --out "$out"
stage upscaler export-enlarger --state "$state/enlarger" --autoencoder "$state/ae" --out "$out/upscaler.safetensors"
stage benchmark benchmark "${trained[@]}" --data "$root/tests/data/starter" "${machine[@]}" --json "$state/benchmark.json"
stage capabilities write-capabilities --out "$out" --benchmark "$state/benchmark.json"
stage sheet sheet48 "${trained[@]}" --data "$root/tests/data/starter" "${machine[@]}" --out "$state/sheet48.png"
echo "retrain.sh: '$out' is ready; look at '$state/sheet48.png' before it is shipped."
