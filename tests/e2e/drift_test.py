"""The command drift on real files: its verdicts, what it says to bad input, and its figures against scipy."""

import csv
import json

import pytest


def with_three_files(desk):
    """Of one generator: train.csv, old.csv and new.csv, and desk.model of the first."""
    for name, seed in (("train", 5), ("old", 6), ("new", 7)):
        desk.run_ok("generate", "--count", 300, "--seed", seed, "--out", f"{name}.csv")
    desk.run_ok("train", "--in", "train.csv", "--algorithm", "linear_svc", "--out", "desk.model")


@pytest.fixture
def files(desk, shared_folders):
    shared_folders.fill(desk, "with three files", with_three_files)
    return desk


def write_rows(desk, name, rows):
    with open(desk.folder / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def drift(desk, current, *more):
    return desk.run_json("drift", "--reference", "old.csv", "--current", current, "--model", "desk.model", *more)


def of_new(desk, is_kept):
    write_rows(desk, "part.csv", [row for row in desk.rows("new.csv") if is_kept(row)])
    return "part.csv"


def test_the_same_file_twice_has_not_changed(files):
    found = drift(files, "old.csv")
    assert (found["verdict"], found["changes"]) == ("unchanged", [])
    text = files.run_ok("drift", "--reference", "old.csv", "--current", "old.csv", "--model", "desk.model")
    assert text.startswith("No change that chance would not explain.")


def test_a_missing_label_is_named_with_its_counts_and_exits_with_0(files):
    part = of_new(files, lambda row: row["category"] != "Payment Issue")
    found = drift(files, part)
    assert found["verdict"] == "changed"
    assert {"question": "labels", "task": "category"} in found["changes"]
    assert {"question": "predicted_labels", "task": "category"} in found["changes"]
    changed = [label["name"] for label in found["labels"]["category"] if label["changed"]]
    assert changed == ["Payment Issue"]
    text = files.run_ok("drift", "--reference", "old.csv", "--current", part, "--model", "desk.model")
    assert text.startswith("Changed: ")
    assert 'category labelled "Payment Issue": 0 of ' in text
    assert "What to do next" in text


def test_few_tickets_are_not_tested(files):
    rows = files.rows("new.csv")[:12]
    write_rows(files, "few.csv", rows)
    assert drift(files, "few.csv")["verdict"] == "too_few"
    text = files.run_ok("drift", "--reference", "old.csv", "--current", "few.csv", "--model", "desk.model")
    assert "few.csv has 12 different texts, and each file needs at least 30" in text


def test_without_a_model_texts_and_labels_are_compared_and_a_note_says_so(files):
    done = files.run("drift", "--reference", "old.csv", "--current", "new.csv", "--json")
    assert done.returncode == 0, done.stderr
    assert "No model yet, so texts and labels are compared and predictions are not" in done.stderr
    found = json.loads(done.stdout)
    assert found["model_version"] is None
    assert found["tasks"] == {}
    assert set(found["labels"]) == {"sentiment", "urgency", "category"}


def test_the_champion_of_the_workspace_is_the_default_model(trained_desk):
    trained_desk.run_ok("generate", "--count", 60, "--seed", 8, "--out", "a.csv")
    trained_desk.run_ok("generate", "--count", 60, "--seed", 9, "--out", "b.csv")
    found = trained_desk.run_json("drift", "--reference", "a.csv", "--current", "b.csv")
    assert len(found["model_version"]) == 12
    assert set(found["tasks"]) == {"sentiment", "urgency", "category"}


def test_a_model_that_was_trained_on_the_reference_is_compared_by_cross_validation(files):
    found = files.run_json("drift", "--reference", "train.csv", "--current", "new.csv", "--model", "desk.model")
    for task in found["tasks"].values():
        assert task["reference_is_cross_validated"]
        assert not task["current_is_cross_validated"]


def test_bad_files_are_refused_by_name(files):
    files.write("empty.csv", "")
    files.write("header.csv", "text,category\n")
    files.write("other.csv", "a,b\n1,2\n")
    files.write("nan.csv", "text,category\n" + "nan,nan\n" * 40)
    for name in ("empty.csv", "header.csv", "other.csv", "missing.csv"):
        for pair in (("old.csv", name), (name, "old.csv")):
            said = files.refused(3, "drift", "--reference", pair[0], "--current", pair[1], "--model", "desk.model")
            assert name in said
    assert drift(files, "nan.csv")["verdict"] == "too_few"
    files.refused(2, "drift", "--reference", "old.csv")
    missing = ("--label", "nothing")
    assert "nothing" in files.refused(3, "drift", "--reference", "old.csv", "--current", "new.csv", *missing)


def test_rejected_rows_are_counted_and_exit_with_4(files):
    rows = (files.folder / "new.csv").read_bytes()
    files.write("bad.csv", rows + b"nul \x00 here\n")
    done = files.run("drift", "--reference", "old.csv", "--current", "bad.csv", "--model", "desk.model", "--json")
    assert done.returncode == 4, done.stderr


def test_p_values_are_those_of_scipy(files):
    stats = pytest.importorskip("scipy.stats")
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    found = drift(files, of_new(files, lambda row: row["category"] != "Payment Issue" or len(row["text"]) % 3))
    for shares in [
        *found["labels"].values(),
        found["texts"]["languages"],
        found["tasks"]["category"]["predicted_labels"],
    ]:
        expected = [fisher(stats, share) for share in shares]
        assert [share["p_value"] for share in shares] == pytest.approx(expected, rel=1e-6)
        adjusted = [min(1, p * found["questions"]) for p in multitest.multipletests(expected, method="holm")[1]]
        assert [share["adjusted_p_value"] for share in shares] == pytest.approx(adjusted, rel=1e-6)
    files.run_ok("classify", "--model", "desk.model", "--in", "old.csv", "--out", "old-answers.csv")
    files.run_ok("classify", "--model", "desk.model", "--in", "part.csv", "--out", "part-answers.csv")
    if (
        found["reference"]["rows"] == found["reference"]["texts"]
        and found["current"]["rows"] == found["current"]["texts"]
    ):
        errors = [
            [1 - float(row["probability_category"]) for row in files.rows(name)]
            for name in ("old-answers.csv", "part-answers.csv")
        ]
        expected = stats.ttest_ind(*errors, equal_var=False).pvalue
        assert found["tasks"]["category"]["expected_error"]["p_value"] == pytest.approx(expected, rel=0.05)


def fisher(stats, share):
    """Of a share in --json."""
    table = [[side["rows"], side["of"] - side["rows"]] for side in (share["reference"], share["current"])]
    return stats.fisher_exact(table)[1]
