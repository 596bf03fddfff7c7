#!/usr/bin/env python3
"""Holds data/tickets.csv to what data/README.md says of it. Usage: tickets_test.py SOURCE_DIR SMARTDESK"""
import csv
import itertools
import re
import subprocess
import sys
from collections import Counter

source, smartdesk = sys.argv[1:3]
rows = list(csv.DictReader(open(f"{source}/data/tickets.csv", newline="")))
tasks = ("sentiment", "urgency", "category")
faults = []


def expect(truth, what):
    if not truth:
        faults.append(what)


def sentences(text):
    return {s.strip().lower() for s in re.split(r"[.!?\n]+", text) if len(s.split()) > 5}


expect(len(rows) >= 480, f"only {len(rows)} tickets")
expect(len({r["id"] for r in rows}) == len(rows), "an id occurs twice")
expect(Counter(r["split"] for r in rows) == {"dev": len(rows) // 2, "locked": len(rows) // 2}, "dev and locked are not halves")
expect(all(r["body"].strip() and r["summary"].strip() for r in rows), "a body or summary is empty")
expect(0.07 <= sum(r["language"] != "en" for r in rows) / len(rows) <= 0.14, "not about one in ten in another language")
expect(len({r["product"] for r in rows}) == 10, "not ten products")
for task in tasks:
    for label, count in Counter(r[task] for r in rows).items():
        expect(count >= 25, f"{task} {label}: {count} rows")
for first, second in itertools.combinations(tasks, 2):
    pairs = Counter((r[first], r[second]) for r in rows)
    for pair in itertools.product({r[first] for r in rows}, {r[second] for r in rows}):
        expect(pairs[pair] >= 5, f"{pair}: {pairs[pair]} rows")
said = Counter(itertools.chain.from_iterable(sentences(r["body"]) for r in rows))
for sentence, count in said.items():
    expect(count == 1, f"{count} tickets say: {sentence}")
for r in rows:
    expect(not re.search(r"bug report|feature request|technical issue|account management|payment issue|login issue", r["body"], re.I),
           f"{r['id']} names its label")

generated = subprocess.run([smartdesk, "generate", "--count", "5000", "--seed", "11", "--quiet"], capture_output=True, text=True, check=True)
for r in csv.DictReader(generated.stdout.splitlines(keepends=True)):
    shared = sentences(r["body"]) & said.keys()
    expect(not shared, f"generated {r['id']} shares a sentence: {shared}")

print("\n".join(faults) or f"{len(rows)} tickets are as they should be")
sys.exit(1 if faults else 0)
