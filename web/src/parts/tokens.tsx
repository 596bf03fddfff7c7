// One's own API tokens: for scripts that speak to the REST API. A new one is shown once.

import { useState } from "preact/hooks";

import { useDesk } from "../desk";
import { get, send } from "../model/api";
import type { Failure } from "../model/api";
import type { ApiToken, NewToken } from "../model/api_types";
import { written } from "./form";
import { Await, failure_from, Trouble, useFetched } from "./loading";
import { RoleField, roles_up_to } from "./role_field";

export function Tokens() {
  const { me, speech } = useDesk();
  return (
    <section class="panel">
      <h2>{speech.say("tokens.title")}</h2>
      {me.user === null ? <p class="quiet">{speech.say("tokens.not_needed")}</p> : <OwnTokens />}
    </section>
  );
}

function OwnTokens() {
  const { me, speech } = useDesk();
  const [fetched, again] = useFetched((signal) => get<{ tokens: ApiToken[] }>("/tokens", {}, signal), "");
  const [made, set_made] = useState<NewToken | null>(null);
  const [failure, set_failure] = useState<Failure | null>(null);
  const fail = (cause: unknown) => set_failure(failure_from(cause));
  const make = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    send<NewToken>("POST", "/tokens", {
      name: written(form, "name"),
      role: written(form, "role"),
      days: Number(written(form, "days")),
    }).then((token) => {
      set_failure(null);
      set_made(token);
      form.reset();
      again();
    }, fail);
  };
  const remove = (token: ApiToken) => void send("DELETE", `/tokens/${token.id}`).then(again, fail);
  return (
    <>
      <p class="quiet">{speech.say("tokens.what")}</p>
      {failure && <Trouble failure={failure} />}
      {made && <Secret made={made} />}
      <Await fetched={fetched} again={again}>
        {({ tokens }) => (
          <ul class="entries">
            {tokens.map((token) => (
              <li key={token.id}>
                <strong>{token.name}</strong>
                <span>{speech.say(`role.${token.role}`)}</span>
                <span class="quiet number">{speech.say("tokens.until", { day: speech.day(token.expires_at) })}</span>
                <button
                  type="button"
                  class="button button-small"
                  aria-label={speech.say("tokens.remove_this", { name: token.name })}
                  onClick={() => remove(token)}
                >
                  {speech.say("remove")}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Await>
      <form class="form-line" onSubmit={make}>
        <label class="field">
          <span>{speech.say("tokens.name")}</span>
          <input name="name" required maxLength={100} autocomplete="off" />
        </label>
        <RoleField roles={roles_up_to(me.role ?? "viewer")} />
        <label class="field">
          <span>{speech.say("tokens.days")}</span>
          <input name="days" type="number" min={1} max={3650} value={90} required />
        </label>
        <button type="submit" class="button button-main">
          {speech.say("tokens.make")}
        </button>
      </form>
    </>
  );
}

function Secret({ made }: { made: NewToken }) {
  const { speech } = useDesk();
  return (
    <div class="notice notice-good" role="status">
      <p>{speech.say("tokens.made", { name: made.name })}</p>
      <code class="command">{made.token}</code>
    </div>
  );
}
