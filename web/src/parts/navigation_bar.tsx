// Where one can go, and the settings of the whole desk.

import { useEffect, useState } from "preact/hooks";

import { useDesk } from "../desk";
import { send } from "../model/api";
import { format_route } from "../model/route";
import { languages } from "../model/settings";
import type { Language, Theme } from "../model/settings";
import { pages } from "../pages/pages";
import { Icon } from "./icon";

const menu = "M4 7h16M4 12h16M4 17h16";

const themes: Theme[] = ["system", "light", "dark"];
const language_names: Record<Language, string> = { en: "English", de: "Deutsch" };

interface BarProps {
  signed_out: () => void;
  show_keys: () => void;
}

export function Navigation({ signed_out, show_keys }: BarProps) {
  const { route, speech } = useDesk();
  const [is_open, set_open] = useState(false);
  useEffect(() => set_open(false), [route.page]);
  return (
    <header class={`bar ${is_open ? "bar-open" : ""}`}>
      <div class="brand">
        <a href="#/overview">SmartDesk</a>
        <button type="button" class="button bar-menu" aria-expanded={is_open} onClick={() => set_open(!is_open)}>
          <Icon path={menu} /> {speech.say("menu")}
        </button>
      </div>
      <div class="bar-body">
        <nav aria-label={speech.say("navigation")}>
          <ul>
            {pages.map(({ name, icon }) => (
              <li key={name}>
                <a href={format_route({ page: name, query: {} })} aria-current={name === route.page ? "page" : undefined}>
                  <Icon path={icon} />
                  {speech.say(`page.${name}`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Choices signed_out={signed_out} show_keys={show_keys} />
      </div>
    </header>
  );
}

function Choices({ signed_out, show_keys }: BarProps) {
  const { me, settings, speech, change } = useDesk();
  const sign_out = () => void send("POST", "/sign-out").then(signed_out, signed_out);
  return (
    <div class="bar-settings">
      <label class="field">
        <span>{speech.say("theme")}</span>
        <select value={settings.theme} onChange={(event) => change({ theme: event.currentTarget.value as Theme })}>
          {themes.map((theme) => (
            <option key={theme} value={theme}>
              {speech.say(`theme.${theme}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{speech.say("language")}</span>
        <select value={settings.language} onChange={(event) => change({ language: event.currentTarget.value as Language })}>
          {languages.map((language) => (
            <option key={language} value={language} lang={language}>
              {language_names[language]}
            </option>
          ))}
        </select>
      </label>
      {me.sign_in === "password" && me.user !== null && (
        <p class="bar-user">
          <span>
            {me.user} <span class="quiet">{me.role && speech.say(`role.${me.role}`)}</span>
          </span>
          <button type="button" class="link" onClick={sign_out}>
            {speech.say("sign_out")}
          </button>
        </p>
      )}
      <div class="bar-foot quiet">
        <button type="button" class="link" onClick={show_keys}>
          {speech.say("keys.title")} <kbd aria-hidden="true">?</kbd>
        </button>
        <span>
          {me.version} · <a href="/docs">API</a>
        </span>
      </div>
    </div>
  );
}
