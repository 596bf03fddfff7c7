// One-key commands. They are off while someone types, while a dialog is open, and when the reader has turned them off
// (WCAG 2.1.4).

import { useLayoutEffect, useRef } from "preact/hooks";

import { useDesk } from "../desk";

export type Commands = Record<string, () => void>;

function is_typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input:not([type=checkbox]), textarea, select, dialog") !== null;
}

// What the browser does with a key on a button or a link stays the browser's.
function is_pressing(event: KeyboardEvent): boolean {
  const target = event.target;
  return event.key === "Enter" && target instanceof HTMLElement && target.closest("button, a, summary") !== null;
}

export function useKeys(commands: Commands): void {
  const { settings } = useDesk();
  // Of the last drawing, at once: keys may come faster than effects run.
  const current = useRef({ commands, settings });
  current.current = { commands, settings };
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const { commands, settings } = current.current;
      if (settings.shortcuts === "off" || is_typing(event.target) || is_pressing(event)) return;
      const command = commands[event.key];
      if (!command) return;
      event.preventDefault();
      command();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
