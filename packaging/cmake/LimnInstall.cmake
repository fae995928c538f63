# SPDX-License-Identifier: Apache-2.0
# cmake --install: bin/limn, the models in the box and share/limn/clip/, what the desktop knows a program by, and a private copy of libtorch below lib/limn/, laid out
# as in the wheels, so that the program runs without the cache. LIMN_BUNDLE_TORCH=OFF leaves libtorch
# where it is and points the program there.

include(GNUInstallDirs)
option(LIMN_BUNDLE_TORCH "Install a copy of libtorch (0.5 GB, with CUDA 4 GB) beside the program" ON)

if(NOT TARGET limn)
    return()
endif()

if(LIMN_WITH_TORCH AND LIMN_BUNDLE_TORCH)
    set_target_properties(limn PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}/limn/torch/lib")
    install(DIRECTORY "${LIMN_TORCH_DIR}/lib" DESTINATION "${CMAKE_INSTALL_LIBDIR}/limn/torch"
        FILES_MATCHING PATTERN "*.so*" PATTERN "libtorch_python.so" EXCLUDE PATTERN "libshm*" EXCLUDE PATTERN "*test*" EXCLUDE)
    cmake_path(GET LIMN_TORCH_DIR PARENT_PATH LIMN_WHEELS_DIR)
    if(EXISTS "${LIMN_WHEELS_DIR}/nvidia")
        install(DIRECTORY "${LIMN_WHEELS_DIR}/nvidia" DESTINATION "${CMAKE_INSTALL_LIBDIR}/limn"
            FILES_MATCHING PATTERN "*.so*")
    endif()
elseif(LIMN_WITH_TORCH)
    set_target_properties(limn PROPERTIES INSTALL_RPATH "${LIMN_TORCH_DIR}/lib")
endif()

install(TARGETS limn)
install(FILES "${PROJECT_SOURCE_DIR}/packaging/linux/org.limn.Limn.desktop"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES "${PROJECT_SOURCE_DIR}/packaging/linux/org.limn.Limn.metainfo.xml"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/limn-app.svg" RENAME org.limn.Limn.svg
    DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
install(FILES "${PROJECT_SOURCE_DIR}/resources/fonts/OFL.txt" RENAME Inter-OFL.txt
    DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/starter" DESTINATION "${CMAKE_INSTALL_DATADIR}/limn")
if(EXISTS "${LIMN_CLIP_VOCAB}")
    install(FILES "${LIMN_CLIP_VOCAB}" DESTINATION "${CMAKE_INSTALL_DATADIR}/limn/clip")
endif()
