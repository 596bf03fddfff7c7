// Processor-specific variants of the few hottest loops.

#pragma once

// Compiles the function once for every processor and again for those with wide vector registers (AVX2, AVX-512). The
// loader picks the variant. Last digits may differ between kinds of processors, never between runs on one.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define SMARTDESK_WIDE_VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SMARTDESK_WIDE_VECTORS
#endif
