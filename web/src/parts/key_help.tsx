// The one-key commands, shown with "?", and the switch that turns them off.

import type { RefObject } from "preact";

import { useDesk } from "../desk";
import type { Key } from "../model/messages";
import { useKeys } from "./keys";

const commands: [keys: string[], text: Key][] = [
  [["j", "k"], "keys.move"],
  [["Enter"], "keys.open"],
  [["Esc"], "keys.close"],
  [["1", "…", "9"], "keys.label"],
  [["t"], "keys.task"],
  [["u"], "keys.undo"],
  [["a"], "keys.accept"],
  [["s"], "keys.skip"],
  [["/"], "keys.search"],
  [["?"], "keys.help"],
];

export function KeyHelp({ dialog }: { dialog: RefObject<HTMLDialogElement> }) {
  const { speech, settings, change } = useDesk();
  useKeys({ "?": () => dialog.current?.showModal() });
  return (
    <dialog ref={dialog} aria-labelledby="keys-title">
      <h2 id="keys-title">{speech.say("keys.title")}</h2>
      <dl class="keys">
        {commands.map(([keys, text]) => (
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
