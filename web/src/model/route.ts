// Where the reader is, as the part of the address behind #. Behind # because the server then needs to know one page only.

import en from "../messages/en.json";

type NameIn<Key> = Key extends `page.${infer Name}` ? Name : never;

// The pages that have a title, the message "page.NAME". This module knows no page: pages use it.
export type PageName = NameIn<keyof typeof en>;
export const page_names = Object.keys(en)
  .filter((key) => key.startsWith("page."))
  .map((key) => key.slice("page.".length) as PageName);

export interface Route {
  page: PageName;
  query: Record<string, string>;
}

export function parse_route(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/u, "").split("?", 2);
  const page = page_names.find((name) => name === path) ?? "overview";
  return { page, query: Object.fromEntries(new URLSearchParams(query)) };
}

export function format_route(route: Route): string {
  const filled = Object.entries(route.query).filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled).toString();
  return `#/${route.page}${query === "" ? "" : `?${query}`}`;
}
