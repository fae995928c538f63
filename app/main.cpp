// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/run_program.h"
#include "app/studio/run_studio.h"

#ifdef LIMN_HAS_ENGINE
#include "inference/engine/TorchEngine.h"
#include "inference/engine/benchmark_run.h"
#include "inference/loading/module_keys.h"
#endif

int main(int argc, char** argv) {
    limn::cli::ProgramParts parts;
    parts.openStudio = limn::studio::runStudio;

#ifdef LIMN_HAS_ENGINE
    parts.makeEngine = limn::inference::makeTorchEngine;
    parts.runBenchmark = limn::inference::runBenchmark;
    parts.checkKeys = limn::loading::compareWithModules;
#endif
    return limn::cli::runProgram(argc, argv, parts);
}
