#!/usr/bin/env bash
# The dashboard's tests for ctest: web_test.sh SOURCES unit|browser. Skipped (77) where npm or what it installs is missing.
set -euo pipefail
cd "$1"
if ! command -v npm >/dev/null || [[ ! -x web/node_modules/.bin/vitest ]]; then
  echo "skipped: npm or web/node_modules is missing; run script/setup"
  exit 77
fi
case $2 in
  unit) npm --prefix web test --silent ;;
  browser) node tests/web/run.mjs --fake ;;
esac
