import { expect, test } from "vitest";

import type { Task } from "./api_types";
import { main_task, weight_of } from "./tasks";

const mood: Task = { name: "mood", labels: ["calm", "angry"], ordered: false, tones: { calm: "good", angry: "bad" } };
const risk: Task = {
  name: "risk",
  labels: ["none", "some", "more", "grave"],
  ordered: true,
  tones: { none: "neutral", some: "neutral", more: "neutral", grave: "bad" },
};
const team: Task = { name: "team", labels: ["billing", "network", "other"], ordered: false, tones: {} };

test("the main task has the most labels and no order", () => {
  expect(main_task([mood, risk, team])).toBe(team);
  expect(main_task([risk])).toBe(risk);
  expect(main_task([])).toBeUndefined();
});

test.each([
  ["angry", mood, "strong"],
  ["calm", mood, "weak"],
  ["grave", risk, "strong"],
  ["some", risk, "middle"],
  ["none", risk, "weak"],
  ["elsewhere", risk, "weak"],
  ["billing", team, "weak"],
  ["billing", undefined, "weak"],
] as const)("the label %s stands out as it should", (label, task, weight) => {
  expect(weight_of(label, task)).toBe(weight);
});
