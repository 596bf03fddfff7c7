// The rules for the dashboard, its settings here and the tests beside it in tests/. `npm run lint` applies them.

import { fileURLToPath } from "node:url";

import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import { configs } from "typescript-eslint";

const here = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig(
  globalIgnores(["**/dist/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  // A property is taken out of an object by naming it beside `...rest`.
  { rules: { "no-unused-vars": ["error", { ignoreRestSiblings: true }] } },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [configs.strictTypeChecked, hooks.configs["recommended-latest"]],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["vite.config.ts"] }, tsconfigRootDir: here },
    },
    rules: {
      "react-hooks/exhaustive-deps": "error",
      // `() => act()` and `${count}` are clear enough.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  // Node's types are not installed; nothing but this file would need them.
  { files: ["**/vite.config.ts"], extends: [configs.disableTypeChecked] },
  // The tests run in Node and hand functions to a page, which runs them in a browser.
  { files: ["**/*.js", "**/*.mjs"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
);
