// The shell: who is there, where they are, and the page that belongs to it.

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { DeskContext, may, useDesk } from "./desk";
import type { Desk } from "./desk";
import { get, get_me, on_signed_out } from "./model/api";
import type { Failure } from "./model/api";
import type { Me, Task } from "./model/api_types";
import { speech as speech_of } from "./model/messages";
import { parse_route } from "./model/route";
import { save_settings, shown_theme } from "./model/settings";
import type { Settings } from "./model/settings";
import { pages } from "./pages/pages";
import { SignInPage } from "./pages/sign_in";
import { KeyHelp } from "./parts/key_help";
import { failure_from, Loading, Trouble } from "./parts/loading";
import { Navigation } from "./parts/navigation_bar";

interface Known {
  me: Me | null;
  tasks: Task[];
  failure: Failure | null;
}

export function App({ first_settings }: { first_settings: Settings }) {
  const [settings, set_settings] = useState(first_settings);
  const [theme, set_theme] = useState(shown_theme(settings.theme));
  const [route, set_route] = useState(parse_route(location.hash));
  const [announcement, announce] = useState("");
  const [known, know] = useState<Known>({ me: null, tasks: [], failure: null });
  const speech = useMemo(() => speech_of(settings.language), [settings.language]);

  const change = useCallback(
    (changes: Partial<Settings>) =>
      set_settings((before) => {
        const now = { ...before, ...changes };
        save_settings(now);
        return now;
      }),
    [],
  );
  const enter = useCallback((me: Me) => void enter_desk(me).then(know), []);
  const arrive = useCallback(
    () => get_me().then(enter, (cause: unknown) => know({ me: null, tasks: [], failure: failure_from(cause) })),
    [enter],
  );

  // Before the charts read their colours.
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = settings.theme;
    document.documentElement.lang = settings.language;
  }, [settings]);
  useEffect(() => {
    const on_hash = () => set_route(parse_route(location.hash));
    const preference = matchMedia("(prefers-color-scheme: dark)");
    const on_preference = () => set_theme(shown_theme(settings.theme));
    on_preference();
    addEventListener("hashchange", on_hash);
    preference.addEventListener("change", on_preference);
    return () => {
      removeEventListener("hashchange", on_hash);
      preference.removeEventListener("change", on_preference);
    };
  }, [settings]);
  useEffect(() => {
    on_signed_out(() => know((before) => ({ ...before, me: before.me && { ...before.me, user: null, role: null } })));
    void arrive();
  }, [arrive]);
  useEffect(() => {
    if (announcement === "") return undefined;
    const timer = setTimeout(() => announce(""), 4000);
    return () => clearTimeout(timer);
  }, [announcement]);
  useEffect(() => {
    document.title = `${speech.say(`page.${route.page}`)} · SmartDesk`;
  }, [route.page, speech]);

  const nobody: Me = { user: null, role: null, csrf: "", sign_in: "none", version: "" };
  const desk: Desk = { me: known.me ?? nobody, tasks: known.tasks, route, settings, theme, speech, change, announce };
  return (
    <DeskContext.Provider value={desk}>
      <Shell known={known} arrive={() => void arrive()} enter={enter} desk={desk} />
      <div class={`toast ${announcement ? "" : "toast-hidden"}`} role="status">
        {announcement}
      </div>
    </DeskContext.Provider>
  );
}

async function enter_desk(me: Me): Promise<Known> {
  if (me.role === null) return { me, tasks: [], failure: null };
  try {
    return { me, tasks: (await get<{ tasks: Task[] }>("/tasks")).tasks, failure: null };
  } catch (cause) {
    return { me, tasks: [], failure: failure_from(cause) };
  }
}

function Shell(props: { known: Known; desk: Desk; arrive: () => void; enter: (me: Me) => void }) {
  const { known, desk } = props;
  const help = useRef<HTMLDialogElement>(null);
  if (known.me && known.me.role === null) return <SignInPage enter={props.enter} />;
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={skip_to_main}>
        {desk.speech.say("skip")}
      </a>
      <Navigation signed_out={props.arrive} show_keys={() => help.current?.showModal()} />
      <main id="main" tabIndex={-1}>
        <PageHeading />
        {known.failure ? <Trouble failure={known.failure} again={props.arrive} /> : known.me ? <OpenPage /> : <Loading />}
      </main>
      <KeyHelp dialog={help} />
    </div>
  );
}

function OpenPage() {
  const { me, route, speech } = useDesk();
  const { role, Component } = pages.find((page) => page.name === route.page) ?? pages[0];
  if (role !== "viewer" && !may(me, role)) return <p class="empty">{speech.say(`page_needs.${role}`)}</p>;
  return <Component />;
}

// The address belongs to the page; a jump inside it must not change it.
function skip_to_main(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

// After a change of page the reader, too, is at its top.
function PageHeading() {
  const { route, speech } = useDesk();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(route.page);
  useEffect(() => {
    if (shown.current !== route.page) heading.current?.focus();
    shown.current = route.page;
  }, [route.page]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {speech.say(`page.${route.page}`)}
    </h1>
  );
}
