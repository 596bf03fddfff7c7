// Speaks to /api/v1. Every failure is one Failure whose message tells the reader what to do.

import type { Job, Me } from "./api_types";

export class Failure extends Error {
  // status 0: the server was not reached. code: what the page can translate or act on, such as "no_model"; or "".
  constructor(
    readonly status: number,
    message: string,
    readonly code = "",
  ) {
    super(message);
  }
}

const root = "/api/v1";
let csrf = "";
let when_signed_out: () => void = () => undefined;

// Called when an answer says that nobody is signed in any more.
export function on_signed_out(callback: () => void): void {
  when_signed_out = callback;
}

export type Query = Record<string, string | number | undefined>;

function address(path: string, query: Query): string {
  const filled = Object.entries(query).filter((entry) => entry[1] !== undefined && entry[1] !== "");
  const text = new URLSearchParams(filled.map(([key, value]) => [key, String(value)])).toString();
  return `${root}${path}${text === "" ? "" : `?${text}`}`;
}

async function failure_of(response: Response): Promise<Failure> {
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string; code?: string };
  const message = problem.detail || problem.title || `${response.status} ${response.statusText}`;
  return new Failure(response.status, message, problem.code);
}

async function call(path: string, query: Query, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address(path, query), { ...init, credentials: "same-origin", cache: "no-store" });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Failure(0, "");
  }
  if (response.status === 401 && path !== "/sign-in") when_signed_out();
  if (!response.ok) throw await failure_of(response);
  return response;
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await call(path, query, signal ? { signal } : {})).json() as Promise<T>;
}

export type Method = "POST" | "PATCH" | "DELETE";

// An answer without a body is undefined.
export async function send<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { "X-CSRF-Token": csrf };
  const init: RequestInit = { method, headers };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  return answer_of<T>(await call(path, {}, init));
}

export async function upload<T>(path: string, query: Query, file: File): Promise<T> {
  const headers = { "X-CSRF-Token": csrf, "Content-Type": "application/octet-stream" };
  return answer_of<T>(await call(path, query, { method: "POST", headers, body: file }));
}

async function answer_of<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export async function get_me(): Promise<Me> {
  return remember(await get<Me>("/me"));
}

export async function sign_in(user: string, password: string): Promise<Me> {
  return remember(await send<Me>("POST", "/sign-in", { user, password }));
}

function remember(me: Me): Me {
  csrf = me.csrf;
  return me;
}

// The server-sent events of a job; `receive` gets each state. Returns what closes the stream.
export function follow_job(id: string, receive: (job: Job) => void, lost: () => void): () => void {
  const source = new EventSource(`${root}/jobs/${encodeURIComponent(id)}/events`);
  source.addEventListener("job", (event) => receive(JSON.parse((event as MessageEvent<string>).data) as Job));
  source.addEventListener("error", () => {
    source.close();
    lost();
  });
  return () => source.close();
}
