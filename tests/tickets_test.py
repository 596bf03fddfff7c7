"""data/tickets.csv is what data/README.md says of it."""

import csv
import itertools
import re
from collections import Counter

import pytest

from support.desk import ROOT, read_rows

TASKS = ("sentiment", "urgency", "category")
NAMES_OF_LABELS = "bug report|feature request|technical issue|account management|payment issue|login issue"


@pytest.fixture(scope="module")
def rows():
    return read_rows(ROOT / "data/tickets.csv")


def sentences(text):
    return {part.strip().lower() for part in re.split(r"[.!?\n]+", text) if len(part.split()) > 5}


def all_sentences(rows):
    """How many tickets say each."""
    return Counter(itertools.chain.from_iterable(sentences(row["body"]) for row in rows))


def test_there_are_enough_tickets_of_each_kind(rows):
    half = len(rows) // 2
    assert len(rows) >= 480
    assert len({row["id"] for row in rows}) == len(rows)
    assert Counter(row["split"] for row in rows) == {"dev": half, "locked": half}
    assert all(row["body"].strip() and row["summary"].strip() for row in rows)
    assert 0.07 <= sum(row["language"] != "en" for row in rows) / len(rows) <= 0.14
    assert len({row["product"] for row in rows}) == 10


def test_there_are_enough_tickets_of_each_label_and_pair_of_labels(rows):
    for task in TASKS:
        counts = Counter(row[task] for row in rows)
        assert min(counts.values()) >= 25, (task, counts)
    for first, second in itertools.combinations(TASKS, 2):
        counts = Counter((row[first], row[second]) for row in rows)
        for pair in itertools.product({row[first] for row in rows}, {row[second] for row in rows}):
            assert counts[pair] >= 5, pair


def test_no_two_tickets_share_a_sentence(rows):
    assert [sentence for sentence, count in all_sentences(rows).items() if count > 1] == []


def test_no_ticket_names_its_label(rows):
    assert [row["id"] for row in rows if re.search(NAMES_OF_LABELS, row["body"], re.IGNORECASE)] == []


def test_generated_tickets_share_no_sentence_with_the_data_set(rows, desk):
    said = all_sentences(rows).keys()
    generated = desk.run_ok("generate", "--count", 5000, "--seed", 11, "--quiet")
    for row in csv.DictReader(generated.splitlines(keepends=True)):
        assert not sentences(row["body"]) & said, row["id"]
