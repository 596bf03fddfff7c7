// Whether the bodies of an API are as its OpenAPI document says: node tests/web/validate_bodies.mjs URL|--fake <document.json
// Checks the examples of the document, and the answers of the server at URL or of the one that stands in for it.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import { DeskApi } from "./desk_api.mjs";
import { start_fake_server } from "./fake_server.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const Ajv = require("ajv/dist/2020").default;

const document = JSON.parse(readFileSync(0, "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });
const faults = [];
let checked = 0;

// A client may meet keys that it does not know, but the server must describe all of its own.
for (const schema of Object.values(document.components.schemas)) if (schema.properties) schema.additionalProperties = false;

function check(name, schema, body) {
  checked += 1;
  const validate = ajv.compile({ ...schema, components: document.components });
  if (!validate(body)) faults.push(`${name}: ${ajv.errorsText(validate.errors)}`);
}

function check_examples() {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const bodies = [operation.requestBody, ...Object.values(operation.responses)];
      for (const media of bodies.flatMap((body) => Object.values(body?.content ?? {})))
        if (media.example !== undefined) check(`example of ${method} ${path}`, media.schema, media.example);
    }
  }
}

async function check_answers(url) {
  const api = new DeskApi(url);
  const ask = async (method, pattern, values = {}, body = undefined, query = "") => {
    const path = pattern.replace(/\{(\w+)\}/gu, (_, key) => encodeURIComponent(values[key]));
    const answer = await api.call(method, path + query, body);
    const { responses } = document.paths[`/api/v1${pattern}`][method.toLowerCase()];
    const media = Object.entries(responses).find(([status]) => status.startsWith("2"))[1].content["application/json"];
    check(`${method} ${path}`, media.schema, answer);
    return answer;
  };
  await api.finish((await ask("POST", "/jobs", {}, { kind: "audit" })).id);
  const { tickets } = await ask("GET", "/tickets", {}, undefined, "?limit=5");
  await ask("GET", "/tickets/{id}", { id: tickets[0].id });
  await ask("GET", "/tickets/{id}/explain", { id: tickets[0].id });
  await ask("POST", "/explain", {}, { text: "I was charged twice for my invoice." });
  const { tasks } = await ask("GET", "/tasks");
  const labels = { [tasks[0].name]: tasks[0].labels[0] };
  const { history } = await ask("PATCH", "/tickets/{id}/labels", { id: tickets[0].id }, { labels });
  await ask("DELETE", "/labels/{id}", { id: history.find((line) => line.by === "person").id });
  await ask("POST", "/tickets", {}, { subject: "Hello", body: "My router is dead.", source: "test" });
  const { champion } = await ask("GET", "/models");
  await ask("GET", "/models/{version}", { version: champion });
  await ask("POST", "/models/{version}/promote", { version: champion });
  for (const pattern of ["/me", "/tickets/count", "/insights", "/review", "/audit", "/benchmarks", "/jobs", "/users", "/tokens"])
    await ask("GET", pattern);
  await ask("GET", "/audit-log");
  const { jobs } = await api.get("/jobs");
  await ask("GET", "/jobs/{id}", { id: jobs[0].id });
}

const fake = process.argv[2] === "--fake" ? await start_fake_server({ count: 3000 }) : null;
check_examples();
await check_answers(fake?.url ?? process.argv[2]);
fake?.close();
for (const fault of faults) console.error(fault);
console.log(`${checked} bodies checked, ${faults.length} wrong`);
process.exit(faults.length > 0 ? 1 : 0);
