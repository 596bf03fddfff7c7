"""Answers tickets with smartdesk on every core of a Spark cluster, and counts what they are about.

    python classify_tickets.py TICKETS.jsonl MODEL OUT [SMARTDESK]

TICKETS.jsonl holds a JSON ticket a line ({"id":…,"subject":…,"body":…} or {"id":…,"text":…}). OUT becomes a folder of
JSON lines: what `smartdesk classify --pipe` says of each, in the tickets' order. The program and the model must lie at
the same paths on every machine (`--files` of spark-submit brings the model).
"""

import json
import shlex
import sys

from pyspark.sql import SparkSession


def main():
    tickets, model, out = sys.argv[1:4]
    smartdesk = sys.argv[4] if len(sys.argv) > 4 else "smartdesk"
    spark = SparkSession.builder.appName("smartdesk").getOrCreate()
    command = shlex.join([smartdesk, "classify", "--quiet", "--pipe", "--threads", "1", "--model", model])
    # One smartdesk per partition. checkCode fails the task if it cannot start. A line that is no ticket does not: its
    # answer says what is wrong.
    answers = spark.sparkContext.textFile(tickets).pipe(command, checkCode=True).cache()
    answers.saveAsTextFile(out)
    read = answers.map(json.loads).cache()
    faults = read.filter(lambda answer: "error" in answer).count()
    tasks = read.filter(lambda answer: "tasks" in answer).flatMap(lambda answer: answer["tasks"].items())
    counts = tasks.map(lambda task: ((task[0], task[1]["label"]), 1)).reduceByKey(lambda a, b: a + b).collect()
    for (task, label), count in sorted(counts, key=lambda entry: (entry[0][0], -entry[1])):
        print(f"{task:12} {label:20} {count:8,}")
    print(f"{faults:,} lines were no tickets")
    spark.stop()


if __name__ == "__main__":
    main()
