# SPDX-License-Identifier: Apache-2.0
# libtorch from the PyPI wheel. find_package(Torch) of a CUDA wheel demands a CUDA toolkit, so the targets are
# written by hand: c10 and torch_cpu are linked, the CUDA library is loaded at run time where it exists.

set(LIMN_TORCH_DIR "${LIMN_CACHE_DIR}/torch-2.13.0/torch" CACHE PATH "The wheel's torch/ folder (lib/, include/)")
if(NOT EXISTS "${LIMN_TORCH_DIR}/include/ATen/ATen.h")
    message(FATAL_ERROR "libtorch is not in ${LIMN_TORCH_DIR}: run ./packaging/run.sh --build-only once, "
                        "or set LIMN_TORCH_DIR, or use the preset core-only.")
endif()

foreach(lib c10 torch_cpu)
    add_library(limn_torch_${lib} SHARED IMPORTED)
    set_target_properties(limn_torch_${lib} PROPERTIES
        IMPORTED_LOCATION "${LIMN_TORCH_DIR}/lib/lib${lib}.so")
endforeach()

add_library(limn_torch INTERFACE)
target_include_directories(limn_torch SYSTEM INTERFACE
    "${LIMN_TORCH_DIR}/include" "${LIMN_TORCH_DIR}/include/torch/csrc/api/include")
target_link_libraries(limn_torch INTERFACE limn_torch_torch_cpu limn_torch_c10)

# The wheel is a release build, and some classes of its headers have other members without NDEBUG: a debug build of ours
# would read beside them.
target_compile_definitions(limn_torch INTERFACE $<$<CONFIG:Debug>:NDEBUG>)

# at::parallel_for is code in a header: without this it runs on one thread and says nothing. The library that serves it
# at run time is the wheel's own libgomp, which torch_cpu has loaded.
target_compile_options(limn_torch INTERFACE -fopenmp)
target_link_options(limn_torch INTERFACE -fopenmp)

# The one precompiled <ATen/ATen.h>; limn_add_library and limn_add_test make their targets use it.
# Without -fpch-preprocess, ccache cannot see through it.
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/torch_pch.cpp" CONTENT "")
add_library(limn_torch_pch OBJECT "${CMAKE_CURRENT_BINARY_DIR}/torch_pch.cpp")
target_link_libraries(limn_torch_pch PRIVATE limn_torch)
target_precompile_headers(limn_torch_pch PRIVATE <ATen/ATen.h>)
target_compile_options(limn_torch_pch PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
