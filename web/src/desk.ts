// What every page needs to know: who is there, which tasks there are, the language and the address.

import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Me, Role, Task } from "./model/api_types";
import type { Speech } from "./model/messages";
import type { Route } from "./model/route";
import type { Settings } from "./model/settings";

export interface Desk {
  me: Me;
  tasks: Task[];
  route: Route;
  settings: Settings;
  theme: "light" | "dark";
  speech: Speech;
  change: (settings: Partial<Settings>) => void;
  // Said to screen readers and shown for a moment.
  announce: (text: string) => void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("a page is drawn outside of the shell");
  return desk;
}

// Tasks come in the desk's order everywhere, whatever the order of an answer.
export function in_task_order(desk: Desk, names: string[]): string[] {
  const place = (name: string) => desk.tasks.findIndex((task) => task.name === name) + 1 || Number.MAX_SAFE_INTEGER;
  return [...names].sort((a, b) => place(a) - place(b));
}

export const ranks: readonly Role[] = ["viewer", "agent", "admin"];

export function may(me: Me, role: Role): boolean {
  return me.role !== null && ranks.indexOf(me.role) >= ranks.indexOf(role);
}
