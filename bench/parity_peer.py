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

warnings.filterwarnings("ignore")
csv.field_size_limit(1 << 30)
read = lambda path: tuple(zip(*((r["text"], r["label"]) for r in csv.DictReader(open(path, newline="")))))
(train, truth_train), (test, truth_test) = read(sys.argv[1]), read(sys.argv[2])
repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 3
models = {
    "LogReg": lambda: LogisticRegression(max_iter=1000, class_weight="balanced"),
    "NaiveBayes": lambda: MultinomialNB(),
    "RandomForest": lambda: RandomForestClassifier(n_estimators=200, class_weight="balanced", random_state=42, n_jobs=2),
    "LinearSVC": lambda: LinearSVC(class_weight="balanced"),
}
for name, make in models.items():
    best = None
    for _ in range(repeats):
        start = time.perf_counter()
        predicted = make_pipeline(TfidfVectorizer(stop_words="english", max_features=5000), make()).fit(train, truth_train).predict(test)
        seconds = time.perf_counter() - start
        best = seconds if best is None else min(best, seconds)
    print(name, f"{best:.4f} {accuracy_score(truth_test, predicted):.4f} {f1_score(truth_test, predicted, average='macro'):.4f}", flush=True)
