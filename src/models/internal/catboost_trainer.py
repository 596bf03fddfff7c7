"""Trains CatBoost for SmartDesk: python catboost_trainer.py FOLDER CLASSES TREES SEED THREADS
Reads FOLDER/train.libsvm, prints the number of trees done, writes FOLDER/model.json."""

import os
import sys

from catboost import CatBoostClassifier, Pool


class Progress:
    def after_iteration(self, info):
        print(info.iteration, flush=True)
        return True


folder, classes, trees, seed, threads = sys.argv[1], *map(int, sys.argv[2:6])
os.chdir(folder)
settings: dict[str, object] = {
    "iterations": trees,
    "random_state": seed,
    "thread_count": threads,
    "verbose": 0,
    "allow_writing_files": False,
}
if trees != 1000:
    settings["learning_rate"] = 0.1  # few trees must learn faster than CatBoost's own choice lets them
if classes > 2:
    settings.update(loss_function="MultiClass", classes_count=classes)
model = CatBoostClassifier(**settings)
model.fit(Pool("libsvm://train.libsvm"), callbacks=[Progress()])
model.save_model("model.json", format="json")
