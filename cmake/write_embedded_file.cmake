# The build step of embed_file: writes OUT, a source that has the file EMBEDDED in it.
# .incbin hides the file's contents from ccache; the digest in the text shows them.
file(SHA256 ${EMBEDDED} digest)
string(REGEX REPLACE "/.*" "" module ${HEADER})
file(WRITE ${OUT} "#include \"${HEADER}\"
__asm__(\"/* ${digest} */\\n.section .rodata\\n.global ${SYMBOL}_begin\\n${SYMBOL}_begin:\\n.incbin \\\"${EMBEDDED}\\\"\\n\"
        \".global ${SYMBOL}_end\\n${SYMBOL}_end:\\n.byte 0\\n.section .text\\n\");
extern \"C\" const char ${SYMBOL}_begin[], ${SYMBOL}_end[];
namespace smartdesk::${module} {
const std::string_view ${SYMBOL}(${SYMBOL}_begin, static_cast<std::size_t>(${SYMBOL}_end - ${SYMBOL}_begin));
}
")
