# SPDX-License-Identifier: Apache-2.0
# Two helpers, so that a leaf CMakeLists.txt is a name, its links and its sources.

add_library(limn_warnings INTERFACE)
target_compile_options(limn_warnings INTERFACE
    -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    $<$<BOOL:${LIMN_WARNINGS_AS_ERRORS}>:-Werror>)

# Sets `out` to TRUE where a library of the list hands torch's headers on to those who link it.
function(limn_links_torch out)
    set(${out} FALSE PARENT_SCOPE)
    foreach(link ${ARGN})
        if(link STREQUAL "limn_torch")
            set(${out} TRUE PARENT_SCOPE)
            return()
        elseif(TARGET ${link})
            get_target_property(next ${link} INTERFACE_LINK_LIBRARIES)
            limn_links_torch(found ${next})
            if(found)
                set(${out} TRUE PARENT_SCOPE)
                return()
            endif()
        endif()
    endforeach()
endfunction()

# <ATen/ATen.h> takes 9 s to compile and 2 s to load precompiled: whoever may include it shares one copy.
function(limn_use_torch_pch_if_linked target)
    limn_links_torch(uses_torch ${ARGN})
    if(uses_torch)
        target_precompile_headers(${target} REUSE_FROM limn_torch_pch)
        # A program is compiled with -fPIE, and GCC would then refuse the copy that was made with -fPIC.
        target_compile_options(${target} PRIVATE -fPIC $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    endif()
endfunction()

# limn_add_library(NAME SOURCES a.cpp b.h ... [PUBLIC_LINKS x ...] [PRIVATE_LINKS y ...])
function(limn_add_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC_LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_PUBLIC_LINKS} PRIVATE ${ARG_PRIVATE_LINKS} limn_warnings)
    limn_use_torch_pch_if_linked(${name} ${ARG_PUBLIC_LINKS} ${ARG_PRIVATE_LINKS})
endfunction()

# The same, for code with Qt: moc runs, and Qt's own traps are closed.
function(limn_add_qt_library name)
    limn_add_library(${name} ${ARGN})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
        QT_NO_CONTEXTLESS_CONNECT)
endfunction()

set(LIMN_SANITIZER_ENVIRONMENT
    "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp halt_on_error=1 ignore_noninstrumented_modules=1"
    "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp")

# limn_add_test(NAME SOURCES tst_X.cpp ... LINKS a b [LABELS unit])
function(limn_add_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;LABELS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS QT_NO_FOREACH
        LIMN_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data" LIMN_TEST_GOLDEN="${PROJECT_SOURCE_DIR}/tests/golden")
    target_link_libraries(${name} PRIVATE ${ARG_LINKS} Qt6::Test limn_warnings)
    limn_use_torch_pch_if_linked(${name} ${ARG_LINKS})
    add_test(NAME ${name} COMMAND ${name})
    if(NOT ARG_LABELS)
        set(ARG_LABELS unit)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 600
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;${LIMN_SANITIZER_ENVIRONMENT}")
endfunction()
