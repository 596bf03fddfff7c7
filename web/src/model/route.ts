// Where the reader is, as the part of the address behind #. Behind # because the server then needs to know one page only.

export const pages = ["overview", "tickets", "try", "models", "review", "audit", "jobs", "access"] as const;
export type Page = (typeof pages)[number];

export interface Route {
  page: Page;
  query: Record<string, string>;
}

export function parse_route(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/u, "").split("?", 2);
  const page = pages.find((name) => name === path) ?? "overview";
  return { page, query: Object.fromEntries(new URLSearchParams(query)) };
}

export function format_route(route: Route): string {
  const filled = Object.entries(route.query).filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled).toString();
  return `#/${route.page}${query === "" ? "" : `?${query}`}`;
}
