// A text with the words that decided. Text nodes only: nothing a customer writes is ever markup here.

import type { Word } from "../model/api_types";
import { useDesk } from "../desk";
import { pieces } from "../model/spans";

// Of many words that each weigh a little none decided.
const most_marked = 10;
const least_share = 0.15;

function strength(weight: number, heaviest: number): string {
  const side = weight > 0 ? "for" : "against";
  const share = Math.abs(weight) / heaviest;
  return `mark-${side} mark-${share > 0.66 ? 3 : share > 0.33 ? 2 : 1}`;
}

// `from`: index of the first UTF-16 unit that is shown.
export function MarkedText(props: { text: string; words: Word[]; from?: number }) {
  const { speech } = useDesk();
  const heaviest = Math.max(...props.words.map((word) => Math.abs(word.weight)), Number.MIN_VALUE);
  const words = props.words.filter((word) => Math.abs(word.weight) >= least_share * heaviest).slice(0, most_marked);
  return (
    <p class="ticket-text" dir="auto">
      {pieces(props.text, words, props.from ?? 0).map((piece) =>
        piece.weight === 0 ? (
          piece.text
        ) : (
          <mark
            class={strength(piece.weight, heaviest)}
            title={speech.say(piece.weight > 0 ? "explain.for" : "explain.against", {
              weight: speech.decimal(Math.abs(piece.weight), 2),
            })}
          >
            {piece.text}
          </mark>
        ),
      )}
    </p>
  );
}
