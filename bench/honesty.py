"""What the engine promises beside its labels: honesty.py DATA-DIR OUT.md; called by script/bench.
Unknown tickets and the error budget by build/release/honesty_bench; the label audit by label_audit.py."""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

import error_budget
import label_audit
from common import BUILD

warnings.filterwarnings("ignore")


def ask(*arguments):
    done = subprocess.run([BUILD / "honesty_bench", *arguments], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main():
    data, out = sys.argv[1], sys.argv[2]
    lines = [
        "# Promises, measured",
        "",
        f"{datetime.date.today()}, {os.cpu_count()} cores. Made by `script/bench honesty`.",
        "",
        "| trained on | known | unknown | AUROC | known flagged | unknown flagged |",
        "|---|---|---|---|---|---|",
    ]
    for known, unknown in (
        ("banking77", "airline-sentiment"),
        ("banking77", "helpdesk-queue"),
        ("airline-sentiment", "helpdesk-queue"),
        ("airline-sentiment", "banking77"),
    ):
        row = ask("unknown", f"{data}/{known}.train.csv", f"{data}/{known}.test.csv", f"{data}/{unknown}.test.csv")
        lines.append(
            f"| {known} | its test rows | {unknown} | {row['auroc']:.3f} | {row['known_flagged']:.1%} "
            f"| {row['unknown_flagged']:.1%} |"
        )
        print(lines[-1], flush=True)
    lines += [
        "",
        "Labels left out of training, mean of five draws. Recall at 5 % false alarms on test rows of the others:",
        "",
        "| set | left out | AUROC | recall | AUROC of the probability | its recall | known flagged | unknown flagged |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, labels in (("banking77", 20), ("itservice-topic", 2), ("helpdesk-queue", 3)):
        row = ask("left-out", f"{data}/{name}.train.csv", f"{data}/{name}.test.csv", str(labels))
        lines.append(
            f"| {name} | {labels} | {row['auroc']:.3f} | {row['recall']:.3f} | {row['probability_auroc']:.3f} "
            f"| {row['probability_recall']:.3f} | {row['known_flagged']:.1%} | {row['unknown_flagged']:.1%} |"
        )
        print(lines[-1], flush=True)
    rows, _ = error_budget.measured(data, 20)
    lines += ["", *error_budget.explanation(20), "", *rows]
    with tempfile.TemporaryDirectory() as work:
        lines += label_audit.lines(data, pathlib.Path(work))
    with open(out, "w") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
