// Whether standard input is an OpenAPI document: node tests/web/validate_openapi.mjs <document.json

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { Validator } = await import(pathToFileURL(require.resolve("@seriousme/openapi-schema-validator")));

const { valid, errors } = await new Validator().validate(JSON.parse(readFileSync(0, "utf8")));
if (!valid) console.error(JSON.stringify(errors, null, 1));
process.exit(valid ? 0 : 1);
