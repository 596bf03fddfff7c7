// The one-key commands, shown with "?", and the switch that turns them off.

import type { RefObject } from "preact";

import { useDesk } from "../desk";
import { pages } from "../pages/pages";
import type { Shortcut } from "../pages/page";
import { useKeys } from "./keys";

const on_every_page: Shortcut = [["?"], "keys.help"];

export function KeyHelp({ dialog }: { dialog: RefObject<HTMLDialogElement> }) {
  const { speech, settings, change } = useDesk();
  useKeys({ "?": () => dialog.current?.showModal() });
  return (
    <dialog ref={dialog} aria-labelledby="keys-title">
      <h2 id="keys-title">{speech.say("keys.title")}</h2>
      <dl class="keys">
        {[...pages.flatMap((page) => page.keys ?? []), on_every_page].map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{speech.say(text)}</dd>
          </div>
        ))}
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          checked={settings.shortcuts === "on"}
          onChange={(event) => change({ shortcuts: event.currentTarget.checked ? "on" : "off" })}
        />
        {speech.say("keys.switch")}
      </label>
      <button type="button" class="button" onClick={() => dialog.current?.close()}>
        {speech.say("keys.done")}
      </button>
    </dialog>
  );
}
