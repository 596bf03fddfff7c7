# embed_folder(TARGET server FOLDER path SYMBOL kFiles HEADER server/internal/files.h)
# Compiles all files of a folder into the target as `extern const std::span<const EmbeddedFile> SYMBOL` (namespace
# smartdesk), declared in HEADER; each with its path in the folder. What the folder holds is looked up at each build.
function(embed_folder)
  cmake_parse_arguments(EMBED "" "TARGET;FOLDER;SYMBOL;HEADER" "" ${ARGN})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${EMBED_FOLDER}/*)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${EMBED_SYMBOL}.cc)
  set(assembly "")
  set(symbols "")
  set(entries "")
  set(number 0)
  foreach(file ${files})
    set(name ${EMBED_SYMBOL}_${number})
    file(RELATIVE_PATH path ${EMBED_FOLDER} ${file})
    string(APPEND assembly "__asm__(\".section .rodata\\n${name}_begin:\\n.incbin \\\"${file}\\\"\\n${name}_end:\\n.byte 0\\n\"
        \".global ${name}_begin\\n.global ${name}_end\\n.section .text\\n\");\n")
    string(APPEND symbols "extern \"C\" const char ${name}_begin[], ${name}_end[];\n")
    string(APPEND entries "    {\"${path}\", {${name}_begin, static_cast<std::size_t>(${name}_end - ${name}_begin)}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  file(WRITE ${source}.in "#include \"${EMBED_HEADER}\"\n${assembly}${symbols}namespace smartdesk {
namespace {
const EmbeddedFile files[] = {
${entries}};
}  // namespace
const std::span<const EmbeddedFile> ${EMBED_SYMBOL}(files);
}  // namespace smartdesk
")
  configure_file(${source}.in ${source} COPYONLY)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${files}")
  # .incbin hides the files from ccache's hash, so what is in them has to stand on the command line.
  set(contents "")
  foreach(file ${files})
    file(SHA256 ${file} digest)
    string(APPEND contents ${digest})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  string(SHA256 digest "${contents}")
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS "-DEMBEDDED_FOLDER=${digest}")
  target_sources(${EMBED_TARGET} PRIVATE ${source})
endfunction()
