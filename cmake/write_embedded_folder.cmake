# The build step of embed_folder: writes OUT, a source that has the files of the folder EMBEDDED in it.
# .incbin hides the files' contents from ccache; the digests in the text show them.
file(GLOB_RECURSE files ${EMBEDDED}/*)
set(assembly "")
set(symbols "")
set(entries "")
set(number 0)
foreach(file ${files})
  set(name ${SYMBOL}_${number})
  file(RELATIVE_PATH path ${EMBEDDED} ${file})
  file(SHA256 ${file} digest)
  string(APPEND assembly "__asm__(\"/* ${digest} */\\n.section .rodata\\n${name}_begin:\\n.incbin \\\"${file}\\\"\\n${name}_end:\\n.byte 0\\n\"
        \".global ${name}_begin\\n.global ${name}_end\\n.section .text\\n\");\n")
  string(APPEND symbols "extern \"C\" const char ${name}_begin[], ${name}_end[];\n")
  string(APPEND entries "    {\"${path}\", {${name}_begin, static_cast<std::size_t>(${name}_end - ${name}_begin)}},\n")
  math(EXPR number "${number} + 1")
endforeach()
string(REGEX REPLACE "/.*" "" module ${HEADER})
file(WRITE ${OUT} "#include \"${HEADER}\"
${assembly}${symbols}namespace smartdesk::${module} {
namespace {
const EmbeddedFile files[] = {
${entries}};
}  // namespace
const std::span<const EmbeddedFile> ${SYMBOL}(files);
}  // namespace smartdesk::${module}
")
