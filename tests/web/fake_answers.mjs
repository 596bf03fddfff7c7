// What the fake server's model and its reports say. Figures are made up but hang together.

import { tasks } from "./fake_tickets.mjs";

const telling = {
  Billing: ["invoice", "charged", "refund", "booked"],
  "Payment Issue": ["card", "sepa", "checkout"],
  "Login Issue": ["reset", "locked", "factor", "password"],
  "Bug Report": ["crash", "total", "dates"],
  "Technical Issue": ["sync", "slow", "connect"],
  "Feature Request": ["dark", "bulk", "export"],
  "Account Management": ["colleagues", "cancel", "company"],
  Other: ["open", "press", "thank"],
  Negative: ["nobody", "third", "missing", "cannot"],
  Positive: ["wonderful", "thank", "lovely"],
  Neutral: ["question", "hello"],
  High: ["cannot", "due", "tomorrow"],
  Medium: ["week", "help"],
  Low: ["hurry", "whenever"],
};

const bytes = (text) => Buffer.byteLength(text, "utf8");

function words_of(text, label) {
  const words = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const word = match[0].toLowerCase();
    const begin = bytes(text.slice(0, match.index));
    const place = { word, begin, end: begin + bytes(match[0]) };
    if (telling[label]?.includes(word)) words.push({ ...place, weight: 1.4 - 0.3 * telling[label].indexOf(word) });
    else if (["question", "hello", "please"].includes(word)) words.push({ ...place, weight: -0.35 });
  }
  return words.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

function answer(text, task) {
  const scores = task.labels.map((label) => words_of(text, label).reduce((sum, word) => sum + word.weight, 0));
  const powers = scores.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 0);
  const best = scores.indexOf(Math.max(...scores));
  const probability = powers[best] / sum;
  const is_unknown = !/[a-z]{3}/i.test(text);
  return {
    label: task.labels[best],
    probability,
    flag: is_unknown ? "unknown" : probability < 0.3 ? "abstain" : null,
    probabilities: Object.fromEntries(task.labels.map((label, i) => [label, powers[i] / sum])),
    score: scores[best] + 0.1,
    constant: 0.1,
    embedding: 0,
    words: words_of(text, task.labels[best]),
  };
}

export function explain(text) {
  return { model_version: "a1b2c3d4e5f6", text, tasks: Object.fromEntries(tasks.map((task) => [task.name, answer(text, task)])) };
}

const tally = (labels, total, shift) =>
  labels.map((label, i) => {
    const share = 0.55 ** (i + 1);
    return { label, tickets: Math.round(total * share), before: Math.round(total * share * (0.8 + ((i * 7 + shift) % 5) / 10)) };
  });

export function insights(count, days) {
  if (count === 0)
    return {
      tickets: 0,
      first_day: "",
      last_day: "",
      period: { days, from: "", to: "", tickets: 0, before: 0 },
      per_day: [],
      labels: {},
      urgency_by_category: { rows: [], columns: [], tickets: [] },
      cross: { row_task: "", column_task: "", rows: [], columns: [], tickets: [] },
      product: [],
      attention: [],
      as_of: "2026-03-31T18:00:00Z",
    };
  const day = (back) => new Date(Date.UTC(2026, 2, 31) - back * 86_400_000).toISOString().slice(0, 10);
  const per_day = Array.from({ length: 2 * days }, (_, i) => {
    const back = 2 * days - 1 - i;
    const weekday = new Date(day(back)).getUTCDay();
    return { day: day(back), tickets: Math.round((weekday % 6 === 0 ? 22 : 74) + 14 * Math.sin(i / 3) + (back === 4 ? 61 : 0)) };
  });
  const sum = (some) => some.reduce((all, one) => all + one.tickets, 0);
  const total = sum(per_day.slice(days));
  const both = (u, c) => (u === 2 && c === 7 ? 0 : Math.round((total / 6) * 0.6 ** u * 0.75 ** c));
  return {
    tickets: count,
    first_day: "2025-02-24",
    last_day: day(0),
    period: { days, from: day(days - 1), to: day(0), tickets: total, before: sum(per_day.slice(0, days)) },
    per_day,
    labels: Object.fromEntries(tasks.map((task, i) => [task.name, tally(task.labels, total, i)])),
    urgency_by_category: {
      rows: tasks[1].labels,
      columns: tasks[2].labels,
      tickets: tasks[1].labels.map((_, u) => tasks[2].labels.map((_, c) => both(u, c))),
    },
    cross: {
      row_task: "category",
      column_task: "urgency",
      rows: tasks[2].labels,
      columns: tasks[1].labels,
      tickets: tasks[2].labels.map((_, c) => tasks[1].labels.map((_, u) => both(u, c))),
    },
    product: tally(["Ledger", "Ledger Mobile", "Sync", "Payroll", "Invoices", "Reports for Accountants"], total, 2),
    attention: [
      {
        kind: "urgent_and_negative",
        task: "",
        label: "",
        before: 0,
        text: "34 urgent tickets from customers who are not happy",
        filter: "urgency:High sentiment:Negative created:>=2026-03-25",
        tickets: 34,
      },
      {
        kind: "rising",
        task: "product",
        label: "Sync",
        before: 19,
        text: "product Sync went from 19 to 61 tickets",
        filter: "product:Sync created:>=2026-03-02",
        tickets: 61,
      },
      {
        kind: "unlabelled",
        task: "category",
        label: "",
        before: 0,
        text: "12 tickets have no category",
        filter: "no:category",
        tickets: 12,
      },
    ],
    as_of: "2026-03-31T18:00:00Z",
  };
}

const algorithms = ["linear_svc", "logreg", "naive_bayes", "random_forest", "xgboost", "catboost"];

export const benchmarks = {
  rows: tasks.flatMap((task, t) =>
    algorithms.map((algorithm, a) => ({
      task: task.name,
      algorithm,
      is_best: a === 0,
      majority_accuracy: 0.31,
      ...(algorithm === "catboost" && t === 2
        ? { status: "not installed" }
        : {
            accuracy: 0.83 - 0.02 * a - 0.03 * t,
            macro_f1: 0.79 - 0.021 * a - 0.03 * t,
            weighted_f1: 0.82 - 0.02 * a - 0.03 * t,
            log_loss: 0.51 + 0.04 * a,
            ece: 0.021 + 0.006 * a,
            fit_seconds: 1.2 + 3.7 * a,
            rows_per_second: 182000 / (a + 1),
            status: "ok",
          }),
    })),
  ),
  as_of: "2026-03-30T06:12:00Z",
};

function head(task, shift) {
  const size = task.labels.length;
  const rows = task.labels.map((_, truth) =>
    task.labels.map((_, guess) =>
      truth === guess
        ? 260 - 24 * truth
        : Math.max(0, Math.round(34 / (1 + Math.abs(truth - guess)) - 3 * ((truth + guess) % 4))),
    ),
  );
  return {
    task: task.name,
    algorithm: "linear_svc",
    labels: task.labels,
    rows: rows.flat().reduce((a, b) => a + b, 0),
    cv_macro_f1: 0.79 - shift - 0.01 * size,
    majority_accuracy: 0.31,
    no_signal: false,
    confusion: { labels: task.labels, rows },
    reliability: Array.from({ length: 10 }, (_, i) => ({
      low: i / 10,
      high: (i + 1) / 10,
      rows: i < 2 ? 0 : 40 * i,
      confidence: i / 10 + 0.055,
      accuracy: Math.min(1, Math.max(0, i / 10 + 0.03 + 0.03 * Math.sin(i))),
    })),
  };
}

export function models() {
  const made = (version, created_at, rows, shift, contest, why) => ({
    version,
    created_at,
    is_champion: false,
    rows,
    heads: tasks.map((task) => head(task, shift)),
    contest,
    why,
  });
  return [
    made(
      "f00dfeed1234",
      "2026-03-30T07:00:00Z",
      12480,
      0,
      { rows: 2400, champion: 0.702, challenger: 0.719, low: -0.004, high: 0.038 },
      "The challenger may be no better: the interval holds zero. It stays a challenger.",
    ),
    { ...made("a1b2c3d4e5f6", "2026-03-01T07:00:00Z", 9800, 0.017, null, "It is the first model."), is_champion: true },
  ];
}

export function import_preview(name) {
  const ticket = {
    external_id: "1",
    source: "export",
    created_at: "2026-04-13T10:00:00Z",
    customer: "Mia Berg <mia@example.org>",
    subject: "Kettle",
    text: "It leaks.",
    status: "open",
    tags: "",
    messages: 0,
    labels: { urgency: "High" },
  };
  const file = {
    file: name,
    layout: "",
    encoding: "UTF-8",
    encoding_source: "valid UTF-8",
    encoding_certainty: "sure",
    unreadable_characters: 0,
    delimiter: ",",
    date_order: "ymd",
    columns: { id: "Ticket ID", body: "Description" },
    kept: ["Shelf"],
    rows_are_messages: false,
    rows: 40,
    rejected: 1,
    rejects: [{ line: 7, column: "", reason: "the row has no text" }],
    undated: 0,
    unread_dates: 0,
    notes: [],
    tickets: [ticket],
  };
  return { files: [file], notes: [] };
}
