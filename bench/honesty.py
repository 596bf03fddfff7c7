"""What the engine promises beside its labels: honesty.py DATA-DIR OUT.md; called by script/bench.
Unknown tickets and the error budget by build/release/honesty_bench; the label audit beside cleanlab, on banking77 with
a tenth of its labels flipped at random."""

import csv
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
from cleanlab.filter import find_label_issues
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

import error_budget
from common import BUILD, SMARTDESK, read_rows

warnings.filterwarnings("ignore")


def ask(*arguments):
    done = subprocess.run([BUILD / "honesty_bench", *arguments], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def flipped(path, out):
    """Writes the rows with one label in ten changed; returns texts, labels and the changed row numbers."""
    random.seed(1)
    rows = read_rows(path)
    names = sorted({row["label"] for row in rows})
    changed = set()
    for number, row in enumerate(rows):
        row["text"] = " ".join(row["text"].split())
        if random.random() < 0.1:
            row["label"] = random.choice([name for name in names if name != row["label"]])
            changed.add(number)
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows([row["text"], row["label"]] for row in rows)
    return [row["text"] for row in rows], [names.index(row["label"]) for row in rows], changed


def precision_and_recall(found, changed):
    right = len(found & changed)
    return right / max(1, len(found)), right / len(changed)


def cleanlab_audit(texts, labels):
    """As its documentation does: probabilities by cross-validation, then confident learning."""
    started = time.perf_counter()
    features = FeatureUnion(
        [
            ("w", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1)),
            ("c", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)),
        ]
    )
    model = Pipeline([("v", features), ("m", CalibratedClassifierCV(LinearSVC(), cv=3, method="sigmoid"))])
    probabilities = cross_val_predict(model, texts, labels, cv=5, method="predict_proba", n_jobs=2)
    issues = find_label_issues(np.array(labels), probabilities)
    return set(np.flatnonzero(issues)), time.perf_counter() - started


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
        "Labels left out of training, mean of five random draws. Recall at 5 % false alarms on test rows of the others:",
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
        noisy, suspects = os.path.join(work, "noisy.csv"), os.path.join(work, "suspects.csv")
        texts, labels, changed = flipped(f"{data}/banking77.train.csv", noisy)
        started = time.perf_counter()
        subprocess.run([SMARTDESK, "--quiet", "audit", "--in", noisy, "--out", suspects], check=True)
        own_seconds = time.perf_counter() - started
        own = {int(row["line"]) - 2 for row in read_rows(suspects) if row["reason"] == "label"}
        peer, peer_seconds = cleanlab_audit(texts, labels)
    lines += [
        "",
        "A tenth of banking77's training labels flipped at random:",
        "",
        "| audit by | suspects | precision | recall | seconds |",
        "|---|---|---|---|---|",
    ]
    for who, found, seconds in (("smartdesk", own, own_seconds), ("cleanlab", peer, peer_seconds)):
        precision, recall = precision_and_recall(found, changed)
        lines.append(f"| {who} | {len(found)} | {precision:.3f} | {recall:.3f} | {seconds:.1f} |")
        print(lines[-1], flush=True)
    print(f"cleanlab takes {peer_seconds / own_seconds:.1f} times as long")
    lines.append(f"\ncleanlab {peer_seconds / own_seconds:.1f} times as long.")
    with open(out, "w") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
