# Compiles files into a target, as bytes. They are read while building, so that a build step may make them.
#
# embed_file(TARGET charts FILE path SYMBOL kEchartsSource HEADER charts/internal/echarts_source.h)
#   defines `extern const std::string_view SYMBOL` in the namespace of HEADER's module, declared in HEADER.
# embed_folder(TARGET server FOLDER path SYMBOL kFiles HEADER server/internal/files.h DEPENDS files…)
#   defines `extern const std::span<const EmbeddedFile> SYMBOL`, each file with its path in the folder; written anew when
#   one of DEPENDS has changed.

function(embed_with_script)
  cmake_parse_arguments(EMBED "" "TARGET;PATH;SYMBOL;HEADER;SCRIPT" "DEPENDS" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${EMBED_SYMBOL}.cc)
  set(script ${CMAKE_SOURCE_DIR}/cmake/${EMBED_SCRIPT})
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DEMBEDDED=${EMBED_PATH} -DSYMBOL=${EMBED_SYMBOL} -DHEADER=${EMBED_HEADER} -DOUT=${source} -P ${script}
    DEPENDS ${EMBED_DEPENDS} ${script} VERBATIM)
  target_sources(${EMBED_TARGET} PRIVATE ${source})
  set_source_files_properties(${source} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()

function(embed_file)
  cmake_parse_arguments(EMBED "" "TARGET;FILE;SYMBOL;HEADER" "" ${ARGN})
  embed_with_script(TARGET ${EMBED_TARGET} PATH ${EMBED_FILE} SYMBOL ${EMBED_SYMBOL} HEADER ${EMBED_HEADER}
                    SCRIPT write_embedded_file.cmake DEPENDS ${EMBED_FILE})
endfunction()

function(embed_folder)
  cmake_parse_arguments(EMBED "" "TARGET;FOLDER;SYMBOL;HEADER" "DEPENDS" ${ARGN})
  embed_with_script(TARGET ${EMBED_TARGET} PATH ${EMBED_FOLDER} SYMBOL ${EMBED_SYMBOL} HEADER ${EMBED_HEADER}
                    SCRIPT write_embedded_folder.cmake DEPENDS ${EMBED_DEPENDS})
endfunction()
