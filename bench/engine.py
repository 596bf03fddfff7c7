"""One table: set x (ours, tuned scikit-learn, fastText, seed pipeline), all in one run on this machine.
engine.py DATA-DIR OUT.md [SET...]; called by script/bench with the peers' Python."""

import csv
import datetime
import json
import os
import platform
import re
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
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from common import BUILD, fasttext_training, processor

warnings.filterwarnings("ignore")
SETS = [
    "seed-sentiment",
    "seed-urgency",
    "seed-category",
    "airline-sentiment",
    "helpdesk-queue",
    "helpdesk-priority",
    "banking77",
]
MANY_ROWS = 30000


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


def tuned():
    pipeline = Pipeline([("v", strong_features()), ("m", LinearSVC())])
    return GridSearchCV(pipeline, {"m__C": [0.03, 0.1, 0.3, 1, 3]}, cv=3, scoring="f1_macro", n_jobs=2)


def seed():
    return Pipeline(
        [("v", TfidfVectorizer(stop_words="english", max_features=5000)), ("m", LinearSVC(class_weight="balanced"))]
    )


def judge(model, train, test, many, work, calibrate):
    started = time.perf_counter()
    model.fit(*train)
    fitted = time.perf_counter() - started
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
    started = time.perf_counter()
    subprocess.run(fasttext_training(paths["train"], paths["model"]), check=True, capture_output=True)
    fitted = time.perf_counter() - started

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


def main():
    data, out, sets = sys.argv[1], sys.argv[2], sys.argv[3:] or SETS
    has_fasttext = subprocess.run(["which", "fasttext"], capture_output=True).returncode == 0
    lines = [
        "| set | who | accuracy | macro F1 | ECE | log loss | fit s | slower than ours | rows/s | ours faster |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    details = [
        "| set | ECE / floor | model load ms | one text us | its share of a batch us | explain ms |",
        "|---|---|---|---|---|---|",
    ]
    for name in sets:
        if not os.path.exists(f"{data}/{name}.train.csv"):
            print(f"bench: {name}: skipped, not in {data}", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory() as work:
            train, test = read(f"{data}/{name}.train.csv"), read(f"{data}/{name}.test.csv")
            many = os.path.join(work, "many.csv")
            with open(many, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(["text"])
                for i in range(MANY_ROWS):
                    writer.writerow([test[0][i % len(test[0])]])
            own = ours(name, data, many, work)
            rows = [("smartdesk", own), ("tuned scikit-learn", judge(tuned(), train, test, many, work, True))]
            if has_fasttext:
                rows.append(("fastText", fasttext(train, test, many, work)))
            rows.append(("seed pipeline", judge(seed(), train, test, many, work, False)))
            for who, row in rows:
                lines.append(line(name, who, row, own))
                print(lines[-1], flush=True)
            details.append(
                f"| {name} | {own['ece']:.4f} / {own['ece_floor']:.4f} | {own['load_ms']:.1f} "
                f"| {own['one_text_us']:.1f} | {own['batch_share_us']:.1f} | {own['explain_ms']:.2f} |"
            )
    print("\n".join(details))
    with open(out, "w") as file:
        file.write(
            f"# Engine beside its peers\n\n{datetime.date.today()}, {os.cpu_count()} cores of {processor()}, "
            f"Python {platform.python_version()}. Made by `script/bench engine`; times mean something as ratios "
            "within this run only.\n\n" + "\n".join(lines) + "\n\n" + "\n".join(details) + "\n"
        )


if __name__ == "__main__":
    main()
