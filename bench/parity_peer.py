"""scikit-learn doing what parity_bench does: python parity_peer.py TRAIN.csv TEST.csv [REPEATS]"""

import csv
import sys
import time
import warnings

from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from common import read_rows

warnings.filterwarnings("ignore")
csv.field_size_limit(1 << 30)
MODELS = {
    "LogReg": lambda: LogisticRegression(max_iter=1000, class_weight="balanced"),
    "NaiveBayes": lambda: MultinomialNB(),
    "RandomForest": lambda: RandomForestClassifier(
        n_estimators=200, class_weight="balanced", random_state=42, n_jobs=2
    ),
    "LinearSVC": lambda: LinearSVC(class_weight="balanced"),
}


def read(path):
    """Texts and their labels."""
    rows = read_rows(path)
    return [row["text"] for row in rows], [row["label"] for row in rows]


def measure(make, train, test):
    """Seconds, and what is predicted."""
    start = time.perf_counter()
    pipeline = make_pipeline(TfidfVectorizer(stop_words="english", max_features=5000), make())
    predicted = pipeline.fit(*train).predict(test)
    return time.perf_counter() - start, predicted


def main():
    train, (test, truth) = read(sys.argv[1]), read(sys.argv[2])
    repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    for name, make in MODELS.items():
        runs = [measure(make, train, test) for _ in range(repeats)]
        best, predicted = min(seconds for seconds, _ in runs), runs[-1][1]
        accuracy, f1 = accuracy_score(truth, predicted), f1_score(truth, predicted, average="macro")
        print(name, f"{best:.4f} {accuracy:.4f} {f1:.4f}", flush=True)


if __name__ == "__main__":
    main()
