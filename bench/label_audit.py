"""The label audit beside cleanlab, on sets with a tenth of their labels flipped: called by honesty.py.
On equal probabilities (build/release/audit_bench writes smartdesk's), and end to end beside the way that cleanlab's
documentation shows: TF-IDF, calibrated LinearSVC, cross-validation, find_label_issues."""

import collections
import csv
import random
import subprocess
import time

import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from common import BUILD, SMARTDESK, read_rows

SETS = ("banking77", "airline-sentiment", "helpdesk-queue", "itservice-topic")
SEEDS = range(5)
RANKINGS = ("self_confidence", "normalized_margin")
COLUMNS = ("precision", "recall", "first n")


def read_texts_and_labels(path):
    rows = read_rows(path)
    return [" ".join(row["text"].split()) for row in rows], [row["label"] for row in rows]


def write_rows(texts, labels, path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows(zip(texts, labels, strict=True))


class Judged:
    """What audit_bench says of the rows of a file; `rows` are their numbers, from 0 on."""

    def __init__(self, path, work):
        subprocess.run([BUILD / "audit_bench", path, work / "judged.csv"], check=True)
        with open(work / "judged.csv", newline="", encoding="utf-8") as file:
            table = list(csv.reader(file))[1:]
        self.names = sorted({row[1] for row in table})
        self.rows = np.array([int(row[0]) - 2 for row in table])
        self.labels = np.array([self.names.index(row[1]) for row in table])
        self.suspect = np.array([row[2] == "1" for row in table])
        self.score = np.array([float(row[3]) for row in table])
        self.probabilities = np.array([[float(field) for field in row[4:]] for row in table])
        self.probabilities /= self.probabilities.sum(axis=1, keepdims=True)

    def confused_with(self):
        """For each label the one that the classifier takes it for most often."""
        counts: dict[int, collections.Counter[int]] = collections.defaultdict(collections.Counter)
        for given, best in zip(self.labels, self.probabilities.argmax(axis=1), strict=True):
            if given != best:
                counts[given][best] += 1
        others = {
            i: counts[i].most_common(1)[0][0] if counts[i] else (i + 1) % len(self.names) for i in set(self.labels)
        }
        return {self.names[given]: self.names[other] for given, other in others.items()}


def flipped(labels, confused_with, seed):
    """A tenth of the labels changed, to any other or to the confusable one; and the numbers of those rows."""
    draw = random.Random(seed)
    names = sorted(set(labels))
    changed = set(draw.sample(range(len(labels)), len(labels) // 10))
    labels = list(labels)
    for row in sorted(changed):
        others = [name for name in names if name != labels[row]]
        labels[row] = confused_with[labels[row]] if confused_with else draw.choice(others)
    return labels, changed


def figures(found, suspicion, is_flip):
    """Precision and recall of the list, and the share of flips among the n most suspicious rows, n being the flips."""
    flips = is_flip.sum()
    first = np.argsort(-suspicion, kind="stable")[:flips]
    return [(found & is_flip).sum() / max(1, found.sum()), (found & is_flip).sum() / flips, is_flip[first].mean()]


def compare(judged, changed):
    """The figures of smartdesk's list and score and of cleanlab's, on the same probabilities."""
    is_flip = np.isin(judged.rows, list(changed))
    issues = find_label_issues(judged.labels, judged.probabilities, n_jobs=1)
    by_audit = {"smartdesk": figures(judged.suspect, judged.score, is_flip)}
    for method in RANKINGS:
        quality = get_label_quality_scores(judged.labels, judged.probabilities, method=method)
        by_audit[f"cleanlab, {method}"] = figures(issues, 1 - quality, is_flip)
    return by_audit


def peer_pipeline(texts, labels):
    """cleanlab's list and scores, from its documented pipeline."""
    features = FeatureUnion(
        [
            ("w", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1)),
            ("c", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)),
        ]
    )
    model = Pipeline([("v", features), ("m", CalibratedClassifierCV(LinearSVC(), cv=3, method="sigmoid"))])
    probabilities = cross_val_predict(model, texts, labels, cv=5, method="predict_proba", n_jobs=2)
    names = sorted(set(labels))
    numbers = np.array([names.index(label) for label in labels])
    return find_label_issues(numbers, probabilities), 1 - get_label_quality_scores(numbers, probabilities)


def end_to_end(texts, labels, changed, work):
    """Figures and seconds of `audit --all` and of cleanlab's pipeline."""
    is_flip = np.isin(np.arange(len(texts)), list(changed))
    write_rows(texts, labels, work / "noisy.csv")
    started = time.perf_counter()
    audit = [SMARTDESK, "--quiet", "audit", "--in", work / "noisy.csv", "--all", "--out", work / "scores.csv"]
    subprocess.run(audit, check=True)
    seconds = time.perf_counter() - started
    found, score = np.zeros(len(texts), bool), np.zeros(len(texts))
    for row in read_rows(work / "scores.csv"):
        if row["reason"] in ("", "label"):
            found[int(row["line"]) - 2] = row["reason"] == "label"
            score[int(row["line"]) - 2] = float(row["score"])
    started = time.perf_counter()
    peer_found, peer_score = peer_pipeline(texts, labels)
    peer_seconds = time.perf_counter() - started
    return {
        "smartdesk audit": [*figures(found, score, is_flip), seconds],
        "cleanlab's pipeline": [*figures(peer_found, peer_score, is_flip), peer_seconds],
    }


def table_row(cells, values):
    return f"| {' | '.join(cells)} | {' | '.join(f'{value:.3f}' for value in values)} |"


def heading(*columns):
    return ["", f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]


def lines(data, work):
    """The tables for the results page, in Markdown."""
    equal = heading("set", "flips", "audit by", *COLUMNS)
    whole = heading("set", "flips", "audit by", *COLUMNS, "seconds")
    unflipped = heading("set", "rows", "suspects by smartdesk", "by cleanlab")
    for name in SETS:
        texts, labels = read_texts_and_labels(f"{data}/{name}.train.csv")
        write_rows(texts, labels, work / "rows.csv")
        clean = Judged(work / "rows.csv", work)
        issues = find_label_issues(clean.labels, clean.probabilities, n_jobs=1)
        unflipped.append(f"| {name} | {len(texts)} | {clean.suspect.sum()} | {issues.sum()} |")
        for kind, confused_with in (("random", None), ("confusable", clean.confused_with())):
            by_audit = collections.defaultdict(list)
            for seed in SEEDS:
                noisy, changed = flipped(labels, confused_with, seed)
                write_rows(texts, noisy, work / "rows.csv")
                for audit, values in compare(Judged(work / "rows.csv", work), changed).items():
                    by_audit[audit].append(values)
            for audit, values in by_audit.items():
                equal.append(table_row((name, kind, audit), np.mean(values, axis=0)))
                print(equal[-1], flush=True)
            noisy, changed = flipped(labels, confused_with, 0)
            for audit, values in end_to_end(texts, noisy, changed, work).items():
                whole.append(table_row((name, kind, audit), values))
                print(whole[-1], flush=True)
    return [
        "",
        "A tenth of the training labels flipped, at random or to the label that the classifier confuses most with the",
        f"right one. On equal probabilities, mean of {len(SEEDS)} draws; `first n`: share of flips among the n most",
        "suspicious of all rows, n being the number of flips:",
        *equal,
        "",
        "End to end, one draw; cleanlab with TF-IDF and calibrated LinearSVC, ranked by self-confidence:",
        *whole,
        "",
        "Suspects among the labels as they are, on equal probabilities:",
        *unflipped,
    ]
