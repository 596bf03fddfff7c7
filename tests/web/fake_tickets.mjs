// A million tickets made on the fly, the same ones every time. What is said of them is kept; nothing else is.

export const tasks = [
  {
    name: "sentiment",
    labels: ["Negative", "Neutral", "Positive"],
    ordered: false,
    tones: { Negative: "bad", Neutral: "neutral", Positive: "good" },
  },
  {
    name: "urgency",
    labels: ["Low", "Medium", "High"],
    ordered: true,
    tones: { Low: "neutral", Medium: "neutral", High: "bad" },
  },
  {
    name: "category",
    labels: [
      "Billing",
      "Payment Issue",
      "Login Issue",
      "Account Management",
      "Bug Report",
      "Technical Issue",
      "Feature Request",
      "Other",
    ],
    ordered: false,
    tones: {},
  },
];

const products = ["Ledger", "Ledger Mobile", "Sync", "Payroll", "Invoices", "Reports for Accountants"];
const customers = [
  "Acme GmbH",
  "Blue Bakery",
  "Cedar & Sons",
  "Delta Air Freight",
  "Édition Lumière",
  "Fjord Clinic",
  "Ωμέγα Α.Ε.",
];
const subjects = {
  Billing: ["Charged twice for March", "Invoice shows the old address", "Refund still missing after three weeks"],
  "Payment Issue": ["Card declined at checkout", "How do I change the card on file?", "SEPA mandate was refused"],
  "Login Issue": ["Reset mail never arrives", "Locked out after new phone", "Second factor code is always wrong"],
  "Account Management": ["Please add two colleagues", "Cancel our subscription by June", "New company name after the merger"],
  "Bug Report": ["Total shows 0 after saving", "Crash when I export to PDF", "Dates are one day off in the report"],
  "Technical Issue": ["Sync stuck since this morning", "Very slow since the update", "Cannot connect from the office"],
  "Feature Request": ["Dark mode would be lovely", "Bulk edit for invoices", "Export to Parquet, please"],
  Other: ["Just wanted to say thank you", "Are you open on Good Friday?", "Press inquiry about your new office"],
};
const openings = {
  Negative: "This is the third time I write and nobody answers. ",
  Neutral: "Hello, I have a question. ",
  Positive: "Your team was wonderful last week, thank you! ",
};
const endings = {
  Low: "No hurry, whenever you find the time.",
  Medium: "It would help to have this solved this week.",
  High: "We cannot work at all since this morning and payroll is due tomorrow.",
};
const hostile = [
  `<script>window.attacked = 1</script>`,
  `<img src=x onerror="window.attacked = 1">`,
  `"><svg onload=window.attacked=1>`,
  `javascript:window.attacked=1`,
  `\u202Ereversed\u202C and \u200B zero width`,
  `{{constructor.constructor('window.attacked=1')()}}`,
];

const day_ms = 86_400_000;
const last_moment = Date.UTC(2026, 2, 31, 17, 0);
const days_of_tickets = 400;

// A well-mixed number of a number.
function mixed(n, salt) {
  let x = Math.imul(n ^ (salt * 0x9e3779b1), 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
const one_of = (list, n, salt) => list[mixed(n, salt) % list.length];
const skewed = (list, n, salt) => list[Math.floor(list.length * ((mixed(n, salt) % 1000) / 1000) ** 1.6)];

export class FakeTickets {
  constructor(count) {
    this.made = count;
    this.added = new Map(); // id -> ticket
    this.said = new Map(); // id -> lines a person added
    this.next_line = 1_000_000_000;
  }

  get count() {
    return this.made + this.added.size;
  }

  get last_id() {
    return this.count;
  }

  add(fields) {
    const id = this.count + 1;
    const blank = {
      external_id: "",
      source: "api",
      version: 1,
      created_at: new Date(last_moment).toISOString(),
      product: "",
      customer: "",
      channel: "",
      language: "",
      subject: "",
      body: "",
      tags: "",
    };
    this.added.set(id, { id, ...blank, ...fields, custom: {} });
    return id;
  }

  has(id) {
    return Number.isInteger(id) && id >= 1 && id <= this.count;
  }

  base(id) {
    const added = this.added.get(id);
    if (added) return added;
    const category = skewed(tasks[2].labels, id, 1);
    const urgency = skewed(tasks[1].labels, id, 2);
    const sentiment = skewed(tasks[0].labels, id, 3);
    const age = ((this.made - id) / Math.max(1, this.made)) * days_of_tickets * day_ms;
    const subject = id % 97 === 0 ? hostile[Math.floor(id / 97) % hostile.length] : one_of(subjects[category], id, 4);
    return {
      id,
      external_id: `T-${100000 + id}`,
      source: "helpdesk.csv",
      version: 1,
      created_at: new Date(last_moment - age).toISOString().replace(/\.\d+Z/, "Z"),
      product: skewed(products, id, 5),
      customer: one_of(customers, id, 6),
      channel: one_of(["mail", "web", "phone"], id, 7),
      language: one_of(["en", "en", "de"], id, 8),
      subject,
      body: `${openings[sentiment]}${subject}. The invoice number is ${10000 + id} — 20 € were booked. ${endings[urgency]}`,
      tags: id % 5 === 0 ? "vip" : "",
      custom: {},
      made: { category, urgency, sentiment },
    };
  }

  history(id) {
    const { made } = this.base(id);
    const lines = made
      ? tasks.map((task, index) => ({
          id: id * 3 + index,
          task: task.name,
          value: made[task.name],
          by: "model",
          who: "a1b2c3d4e5f6",
          probability: 0.42 + (mixed(id, 20 + index) % 58) / 100,
          at: this.base(id).created_at,
          undone_at: null,
        }))
      : [];
    return [...lines, ...(this.said.get(id) ?? [])];
  }

  row(id) {
    const { made, custom, messages, ...row } = this.base(id);
    const labels = {};
    for (const line of this.history(id)) {
      if (line.undone_at === null) labels[line.task] = { value: line.value, by: line.by, probability: line.probability };
    }
    return { ...row, body: [...row.body].slice(0, 300).join(""), labels };
  }

  // The messages that were put in, or the body as the customer's only one.
  messages(id) {
    const { messages, customer, created_at, channel, body } = this.base(id);
    const given = messages ?? [{ author: customer, created_at, channel, text: body }];
    const blank = { id: "", role: "customer", private: false, author: "", address: "", created_at: "", channel: "" };
    return given.map((message) => ({ ...blank, ...message, own_text: message.text }));
  }

  ticket(id) {
    return {
      ...this.row(id),
      body: this.base(id).body,
      summary: "",
      custom: {},
      messages: this.messages(id),
      history: this.history(id),
    };
  }

  say(id, labels) {
    const lines = this.said.get(id) ?? [];
    for (const [task, value] of Object.entries(labels)) {
      lines.push({
        id: this.next_line++,
        task,
        value,
        by: "person",
        who: "eve",
        probability: null,
        at: new Date().toISOString(),
        undone_at: null,
      });
    }
    this.said.set(id, lines);
  }

  // The ticket whose history the line was taken back from.
  undo(line_id) {
    for (const [id, lines] of this.said) {
      const line = lines.find((one) => one.id === line_id);
      if (line) {
        line.undone_at = new Date().toISOString();
        return id;
      }
    }
    return undefined;
  }

  // From `from` on, at most `limit` that pass, and where to go on.
  list(passes, order, from, limit) {
    const step = order === "oldest" ? 1 : -1;
    const found = [];
    let id = from ?? (step > 0 ? 1 : this.last_id);
    for (; id >= 1 && id <= this.last_id && found.length < limit; id += step) {
      const row = this.row(id);
      if (passes(row)) found.push(row);
    }
    return { found, next: id >= 1 && id <= this.last_id ? id : null };
  }
}

// The part of the filter language that the tests use.
export function filter_of(text) {
  const tests = [];
  for (const [, negated, key, quoted, bare, phrase, word] of text.matchAll(/(-?)(\w+):(?:"([^"]*)"|(\S+))|"([^"]*)"|(\S+)/g)) {
    const value = quoted ?? bare;
    if (key) tests.push((row) => matches(row, key, value) !== (negated === "-"));
    else
      tests.push((row) => `${row.subject} ${row.body}`.toLowerCase().includes((phrase ?? word).replace(/\*$/, "").toLowerCase()));
  }
  return (row) => tests.every((test) => test(row));
}

function matches(row, key, value) {
  if (key === "created") return is_within(row.created_at.slice(0, 10), value);
  if (key === "by") return Object.values(row.labels).some((label) => label.by === value);
  if (key === "no") return !row.labels[value];
  if (key === "id") return row.external_id === value;
  const found = key in row ? row[key] : row.labels[key]?.value;
  return String(found ?? "").toLowerCase() === value.toLowerCase();
}

function is_within(day, value) {
  const [, sign, text] = /^([<>]=?)?(.*)$/.exec(value);
  if (sign === ">=") return day >= text;
  if (sign === "<=") return day.slice(0, text.length) <= text;
  if (sign === ">") return day.slice(0, text.length) > text;
  if (sign === "<") return day < text;
  return day.startsWith(text);
}
