#!/usr/bin/env bash
# Fails if a source is not as .clang-format wants it. Usage: format_test.sh SOURCE_DIR
cd "$1" && git ls-files 'src/*.cc' 'src/*.h' 'fuzz/*.cc' 'bench/*.cc' | xargs -r clang-format --dry-run -Werror
