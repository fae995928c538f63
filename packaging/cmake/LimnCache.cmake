# SPDX-License-Identifier: Apache-2.0
# Where packaging/run.sh keeps what it fetched. Nothing is downloaded by CMake.

if(DEFINED ENV{LIMN_CACHE})
    set(LIMN_CACHE_DIR "$ENV{LIMN_CACHE}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
    set(LIMN_CACHE_DIR "$ENV{XDG_CACHE_HOME}/limn")
else()
    set(LIMN_CACHE_DIR "$ENV{HOME}/.cache/limn")
endif()

set(LIMN_CLIP_VOCAB "${LIMN_CACHE_DIR}/clip/bpe_simple_vocab_16e6.txt.gz" CACHE FILEPATH
    "The CLIP vocabulary of the package open_clip_torch; single-file checkpoints need it")
