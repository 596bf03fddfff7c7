"""One table: set x (ours, tuned scikit-learn, fastText, seed pipeline), all in one run on this machine, and whether the
bars are met. engine.py DATA-DIR OUT.md [SET...]; called by script/bench with the peers' Python. Fitting is compared in
seconds of the processors, so that other work on the machine changes little."""

import csv
import datetime
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score, log_loss
from sklearn.model_selection import GridSearchCV, StratifiedShuffleSplit
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from common import BUILD, SMARTDESK, fasttext_training, processor, verdict

warnings.filterwarnings("ignore")
SETS = [
    "seed-sentiment",
    "seed-urgency",
    "seed-category",
    "airline-sentiment",
    "helpdesk-queue",
    "helpdesk-priority",
    "banking77",
    "itservice-topic",
    "fivelang-priority",
]
MANY_ROWS = 30000
LARGE_TEST = 1000  # rows from which a single split tells enough
REPEATS = 20
PEER = "tuned scikit-learn"
FIGURES = ("accuracy", "macro_f1")


def read(path):
    table = pd.read_csv(path, keep_default_na=False)
    return list(table.text), list(table.label)


def calibration_error(probabilities, right, bins=15):
    error = 0.0
    for i in range(bins):
        inside = (probabilities > i / bins) & (probabilities <= (i + 1) / bins)
        if inside.any():
            error += inside.mean() * abs(probabilities[inside].mean() - right[inside].mean())
    return error


def strong_features():
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    return FeatureUnion([("w", words), ("c", letters)])


def tuned(cache=None):
    """cache: a folder for the features of each fold, which are the same for every C; for comparisons without times."""
    pipeline = Pipeline([("v", strong_features()), ("m", LinearSVC())], memory=cache)
    return GridSearchCV(pipeline, {"m__C": [0.03, 0.1, 0.3, 1, 3]}, cv=3, scoring="f1_macro")


def seed():
    return Pipeline(
        [("v", TfidfVectorizer(stop_words="english", max_features=5000)), ("m", LinearSVC(class_weight="balanced"))]
    )


def children_seconds():
    """Of the processors, in all programs that have been run."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def judge(model, train, test, many, work, calibrate):
    started = time.process_time()
    model.fit(*train)
    fitted = time.process_time() - started
    predicted = model.predict(test[0])
    row = {
        "accuracy": accuracy_score(test[1], predicted),
        "macro_f1": f1_score(test[1], predicted, average="macro"),
        "fit": fitted,
    }
    best = 1e9
    for _ in range(2):
        started = time.perf_counter()
        table = pd.read_csv(many, keep_default_na=False)
        table["predicted"] = model.predict(table.text)
        table.to_csv(os.path.join(work, "peer.csv"), index=False)
        best = min(best, time.perf_counter() - started)
    row["rows_per_second"] = len(table) / best
    if calibrate:
        estimator = getattr(model, "best_estimator_", model)
        calibrated = CalibratedClassifierCV(estimator, cv=3, method="sigmoid", n_jobs=2).fit(*train)
        probabilities = calibrated.predict_proba(test[0])
        top = probabilities.argmax(1)
        right = calibrated.classes_[top] == np.array(test[1])
        row["ece"] = calibration_error(probabilities.max(1), right)
        row["log_loss"] = log_loss(test[1], probabilities, labels=list(calibrated.classes_))
    return row


def for_fasttext(rows, path):
    texts, labels = rows
    with open(path, "w", encoding="utf-8") as out:
        for text, label in zip(texts, labels, strict=True):
            text = re.sub(r"([.!?,'/()\"])", r" \1 ", text.lower()).replace("\n", " ")
            out.write(f"__label__{label.replace(' ', '_')} {text}\n")


def fasttext(train, test, many, work):
    paths = {name: os.path.join(work, "ft." + name) for name in ("train", "test", "many", "one", "model")}
    for_fasttext(train, paths["train"])
    for_fasttext(test, paths["test"])
    texts = list(pd.read_csv(many, keep_default_na=False).text)
    for_fasttext((texts, ["x"] * len(texts)), paths["many"])
    for_fasttext((texts[:1], ["x"]), paths["one"])
    started = children_seconds()
    subprocess.run(fasttext_training(paths["train"], paths["model"]), check=True, capture_output=True)
    fitted = children_seconds() - started

    def predict(name):
        started = time.perf_counter()
        done = subprocess.run(
            ["fasttext", "predict-prob", paths["model"] + ".bin", paths[name]],
            check=True,
            capture_output=True,
            text=True,
        )
        return time.perf_counter() - started, [line.rsplit(" ", 1) for line in done.stdout.splitlines()]

    _, answers = predict("test")
    truth = ["__label__" + label.replace(" ", "_") for label in test[1]]
    predicted = [label for label, _ in answers]
    probabilities = np.minimum(1, np.array([float(p) for _, p in answers]))
    right = np.array([a == b for a, b in zip(truth, predicted, strict=True)])
    loading, _ = predict("one")  # a model of 800 MB: loading it is not what is compared
    taken, many_answers = predict("many")
    os.remove(paths["model"] + ".bin")
    return {
        "accuracy": right.mean(),
        "macro_f1": f1_score(truth, predicted, average="macro"),
        "fit": fitted,
        "ece": calibration_error(probabilities, right),
        "rows_per_second": len(many_answers) / max(1e-9, taken - loading),
    }


def ours(name, data, many, work):
    done = subprocess.run(
        [
            BUILD / "engine_bench",
            f"{data}/{name}.train.csv",
            f"{data}/{name}.test.csv",
            many,
            os.path.join(work, "ours.csv"),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def write_rows(path, texts, labels):
    pd.DataFrame({"text": texts, "label": labels}).to_csv(path, index=False)


def ours_on_split(train, test, work):
    paths = {name: os.path.join(work, name) for name in ("train.csv", "test.csv", "split.model")}
    write_rows(paths["train.csv"], *train)
    write_rows(paths["test.csv"], *test)
    learn = ["train", "--in", paths["train.csv"], "--label", "label", "--out", paths["split.model"]]
    judge_it = ["evaluate", "--model", paths["split.model"], "--in", paths["test.csv"], "--json"]
    subprocess.run([SMARTDESK, "--quiet", *learn], check=True, capture_output=True)
    done = subprocess.run([SMARTDESK, "--quiet", *judge_it], check=True, capture_output=True, text=True)
    (row,) = json.loads(done.stdout)["tasks"].values()
    return [row[figure] for figure in FIGURES]


def tuned_on_split(train, test, work):
    predicted = tuned(os.path.join(work, "features")).fit(*train).predict(test[0])
    return [accuracy_score(test[1], predicted), f1_score(test[1], predicted, average="macro")]


def repeated(train, test, repeats=REPEATS):
    """Ours and tuned scikit-learn on other splits of the same rows: two arrays of repeats x FIGURES."""
    texts, labels = np.array(train[0] + test[0], dtype=object), np.array(train[1] + test[1], dtype=object)
    splits = StratifiedShuffleSplit(repeats, test_size=len(test[0]), random_state=0).split(texts, labels)
    own, peer = [], []
    for learned, judged in splits:
        learn, judge_it = ((list(texts[part]), list(labels[part])) for part in (learned, judged))
        with tempfile.TemporaryDirectory() as work:
            own.append(ours_on_split(learn, judge_it, work))
            peer.append(tuned_on_split(learn, judge_it, work))
    return np.array(own), np.array(peer)


def bar_of_set(name, own, peer, splits):
    """own, peer: splits x FIGURES. A small test set says little about so small a margin, so its bar is the mean."""
    margin = 0.003 if splits == 1 else 0.005
    lead = np.mean(own - peer, axis=0)
    error = np.std(own - peer, axis=0, ddof=1) / np.sqrt(splits) if splits > 1 else None
    doubt = "" if error is None else f" (standard errors {error[0]:.4f}, {error[1]:.4f})"
    means = " / ".join(
        f"{np.mean(row[:, 0]):.4f}, {np.mean(row[:, 1]):.4f}" for row in (np.asarray(own), np.asarray(peer))
    )
    met = verdict(bool((lead >= -margin).all()))
    return f"| {name} | {splits} | {means} | {lead[0]:+.4f}, {lead[1]:+.4f}{doubt} | >= -{margin} | {met} |"


def overall_bars(results):
    """results: set -> (our row, the peer's row)."""
    lead = np.mean([own["macro_f1"] - peer["macro_f1"] for own, peer in results.values()])
    slowest = min(peer["fit"] / own["fit"] for own, peer in results.values())
    above = [name for name, (own, _) in results.items() if own["ece"] > own["ece_floor"]]
    return [
        f"- mean lead in macro F1 over {len(results)} sets: {lead:+.4f} (bar: +0.008): {verdict(lead >= 0.008)}",
        f"- fitting is at least {slowest:.1f} times as fast as the grid search (bar: 15): {verdict(slowest >= 15)}",
        f"- sets whose ECE is above the 95th percentile of its floor: {', '.join(above) or 'none'} (bar: at most one): "
        f"{verdict(len(above) <= 1)}",
    ]


def line(name, who, row, own):
    def number(key, form):
        return format(row[key], form) if key in row else ""

    fit_ratio = "" if row is own else f"{row['fit'] / own['fit']:.1f}x"
    speed_ratio = "" if row is own else f"{own['rows_per_second'] / row['rows_per_second']:.1f}x"
    return (
        f"| {name} | {who} | {number('accuracy', '.4f')} | {number('macro_f1', '.4f')} | {number('ece', '.4f')} "
        f"| {number('log_loss', '.4f')} | {number('fit', '.2f')} | {fit_ratio} | {number('rows_per_second', ',.0f')} "
        f"| {speed_ratio} |"
    )


def compared(name, data, work, has_fasttext):
    """Who -> figures of one set."""
    train, test = read(f"{data}/{name}.train.csv"), read(f"{data}/{name}.test.csv")
    many = os.path.join(work, "many.csv")
    with open(many, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text"])
        for i in range(MANY_ROWS):
            writer.writerow([test[0][i % len(test[0])]])
    rows = {"smartdesk": ours(name, data, many, work), PEER: judge(tuned(), train, test, many, work, True)}
    if has_fasttext:
        rows["fastText"] = fasttext(train, test, many, work)
    rows["seed pipeline"] = judge(seed(), train, test, many, work, False)
    return rows


def bar_line(name, data, own, peer):
    train, test = read(f"{data}/{name}.train.csv"), read(f"{data}/{name}.test.csv")
    if len(test[0]) < LARGE_TEST:
        own_splits, peer_splits = repeated(train, test)
        return bar_of_set(name, own_splits, peer_splits, REPEATS)
    own_one, peer_one = (np.array([[row[figure] for figure in FIGURES]]) for row in (own, peer))
    return bar_of_set(name, own_one, peer_one, 1)


def main():
    data, out, sets = sys.argv[1], sys.argv[2], sys.argv[3:] or SETS
    has_fasttext = subprocess.run(["which", "fasttext"], capture_output=True).returncode == 0
    lines = [
        "| set | who | accuracy | macro F1 | ECE | log loss | fit CPU s | slower than ours | rows/s | ours faster |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    details = [
        "| set | ECE / floor | model load ms | one text us | its share of a batch us | explain ms |",
        "|---|---|---|---|---|---|",
    ]
    bars = [
        "| set | splits | accuracy, macro F1: ours / tuned | lead | bar | verdict |",
        "|---|---|---|---|---|---|",
    ]
    results = {}
    for name in sets:
        if not os.path.exists(f"{data}/{name}.train.csv"):
            print(f"bench: {name}: skipped, not in {data}", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory() as work:
            rows = compared(name, data, work, has_fasttext)
        own = rows["smartdesk"]
        results[name] = own, rows[PEER]
        for who, row in rows.items():
            lines.append(line(name, who, row, own))
            print(lines[-1], flush=True)
        bars.append(bar_line(name, data, *results[name]))
        print(bars[-1], flush=True)
        details.append(
            f"| {name} | {own['ece']:.4f} / {own['ece_floor']:.4f} | {own['load_ms']:.1f} "
            f"| {own['one_text_us']:.1f} | {own['batch_share_us']:.1f} | {own['explain_ms']:.2f} |"
        )
    if results:
        bars += ["", *overall_bars(results)]
    print("\n".join([*details, "", *bars]))
    with open(out, "w") as file:
        file.write(
            f"# Engine beside its peers\n\n{datetime.date.today()}, {os.cpu_count()} cores of {processor()}, "
            f"Python {platform.python_version()}. Made by `script/bench engine`; times mean something as ratios "
            "within this run only.\n\n" + "\n".join(lines) + "\n\n" + "\n".join(details) + "\n\n## Bars\n\n"
            f"Test sets of {LARGE_TEST:,} rows or more are judged as they are divided. Smaller ones are put together "
            f"with their training rows and divided {REPEATS} times at random.\n\n" + "\n".join(bars) + "\n"
        )


if __name__ == "__main__":
    main()
