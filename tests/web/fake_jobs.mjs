// Long work that takes two seconds.

const steps = 20;
const step_ms = 100;

export class FakeJobs {
  constructor() {
    this.jobs = new Map();
    this.followers = new Map();
  }

  all() {
    return [...this.jobs.values()].reverse();
  }

  get(id) {
    return this.jobs.get(id);
  }

  start(kind, done = () => {}) {
    const id = `j${this.jobs.size + 1}`;
    const now = new Date().toISOString();
    const job = {
      id,
      kind,
      state: "running",
      stage: "reading tickets",
      done: 0,
      total: steps,
      message: "",
      result: null,
      by: "eve",
      created_at: now,
      started_at: now,
      ended_at: null,
    };
    this.jobs.set(id, job);
    const timer = setInterval(() => {
      job.done += 1;
      job.stage = job.done < steps / 2 ? "reading tickets" : "fitting category";
      if (job.done >= steps) this.end(job, "done", "Done: nothing was really done.");
      if (job.ended_at) clearInterval(timer);
      if (job.state === "done") done();
      this.tell(job);
    }, step_ms);
    return job;
  }

  stop(id) {
    const job = this.jobs.get(id);
    if (job && !job.ended_at) this.end(job, "stopped", "Stopped; what was done stays.");
  }

  end(job, state, message) {
    Object.assign(job, { state, message, ended_at: new Date().toISOString() });
  }

  tell(job) {
    for (const response of this.followers.get(job.id) ?? []) {
      response.write(`event: job\ndata: ${JSON.stringify(job)}\n\n`);
      if (job.ended_at) response.end();
    }
  }

  follow(id, response) {
    const job = this.jobs.get(id);
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    this.followers.set(id, [...(this.followers.get(id) ?? []), response]);
    this.tell(job);
  }
}
