// What the shell knows of a page. A new page is a module with such a value, a line in pages.ts, and its title "page.NAME"
// in both message files.

import type { ComponentType } from "preact";

import type { Role } from "../model/api_types";
import type { Key } from "../model/messages";
import type { PageName } from "../model/route";

export interface Page {
  name: PageName;
  icon: string; // an SVG path in a square of 24
  role: Role; // the lowest one that can use the page; others are told so
  keys?: Shortcut[];
  Component: ComponentType;
}

// One line of the help: keys that do the same or belong together, and what they do.
export type Shortcut = [keys: string[], text: Key];
