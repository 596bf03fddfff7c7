# embed_file(TARGET charts FILE path SYMBOL kEchartsSource HEADER charts/internal/echarts_source.h)
# Compiles a file's bytes into the target as `extern const std::string_view SYMBOL` (namespace smartdesk), declared in HEADER.
function(embed_file)
  cmake_parse_arguments(EMBED "" "TARGET;FILE;SYMBOL;HEADER" "" ${ARGN})
  set(assembly ${CMAKE_CURRENT_BINARY_DIR}/${EMBED_SYMBOL}.cc)
  file(WRITE ${assembly}.in "#include \"${EMBED_HEADER}\"
__asm__(\".section .rodata\\n.global ${EMBED_SYMBOL}_begin\\n${EMBED_SYMBOL}_begin:\\n.incbin \\\"${EMBED_FILE}\\\"\\n\"
        \".global ${EMBED_SYMBOL}_end\\n${EMBED_SYMBOL}_end:\\n.byte 0\\n.section .text\\n\");
extern \"C\" const char ${EMBED_SYMBOL}_begin[], ${EMBED_SYMBOL}_end[];
namespace smartdesk {
const std::string_view ${EMBED_SYMBOL}(${EMBED_SYMBOL}_begin, static_cast<std::size_t>(${EMBED_SYMBOL}_end - ${EMBED_SYMBOL}_begin));
}
")
  configure_file(${assembly}.in ${assembly} COPYONLY)
  set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS ${EMBED_FILE})
  # .incbin hides the file from ccache's hash.
  set_source_files_properties(${assembly} PROPERTIES COMPILE_OPTIONS "-DEMBEDDED_FILE=${EMBED_FILE}")
  target_sources(${EMBED_TARGET} PRIVATE ${assembly})
endfunction()
