// The desk under test, asked directly: puts in what the tests look at, and says whether the page told the truth.

import { randomBytes } from "node:crypto";

export class DeskApi {
  constructor(url) {
    this.url = url;
    this.csrf = "";
  }

  async call(method, path, body) {
    if (method !== "GET" && this.csrf === "") this.csrf = (await this.call("GET", "/me")).csrf;
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": this.csrf };
    const response = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  get(path) {
    return this.call("GET", path);
  }

  // Puts tickets in, under a product that no other has.
  async add(tickets) {
    const product = `Probe ${randomBytes(4).toString("hex")}`;
    const full = tickets.map((ticket, index) => ({
      external_id: `${product}-${index}`,
      source: "browser",
      created_at: new Date().toISOString(),
      product,
      ...ticket,
    }));
    const ids = [];
    for (let at = 0; at < full.length; at += 100)
      ids.push(...(await this.call("POST", "/tickets", { tickets: full.slice(at, at + 100) })).ids);
    return { product, filter: `product:"${product}"`, ids };
  }

  async finish(job_id) {
    for (;;) {
      const job = await this.get(`/jobs/${job_id}`);
      if (job.state === "done") return;
      if (job.ended_at) throw new Error(`the job ${job.kind} ended as ${job.state}: ${job.message}`);
    }
  }

  async run(kind) {
    await this.finish((await this.call("POST", "/jobs", { kind })).id);
  }

  // A desk without a model learns from tickets whose labels are plain to see.
  async learn() {
    if ((await this.get("/models")).champion !== null) return;
    const { tasks } = await this.get("/tasks");
    const phrases = tasks.map((task) => task.labels.map((_, i) => `${task.name}${i} marker${i} of ${task.name}`));
    const rounds = Array.from({ length: 160 }, (_, i) => tasks.map((task, t) => Math.floor(i / (t + 1)) % task.labels.length));
    const { ids } = await this.add(
      rounds.map((picks, i) => ({
        subject: `Example ${i}`,
        body: picks.map((pick, t) => phrases[t][pick]).join(". ") + ` number ${i * 7919}`,
      })),
    );
    for (const [i, id] of ids.entries()) {
      const labels = Object.fromEntries(tasks.map((task, t) => [task.name, task.labels[rounds[i][t]]]));
      await this.call("PATCH", `/tickets/${id}/labels`, { labels });
    }
    await this.run("train");
  }
}
