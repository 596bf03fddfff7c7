// What the pages ask of a task, whatever its name.

import type { Task } from "./api_types";

// The one that tells most of what a ticket is about: without an order, and with the most labels.
export function main_task(tasks: readonly Task[]): Task | undefined {
  const unordered = tasks.filter((task) => !task.ordered);
  return (unordered.length > 0 ? unordered : tasks).reduce<Task | undefined>(
    (most, task) => (most && most.labels.length >= task.labels.length ? most : task),
    undefined,
  );
}

export type Weight = "strong" | "middle" | "weak";

// How much a label stands out: bad news most, and of an ordered task the mildest label least.
export function weight_of(label: string, task: Task | undefined): Weight {
  if (task?.tones[label] === "bad") return "strong";
  return task?.ordered && task.labels.indexOf(label) > 0 ? "middle" : "weak";
}
