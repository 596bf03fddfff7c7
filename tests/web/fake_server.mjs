// Stands in for `smartdesk serve` in the dashboard's tests: the API of docs/api.md over made-up data, and the built page
// under the same content security policy. By itself: node tests/web/fake_server.mjs [--port N] [--sign-in] [--empty]

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { benchmarks, explain, import_preview, insights, models } from "./fake_answers.mjs";
import { FakeAccess } from "./fake_access.mjs";
import { FakeJobs } from "./fake_jobs.mjs";
import { FakeTickets, filter_of, tasks } from "./fake_tickets.mjs";

const dist = fileURLToPath(new URL("../../web/dist/", import.meta.url));
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

class Problem extends Error {
  constructor(status, detail, code) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

class FakeDesk {
  constructor({ sign_in = false, count = 1_000_000 } = {}) {
    this.needs_sign_in = sign_in;
    this.tickets = new FakeTickets(count);
    this.models = count === 0 ? [] : models();
    this.jobs = new FakeJobs();
    this.access = new FakeAccess();
    this.suspects_as_of = null;
    this.sessions = new Set();
    this.failures = 0;
  }

  is_known(request) {
    return !this.needs_sign_in || [...this.sessions].some((session) => (request.headers.cookie ?? "").includes(session));
  }

  me(request) {
    const is_known = this.is_known(request);
    const user = this.needs_sign_in && is_known ? "eve" : null;
    return {
      user,
      role: is_known ? "admin" : null,
      csrf: "token-of-the-tests",
      sign_in: this.needs_sign_in ? "password" : "none",
      version: "0.1.0",
    };
  }
}

const routes = [
  ["GET", /^\/me$/, (desk, { request }) => desk.me(request)],
  ["POST", /^\/sign-in$/, (desk, call) => sign_in(desk, call)],
  ["POST", /^\/sign-out$/, (desk) => (desk.sessions.clear(), undefined)],
  ["GET", /^\/tasks$/, () => ({ tasks })],
  ["GET", /^\/tickets$/, (desk, { query }) => list(desk, query)],
  ["GET", /^\/tickets\/count$/, (desk, { query }) => count(desk, query)],
  ["POST", /^\/tickets$/, (desk, { body }) => add(desk, body)],
  ["GET", /^\/tickets\/(\d+)$/, (desk, { id }) => desk.tickets.ticket(found(desk, id))],
  [
    "PATCH",
    /^\/tickets\/(\d+)\/labels$/,
    (desk, { id, body }) => (desk.tickets.say(found(desk, id), body.labels), desk.tickets.ticket(Number(id))),
  ],
  ["GET", /^\/tickets\/(\d+)\/explain$/, (desk, { id }) => explained(desk, desk.tickets.base(found(desk, id)))],
  ["DELETE", /^\/labels\/(\d+)$/, (desk, { id }) => undo(desk, Number(id))],
  ["POST", /^\/explain$/, (desk, { body }) => (need_model(desk), explain(body.text))],
  ["GET", /^\/insights$/, (desk, { query }) => insights(desk.tickets.count, Number(query.get("days") ?? 30))],
  ["GET", /^\/review$/, (desk, { query }) => review(desk, Number(query.get("limit") ?? 50))],
  ["GET", /^\/audit$/, (desk) => audit(desk)],
  ["GET", /^\/models$/, all_models],
  ["GET", /^\/models\/(\w+)$/, (desk, { id }) => model(desk, id)],
  ["POST", /^\/models\/(\w+)\/promote$/, (desk, { id }) => promote(desk, id)],
  ["GET", /^\/benchmarks$/, (desk) => (desk.tickets.count === 0 ? { rows: [], as_of: null } : benchmarks)],
  ["GET", /^\/jobs$/, (desk) => ({ jobs: desk.jobs.all() })],
  ["GET", /^\/jobs\/(\w+)$/, (desk, { id }) => desk.jobs.get(id)],
  ["POST", /^\/jobs$/, (desk, { body }) => start(desk, body.kind)],
  ["POST", /^\/import$/, (desk) => desk.jobs.start("import")],
  ["POST", /^\/import\/preview$/, (_desk, { query }) => import_preview(query.get("name"))],
  ["DELETE", /^\/jobs\/(\w+)$/, (desk, { id }) => (desk.jobs.stop(id), desk.jobs.get(id))],
  ["GET", /^\/users$/, (desk) => ({ users: desk.access.users })],
  ["POST", /^\/users$/, (desk, { body }) => desk.access.add_user(body)],
  ["DELETE", /^\/users\/(.+)$/, (desk, { id }) => (desk.access.remove_user(decodeURIComponent(id)), undefined)],
  ["GET", /^\/tokens$/, (desk) => ({ tokens: desk.access.tokens })],
  ["POST", /^\/tokens$/, (desk, { body }) => desk.access.make_token(body)],
  ["DELETE", /^\/tokens\/(\d+)$/, (desk, { id }) => (desk.access.remove_token(Number(id)), undefined)],
  ["GET", /^\/audit-log$/, (desk) => ({ entries: desk.access.entries })],
];

function found(desk, id) {
  if (!desk.tickets.has(Number(id))) throw new Problem(404, `There is no ticket ${id}; it may have been erased.`);
  return Number(id);
}

function need_model(desk) {
  if (desk.models.length === 0) throw new Problem(503, "There is no model yet. Train one first.", "no_model");
}

function explained(desk, ticket) {
  need_model(desk);
  return explain(`${ticket.subject}\n${ticket.body}`);
}

function sign_in(desk, { body, response }) {
  if (desk.failures >= 5) throw new Problem(429, "Too many failures; wait a minute.");
  if (body.user !== "eve" || body.password !== "correct horse") {
    desk.failures += 1;
    throw new Problem(401, "Wrong user name or password.");
  }
  const session = `session=${Math.random().toString(36).slice(2)}`;
  desk.sessions.add(session);
  response.setHeader("Set-Cookie", `${session}; HttpOnly; SameSite=Strict; Path=/`);
  return desk.me({ headers: { cookie: session } });
}

function list(desk, query) {
  const from = query.get("cursor") ? Number(query.get("cursor")) : null;
  const limit = Math.min(Number(query.get("limit") ?? 50), 200);
  const { found: tickets, next } = desk.tickets.list(filter_of(query.get("filter") ?? ""), query.get("order"), from, limit);
  return { tickets, next: next === null ? null : String(next), not_indexed: 0 };
}

function count(desk, query) {
  const filter = query.get("filter") ?? "";
  const at_most = Math.min(Number(query.get("at_most") ?? 10000), filter === "" ? Infinity : 10000);
  if (filter === "") return { count: Math.min(at_most, desk.tickets.count), is_all: desk.tickets.count <= at_most };
  const { found: tickets, next } = desk.tickets.list(filter_of(filter), "newest", null, at_most);
  return { count: tickets.length, is_all: next === null };
}

function add(desk, body) {
  const ids = (body.tickets ?? [body]).map((ticket) => desk.tickets.add(ticket));
  return { ids, added: ids.length, updated: 0, unchanged: 0 };
}

function undo(desk, line) {
  const id = desk.tickets.undo(line);
  if (id === undefined) throw new Problem(404, `There is no line ${line} to undo.`);
  return desk.tickets.ticket(id);
}

function review(desk, limit) {
  need_model(desk);
  const items = [];
  for (let id = desk.tickets.made; id > 0 && items.length < limit; id -= 13) {
    const ticket = desk.tickets.row(id);
    if (Object.values(ticket.labels).some((label) => label.by === "person")) continue;
    const unknown = id % 3 === 0;
    const suggestions = Object.fromEntries(
      tasks.map((task) => [
        task.name,
        {
          value: ticket.labels[task.name].value,
          probability: { sentiment: 0.88, urgency: 0.71, category: 0.41 }[task.name],
          current: ticket.labels[task.name].value,
          by_person: false,
          unknown: unknown && task.name === "category",
        },
      ]),
    );
    items.push({ ticket, tasks: suggestions, reason: unknown ? "unknown" : "unsure", reason_task: "category", value: 0.6 });
  }
  return { items, as_of: "2026-03-31T18:00:00Z" };
}

function audit(desk) {
  const as_of = desk.jobs.all().find((job) => job.kind === "audit" && job.state === "done")?.ended_at ?? null;
  if (as_of === null) return { suspects: [], as_of };
  const reasons = [
    ["category", { reason: "label", same_as: null, evidence: "" }],
    ["", { reason: "duplicate", same_as: 17, evidence: "" }],
    ["urgency", { reason: "label", same_as: null, evidence: "" }],
    ["", { reason: "leaked_reasoning", same_as: null, evidence: "<think>" }],
  ];
  const suspects = Array.from({ length: 24 }, (_, i) => {
    const ticket = desk.tickets.row(desk.tickets.made - i * 97);
    const [task, reason] = reasons[i % reasons.length];
    const labels = tasks.find((one) => one.name === task)?.labels ?? [];
    const label = ticket.labels[task]?.value ?? "";
    return {
      ticket: ticket.id,
      task,
      label,
      suggested: labels.find((one) => one !== label) ?? "",
      score: 0.98 - i * 0.02,
      ...reason,
      text: `${ticket.subject} ${ticket.body}`,
    };
  });
  return { suspects, as_of };
}

function model(desk, version) {
  const known = desk.models.find((one) => one.version === version);
  if (!known) throw new Problem(404, `There is no model ${version}.`);
  return known;
}

function all_models(desk) {
  return { champion: desk.models.find((model) => model.is_champion)?.version ?? null, models: desk.models };
}

function promote(desk, version) {
  const next = model(desk, version);
  for (const one of desk.models) one.is_champion = one === next;
  return all_models(desk);
}

function start(desk, kind) {
  return desk.jobs.start(kind, () => {
    if (kind === "train" && desk.models.length === 0) desk.models = models();
  });
}

async function body_of(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return (request.headers["content-type"] ?? "").startsWith("application/json") && text !== "" ? JSON.parse(text) : {};
}

const open_paths = ["/me", "/sign-in"];

async function answer(desk, request, response, url) {
  const path = url.pathname.slice("/api/v1".length);
  if (!open_paths.includes(path) && !desk.is_known(request)) throw new Problem(401, "Sign in first.");
  if (request.method !== "GET" && request.headers["x-csrf-token"] !== "token-of-the-tests")
    throw new Problem(403, "The page is out of date; load it again.");
  const events = /^\/jobs\/(\w+)\/events$/.exec(path);
  if (events) return desk.jobs.follow(events[1], response);
  const [, pattern, handle] = routes.find(([method, pattern]) => method === request.method && pattern.test(path)) ?? [];
  if (!handle) throw new Problem(404, `There is no ${request.method} ${path}.`);
  const value = handle(desk, {
    request,
    response,
    query: url.searchParams,
    id: pattern.exec(path)[1],
    body: await body_of(request),
  });
  if (value === undefined) return response.writeHead(204).end();
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}

function serve_file(response, pathname) {
  const file = join(dist, normalize(pathname === "/" ? "/index.html" : pathname));
  if (!file.startsWith(dist) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, {
    "Content-Type": types[extname(file)] ?? "application/octet-stream",
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
  });
  createReadStream(file).pipe(response);
}

// Resolves to { url, close }.
export function start_fake_server(options = {}) {
  const desk = new FakeDesk(options);
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://fake");
    if (!url.pathname.startsWith("/api/v1/")) return serve_file(response, url.pathname);
    answer(desk, request, response, url).catch((cause) => {
      const status = cause instanceof Problem ? cause.status : 500;
      response
        .writeHead(status, { "Content-Type": "application/problem+json" })
        .end(JSON.stringify({ type: "about:blank", title: "", status, detail: cause.message, code: cause.code }));
    });
  });
  return new Promise((resolve) => {
    server.listen(options.port ?? 0, "127.0.0.1", () =>
      resolve({ url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) }),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = process.argv.includes("--port") ? Number(process.argv[process.argv.indexOf("--port") + 1]) : 8080;
  const { url } = await start_fake_server({
    port,
    sign_in: process.argv.includes("--sign-in"),
    count: process.argv.includes("--empty") ? 0 : 1_000_000,
  });
  console.log(url);
}
