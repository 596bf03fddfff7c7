// Who may sign in, for admins.

import { useState } from "preact/hooks";

import { ranks, useDesk } from "../desk";
import { get, send } from "../model/api";
import type { Failure } from "../model/api";
import type { User } from "../model/api_types";
import { written } from "./form";
import { Await, failure_from, Trouble, useFetched } from "./loading";
import { RoleField } from "./role_field";

export function Users() {
  const { me, speech, announce } = useDesk();
  const [fetched, again] = useFetched((signal) => get<{ users: User[] }>("/users", {}, signal), "");
  const [failure, set_failure] = useState<Failure | null>(null);
  const fail = (cause: unknown) => set_failure(failure_from(cause));
  const done = (text: string) => () => {
    set_failure(null);
    announce(text);
    again();
  };
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const entries = Object.fromEntries(["name", "password", "role"].map((key) => [key, written(form, key)]));
    send("POST", "/users", entries).then(() => {
      form.reset();
      done(speech.say("users.added", { name: entries.name ?? "" }))();
    }, fail);
  };
  const remove = (name: string) =>
    void send("DELETE", `/users/${encodeURIComponent(name)}`).then(done(speech.say("users.removed", { name })), fail);
  return (
    <section class="panel">
      <h2>{speech.say("users.title")}</h2>
      {failure && <Trouble failure={failure} />}
      <Await fetched={fetched} again={again}>
        {({ users }) => (
          <>
            {users.length === 0 && <p class="quiet">{speech.say("users.none")}</p>}
            <ul class="entries">
              {users.map((user) => (
                <li key={user.name}>
                  <strong>{user.name}</strong>
                  <span>{speech.say(`role.${user.role}`)}</span>
                  {user.name !== me.user && (
                    <button
                      type="button"
                      class="button button-small"
                      aria-label={speech.say("users.remove_this", { name: user.name })}
                      onClick={() => remove(user.name)}
                    >
                      {speech.say("remove")}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Await>
      <form class="form-line" onSubmit={add}>
        <label class="field">
          <span>{speech.say("sign_in.user")}</span>
          <input name="name" required maxLength={64} autocomplete="off" />
        </label>
        <label class="field">
          <span>{speech.say("sign_in.password")}</span>
          <input name="password" type="password" required minLength={10} autocomplete="new-password" />
        </label>
        <RoleField roles={ranks} />
        <button type="submit" class="button button-main">
          {speech.say("users.add")}
        </button>
      </form>
    </section>
  );
}
