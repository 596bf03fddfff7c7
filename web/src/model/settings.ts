// What the reader has chosen for this browser. Nothing about tickets is kept here.

const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];
export type Shortcuts = "on" | "off";

export interface Settings {
  theme: Theme;
  language: Language;
  shortcuts: Shortcuts;
}

const storage_key = "smartdesk";

function language_of_browser(): Language {
  return languages.find((language) => navigator.language.toLowerCase().startsWith(language)) ?? "en";
}

// A browser may forbid storage, and what is stored may be anything.
function stored(): Partial<Record<keyof Settings, unknown>> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(storage_key) ?? "{}");
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {};
  }
}

export function load_settings(): Settings {
  const found = stored();
  return {
    theme: themes.find((theme) => theme === found.theme) ?? "system",
    language: languages.find((language) => language === found.language) ?? language_of_browser(),
    shortcuts: found.shortcuts === "off" ? "off" : "on",
  };
}

export function save_settings(settings: Settings): void {
  try {
    localStorage.setItem(storage_key, JSON.stringify(settings));
  } catch {
    // Then they hold until the page is closed.
  }
}

// The theme that is seen.
export function shown_theme(theme: Theme): "light" | "dark" {
  if (theme !== "system") return theme;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
