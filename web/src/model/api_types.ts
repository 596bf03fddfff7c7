// What the REST API answers, as docs/api.md describes it.

export type Role = "viewer" | "agent" | "admin";

export interface Me {
  user: string | null;
  role: Role | null;
  csrf: string;
  sign_in: "none" | "password";
  version: string;
}

export interface Task {
  name: string;
  labels: string[];
  ordered: boolean;
  tones: Record<string, "good" | "bad" | "neutral">;
}

export interface Label {
  value: string;
  by: string;
  probability: number | null;
}

export interface Row {
  id: number;
  external_id: string;
  source: string;
  version: number;
  created_at: string;
  product: string;
  customer: string;
  channel: string;
  language: string;
  subject: string;
  body: string;
  tags: string;
  labels: Record<string, Label>;
}

export interface HistoryLine {
  id: number;
  task: string;
  value: string;
  by: string;
  who: string;
  probability: number | null;
  at: string;
  undone_at: string | null;
}

export interface Ticket extends Row {
  custom: unknown;
  history: HistoryLine[];
}

export interface TicketPage {
  tickets: Row[];
  next: string | null;
  not_indexed: number;
}

export interface TicketCount {
  count: number;
  is_all: boolean;
}

export interface Word {
  word: string;
  begin: number;
  end: number;
  weight: number;
}

export interface TaskAnswer {
  label: string;
  probability: number;
  flag: "abstain" | "unknown" | null;
  probabilities: Record<string, number>;
  score: number;
  constant: number;
  words: Word[];
}

export interface Explanation {
  model_version: string;
  text: string;
  tasks: Record<string, TaskAnswer>;
}

export interface Tally {
  label: string;
  tickets: number;
  before: number;
}

export interface Attention {
  kind?: string;
  task?: string;
  label?: string;
  before?: number;
  text: string;
  filter: string;
  tickets: number;
}

export interface Insights {
  tickets: number;
  first_day: string | null;
  last_day: string | null;
  period: { days: number; from: string; to: string; tickets: number; before: number };
  per_day: { day: string; tickets: number }[];
  labels: Record<string, Tally[]>;
  urgency_by_category: { rows: string[]; columns: string[]; tickets: number[][] };
  cross: { row_task: string; column_task: string; rows: string[]; columns: string[]; tickets: number[][] };
  product: Tally[];
  attention: Attention[];
  as_of: string;
}

export interface ReviewItem {
  ticket: Row;
  tasks: Record<string, { value: string; probability: number; current: string | null; unknown: boolean }>;
  reason: string;
  value: number;
}

export interface Suspect {
  ticket: number;
  task: string;
  label: string;
  suggested: string;
  score: number;
  reason: string;
  text: string;
}

export interface Reliability {
  low: number;
  high: number;
  rows: number;
  confidence: number;
  accuracy: number;
}

export interface Head {
  task: string;
  algorithm: string;
  labels: string[];
  rows: number;
  cv_macro_f1: number;
  majority_accuracy: number;
  no_signal: boolean;
  confusion?: { labels: string[]; rows: number[][] } | null;
  reliability?: Reliability[] | null;
}

export interface Model {
  version: string;
  created_at: string;
  is_champion: boolean;
  rows: number;
  heads: Head[];
  contest: { rows: number; champion: number; challenger: number; low: number; high: number; why: string } | null;
}

export interface Models {
  champion: string | null;
  models: Model[];
}

export interface Benchmark {
  task: string;
  algorithm: string;
  accuracy: number | null;
  macro_f1: number | null;
  weighted_f1: number | null;
  log_loss: number | null;
  ece: number | null;
  fit_seconds: number | null;
  rows_per_second: number | null;
  status: string;
}

export type JobKind = "train" | "benchmark" | "audit" | "classify" | "label" | "index" | "import";

export interface Job {
  id: string;
  kind: string; // a JobKind, or one of a newer server
  state: "waiting" | "running" | "done" | "failed" | "stopped";
  stage: string;
  done: number;
  total: number;
  message: string;
  result: Record<string, unknown> | null;
  by: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

export interface User {
  name: string;
  role: Role;
}

export interface ApiToken {
  id: number;
  name: string;
  role: Role;
  created_at: string;
  expires_at: string;
}

export interface NewToken extends ApiToken {
  token: string;
}

export interface LogEntry {
  at: string;
  user: string;
  address: string;
  what: string;
  object: string;
}
