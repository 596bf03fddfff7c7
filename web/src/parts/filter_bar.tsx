// The fields above the ticket list. What they say is one filter, kept in the address.

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

import { useDesk } from "../desk";
import { format_filter, parse_filter } from "../model/filter";
import type { Order } from "./ticket_list";

interface BarProps {
  filter: string;
  order: Order;
  search: RefObject<HTMLInputElement>;
  change: (query: { filter?: string; order?: string }) => void;
}

const authors = ["person", "model", "llm", "rule"] as const;
const text_fields = ["product", "customer", "created"] as const;

export function FilterBar({ filter, order, search, change }: BarProps) {
  const { tasks, speech } = useDesk();
  const keys = [...tasks.map((task) => task.name), "by", ...text_fields];
  const parsed = parse_filter(filter, keys);
  const [words, set_words] = useState(parsed.words);
  useEffect(() => set_words(parsed.words), [parsed.words]);

  const set_value = (key: string, value: string) =>
    change({ filter: format_filter({ words, values: { ...parsed.values, [key]: value } }) });
  const submit = (event: Event) => {
    event.preventDefault();
    change({ filter: format_filter({ words, values: parsed.values }) });
  };
  return (
    <form class="filters" role="search" onSubmit={submit}>
      <label class="field field-wide">
        <span class="unseen">{speech.say("filter.search")}</span>
        <input
          ref={search}
          type="search"
          value={words}
          placeholder={speech.say("filter.search")}
          onInput={(event) => set_words(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
      </label>
      <button type="submit" class="button">
        {speech.say("filter.find")}
      </button>
      <details class="filter-more" open={Object.keys(parsed.values).length > 0}>
        <summary>{speech.say("filter.fields")}</summary>
        <div class="filter-fields">
          {tasks.map((task) => (
            <Choice
              key={task.name}
              name={speech.task(task.name)}
              value={parsed.values[task.name]}
              choices={task.labels.map((l) => [l, l])}
              set={(v) => set_value(task.name, v)}
            />
          ))}
          <Choice
            name={speech.say("filter.by")}
            value={parsed.values.by}
            choices={authors.map((a) => [a, speech.say(`by.${a}`)])}
            set={(v) => set_value("by", v)}
          />
          {text_fields.map((name) => (
            <label key={name} class="field">
              <span>{speech.say(`field.${name}`)}</span>
              <input
                type="text"
                value={parsed.values[name] ?? ""}
                placeholder={name === "created" ? ">=2026-01-01" : ""}
                onChange={(event) => set_value(name, event.currentTarget.value.trim())}
              />
            </label>
          ))}
          <Choice
            name={speech.say("filter.order")}
            value={order}
            choices={[
              ["newest", speech.say("order.newest")],
              ["oldest", speech.say("order.oldest")],
            ]}
            set={(value) => change({ order: value })}
            is_required
          />
        </div>
      </details>
      {filter !== "" && (
        <button type="button" class="link" onClick={() => change({ filter: "" })}>
          {speech.say("filter.clear")}
        </button>
      )}
    </form>
  );
}

interface ChoiceProps {
  name: string;
  value: string | undefined;
  choices: [value: string, name: string][];
  set: (value: string) => void;
  is_required?: boolean;
}

function Choice({ name, value, choices, set, is_required }: ChoiceProps) {
  const { speech } = useDesk();
  return (
    <label class="field">
      <span>{name}</span>
      <select value={value ?? ""} onChange={(event) => set(event.currentTarget.value)}>
        {!is_required && <option value="">{speech.say("filter.any")}</option>}
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
