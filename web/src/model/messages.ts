// The interface's texts and numbers in the reader's language.

import de from "../messages/de.json";
import en from "../messages/en.json";
import type { Language } from "./settings";

export type Key = keyof typeof en;
export type Values = Record<string, string | number>;

const texts: Record<Language, Record<Key, string>> = { en, de };

export interface Speech {
  language: Language;
  // {name} in a text is replaced by values.name; numbers are written the language's way.
  say: (key: Key, values?: Values) => string;
  number: (value: number) => string;
  decimal: (value: number, digits: number) => string;
  percent: (share: number) => string;
  day: (iso: string) => string;
  short_day: (iso: string) => string;
  moment: (iso: string) => string;
  // What a task is called; one that only this desk has goes by its own name.
  task: (name: string) => string;
  // The same inside of a sentence.
  task_inside: (name: string) => string;
}

function filled(text: string, values: Values, number: (value: number) => string): string {
  return text.replace(/\{(\w+)\}/gu, (whole: string, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

// What is almost certain is not certain, and what is almost ruled out may be.
function nearly(share: number): string {
  if (share > 0.995 && share < 1) return ">";
  return share > 0 && share < 0.005 ? "<" : "";
}

// A ticket's date may be anything; what is no date is shown as it stands.
function dated(iso: string, format: Intl.DateTimeFormat): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : format.format(time);
}

export function speech(language: Language): Speech {
  const locale = language === "en" ? "en-GB" : "de-DE";
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const short_day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const number = (value: number) => whole.format(value);
  const task = (name: string) =>
    `task.${name}` in en ? texts[language][`task.${name}` as Key] : name.charAt(0).toUpperCase() + name.slice(1);
  return {
    language,
    say: (key, values = {}) => filled(texts[language][key], values, number),
    number,
    decimal: (value, digits) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    percent: (value) =>
      `${nearly(value)}${share.format(Math.min(Math.max(value, value > 0 ? 0.01 : 0), value < 1 ? 0.99 : value))}`,
    day: (iso) => dated(iso, day),
    short_day: (iso) => dated(iso, short_day),
    moment: (iso) => dated(iso, moment),
    task,
    // German nouns keep their capital.
    task_inside: (name) => (language === "en" && `task.${name}` in en ? task(name).toLowerCase() : task(name)),
  };
}
