// Asks who is there, where the server wants to know.

import { useState } from "preact/hooks";

import { useDesk } from "../desk";
import { sign_in } from "../model/api";
import type { Failure } from "../model/api";
import type { Me } from "../model/api_types";
import { written } from "../parts/form";
import { failure_from, words_of } from "../parts/loading";

export function SignInPage({ enter }: { enter: (me: Me) => void }) {
  const { speech } = useDesk();
  const [failure, set_failure] = useState<Failure | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    sign_in(written(form, "user"), written(form, "password")).then(enter, (cause: unknown) => set_failure(failure_from(cause)));
  };
  return (
    <main class="sign-in">
      <h1>SmartDesk</h1>
      <form onSubmit={submit}>
        <label class="field">
          <span>{speech.say("sign_in.user")}</span>
          <input name="user" autocomplete="username" required autofocus />
        </label>
        <label class="field">
          <span>{speech.say("sign_in.password")}</span>
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {failure && (
          <p class="notice notice-bad" role="alert">
            {failure.status === 401 ? speech.say("sign_in.wrong") : words_of(failure, speech)}
          </p>
        )}
        <button type="submit" class="button button-main">
          {speech.say("sign_in.button")}
        </button>
      </form>
      <p class="quiet">{speech.say("sign_in.help")}</p>
    </main>
  );
}
