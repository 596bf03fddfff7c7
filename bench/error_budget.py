"""Whether error budgets are kept on test rows: error_budget.py DATA-DIR HALVINGS; called by script/bench and
script/torture.
Exit status 1 if a budget that a model promised is broken on more than one halving in twenty, 77 without data."""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

from common import BUILD, read_rows

SETS = ("banking77", "airline-sentiment", "itservice-topic", "helpdesk-queue")
# How often each training row stands: its number in the file -> copies.
REPEATS = {
    "plain": lambda number: 1,
    "every fifth row 4 times": lambda number: 4 if number % 5 == 0 else 1,
    "each row twice": lambda number: 2,
}


def write_repeated(source, copies, out):
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["text", "label"])
        writer.writeheader()
        for number, row in enumerate(read_rows(source)):
            writer.writerows([{"text": row["text"], "label": row["label"]}] * copies(number))


def measure(train, test, halvings):
    command = [BUILD / "honesty_bench", "budget", train, test, str(halvings)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["budgets"]


def line(name, kind, row):
    def cells(use):
        # Where the best is 0 rows, there is nothing to compare with.
        share = f"{use['answered'] / row['best']:.0%}" if row["best"] else "-"
        return f"{use['broken']} | {use['answered']:.0f} | {share}"

    return (
        f"| {name} | {kind} | {row['budget']:.0%} | {row['best']:.0f} | {cells(row['model'])} | {cells(row['half'])} |"
    )


def measured(data, halvings):
    """The lines of a table, and the rows that break a promise on more than one halving in twenty."""
    lines = [
        "| set | training rows | budget | best in hindsight | model: broken | answered | of best "
        "| half: broken | answered | of best |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    broken = []
    with tempfile.TemporaryDirectory() as work:
        train = f"{work}/train.csv"
        for name in SETS:
            for kind, copies in REPEATS.items():
                write_repeated(f"{data}/{name}.train.csv", copies, train)
                for row in measure(train, f"{data}/{name}.test.csv", halvings):
                    lines.append(line(name, kind, row))
                    print(lines[-1], flush=True)
                    if row["model"]["broken"] * 20 > halvings:
                        broken.append(lines[-1])
    return lines, broken


def explanation(halvings):
    return [
        f"Error budgets on {halvings} random halves of the test rows. A half breaks the promise if the one-sided 95 %",
        "Clopper-Pearson lower bound of the error of its answers is above the budget. *model*: thresholds from",
        "cross-validation, as in `classify --error-budget`; *half*: thresholds from the other half. Figures are mean",
        "rows of a half.",
    ]


def main():
    data, halvings = sys.argv[1], int(sys.argv[2])
    if not pathlib.Path(data, "banking77.train.csv").exists():
        print(f"skipped: no measuring data in {data}", file=sys.stderr)
        sys.exit(77)
    _, broken = measured(data, halvings)
    if broken:
        print("\nBroken on more than one halving in twenty:", *broken, sep="\n", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
