"""What evaluate and benchmark print, recomputed with scikit-learn and SciPy where they are."""

import csv
import json

import pytest

TASK = "category"


def write_rows(desk, name, rows):
    with (desk.folder / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def with_two_models(desk):
    """Train and test rows, a good model, and one of few rows that knows fewer labels."""
    desk.run_ok("generate", "--count", 900, "--seed", 11, "--out", "all.csv")
    rows = [
        {"text": " ".join(f"{row['subject']} {row['body']}".split()), TASK: row[TASK]} for row in desk.rows("all.csv")
    ]
    for number, row in enumerate(rows):
        row["channel"] = ("mail", "chat", "", "phone")[number * 7 % 10 % 4]
        if number % 9 == 0:
            row[TASK] = rows[(number + 1) % len(rows)][TASK]
    write_rows(desk, "train.csv", rows[:500])
    write_rows(desk, "few.csv", [row for row in rows[:120] if row[TASK] != rows[0][TASK]])
    write_rows(desk, "test.csv", rows[500:])
    desk.run_ok("train", "--in", "train.csv", "--label", TASK, "--out", "new.model")
    desk.run_ok("train", "--in", "few.csv", "--label", TASK, "--out", "old.model")


@pytest.fixture
def desk_of_two(desk, shared_folders):
    shared_folders.fill(desk, "two models", with_two_models)
    return desk


def evaluated(desk, *more):
    return desk.run_json("evaluate", "--model", "new.model", "--in", "test.csv", *more)["tasks"][TASK]


def answers(desk, model):
    """The truth, the predictions and, for each label, its probabilities in four digits."""
    lines = "".join(json.dumps({"text": row["text"]}) + "\n" for row in desk.rows("test.csv"))
    out = desk.run_ok("classify", "--pipe", "--quiet", "--model", model, input=lines)
    tasks = [json.loads(line)["tasks"][TASK] for line in out.splitlines()]
    truth = [row[TASK] for row in desk.rows("test.csv")]
    return truth, [task["label"] for task in tasks], [task["probabilities"] for task in tasks]


def test_ranking_figures_are_those_of_scikit_learn(desk_of_two):
    metrics = pytest.importorskip("sklearn.metrics")
    truth, _, probabilities = answers(desk_of_two, "new.model")
    figures = evaluated(desk_of_two)
    aucs, precisions = [], []
    for label in probabilities[0]:
        is_label = [one == label for one in truth]
        if not any(is_label):
            assert figures["per_class"][label]["roc_auc"] is None
            continue
        scores = [row[label] for row in probabilities]
        aucs.append(metrics.roc_auc_score(is_label, scores))
        precisions.append(metrics.average_precision_score(is_label, scores))
        # The unit test compares to 1e-12; the pipe rounds probabilities, which makes ties.
        assert figures["per_class"][label]["roc_auc"] == pytest.approx(aucs[-1], abs=0.005)
        assert figures["per_class"][label]["average_precision"] == pytest.approx(precisions[-1], abs=0.02)
    assert figures["roc_auc"] == pytest.approx(sum(aucs) / len(aucs), abs=0.002)
    assert figures["average_precision"] == pytest.approx(sum(precisions) / len(precisions), abs=0.01)


def test_the_comparison_is_that_of_scikit_learn_and_scipy(desk_of_two):
    metrics, stats = pytest.importorskip("sklearn.metrics"), pytest.importorskip("scipy.stats")
    numpy = pytest.importorskip("numpy")
    labels, new_labels, _ = answers(desk_of_two, "new.model")
    _, old_labels, _ = answers(desk_of_two, "old.model")
    names = sorted({*labels, *new_labels, *old_labels})  # numbers, because scikit-learn is slow on texts
    truth, new, old = (numpy.array([names.index(label) for label in one]) for one in (labels, new_labels, old_labels))
    figures = evaluated(desk_of_two, "--against", "old.model")["against"]

    def macro_f1(rows, predicted):
        return metrics.f1_score(truth[rows], predicted[rows], average="macro", zero_division=0)

    everything = numpy.arange(len(truth))
    assert figures["rows"] == len(truth)
    assert figures["macro_f1"] == pytest.approx(macro_f1(everything, old))
    difference = macro_f1(everything, new) - macro_f1(everything, old)
    assert figures["macro_f1_difference"] == pytest.approx(difference)
    assert figures["accuracy_difference"] == pytest.approx((new == truth).mean() - (old == truth).mean())
    only_new, only_old = ((new == truth) & (old != truth)).sum(), ((old == truth) & (new != truth)).sum()
    assert (figures["only_model_right"], figures["only_other_right"]) == (only_new, only_old)
    exact = stats.binomtest(int(min(only_new, only_old)), int(only_new + only_old)).pvalue
    assert figures["mcnemar_p"] == pytest.approx(exact)
    random = numpy.random.default_rng(1)
    resamples = [random.integers(0, len(truth), len(truth)) for _ in range(500)]
    differences = [macro_f1(rows, new) - macro_f1(rows, old) for rows in resamples]
    low, high = numpy.quantile(differences, [0.025, 0.975])
    assert figures["macro_f1_difference_95"] == pytest.approx([low, high], abs=0.02)
    assert figures["verdict"] == "better"


def test_figures_by_column_are_those_of_scikit_learn_and_scipy(desk_of_two):
    metrics, stats = pytest.importorskip("sklearn.metrics"), pytest.importorskip("scipy.stats")
    truth, predicted, _ = answers(desk_of_two, "new.model")
    channels = [row["channel"] for row in desk_of_two.rows("test.csv")]
    by = evaluated(desk_of_two, "--by", "channel")["by"]
    assert by["column"] == "channel"
    assert {part["value"] for part in by["values"]} == {"mail", "chat", "", "phone"}
    for part in by["values"]:
        rows = [row for row, channel in enumerate(channels) if channel == part["value"]]
        of_part = [truth[row] for row in rows], [predicted[row] for row in rows]
        right = sum(a == b for a, b in zip(*of_part, strict=True))
        interval = stats.binomtest(right, len(rows)).proportion_ci(method="wilson")
        assert part["rows"] == len(rows)
        assert part["accuracy"] == pytest.approx(right / len(rows))
        assert part["accuracy_95"] == pytest.approx([interval.low, interval.high])
        assert part["macro_f1"] == pytest.approx(metrics.f1_score(*of_part, average="macro"))
    table = desk_of_two.run_ok("evaluate", "--model", "new.model", "--in", "test.csv", "--by", "channel")
    assert "by channel" in table
    assert "(empty)" in table


def test_calibration_floors_are_those_of_drawn_labels(desk_of_two):
    numpy = pytest.importorskip("numpy")
    _, _, probabilities = answers(desk_of_two, "new.model")
    top = numpy.array([max(row.values()) for row in probabilities])
    bins = numpy.clip(numpy.ceil(top * 15) - 1, 0, 14).astype(int)
    random = numpy.random.default_rng(1)
    errors = []
    for _ in range(4000):
        gaps = numpy.bincount(bins, top - (random.random(len(top)) < top), 15)
        errors.append(numpy.abs(gaps).sum() / len(top))
    figures = evaluated(desk_of_two)
    assert figures["ece_floor"] == pytest.approx(numpy.quantile(errors, 0.95), rel=0.04)
    assert figures["ece_floor_995"] == pytest.approx(numpy.quantile(errors, 0.995), rel=0.1)


def test_predictions_of_a_benchmark_give_its_figures(desk_of_two):
    metrics, stats = pytest.importorskip("sklearn.metrics"), pytest.importorskip("scipy.stats")
    files = ("--train", "train.csv", "--test", "test.csv", "--label", TASK)
    desk_of_two.run_ok("benchmark", *files, "--algorithms", "naive_bayes,linear_svc", "--out", "bench")
    results = {row["algorithm"]: row for row in desk_of_two.rows("bench/benchmark_results.csv")}
    predictions = desk_of_two.rows(f"bench/predictions_{TASK}.csv")
    test = desk_of_two.rows("test.csv")
    assert [int(row["line"]) for row in predictions] == list(range(2, len(test) + 2))
    truth = [row["label"] for row in predictions]
    assert truth == [row[TASK] for row in test]
    right = {}
    for name in ("NaiveBayes", "LinearSVC"):
        predicted = [row[f"predicted_{name}"] for row in predictions]
        right[name] = [a == b for a, b in zip(truth, predicted, strict=True)]
        assert float(results[name]["accuracy"]) == pytest.approx(sum(right[name]) / len(truth), abs=1e-6)
        macro_f1 = metrics.f1_score(truth, predicted, average="macro")
        assert float(results[name]["macro_f1"]) == pytest.approx(macro_f1, abs=1e-6)
        gaps = [0.0] * 15
        for row, is_right in zip(predictions, right[name], strict=True):
            probability = float(row[f"probability_{name}"])
            gaps[min(int(-(-probability * 15 // 1)) - 1, 14)] += probability - is_right
        assert float(results[name]["ece"]) == pytest.approx(sum(map(abs, gaps)) / len(truth), abs=1e-6)
    only = [sum(a and not b for a, b in zip(*pair, strict=True)) for pair in (right.values(), [*right.values()][::-1])]
    p_value = float(results["NaiveBayes"]["p_value_against_best"] or results["LinearSVC"]["p_value_against_best"])
    assert p_value == pytest.approx(stats.binomtest(min(only), sum(only)).pvalue, rel=1e-5)


def test_rows_that_the_model_was_trained_on_are_said(desk_of_two):
    mixed = desk_of_two.rows("train.csv")[:40] + desk_of_two.rows("test.csv")[:360]
    for row in mixed:
        row["text"] = row["text"].upper() + " !"
    write_rows(desk_of_two, "mixed.csv", mixed)
    said = desk_of_two.said("evaluate", "--model", "new.model", "--in", "mixed.csv")
    assert "mixed.csv: " in said
    assert "of 400 rows are among the rows that the model was trained on" in said
    against = ("evaluate", "--model", "old.model", "--in", "train.csv", "--against", "new.model")
    assert "500 of 500 rows are among the rows that new.model was trained on" in desk_of_two.said(*against)


def test_an_unknown_column_or_a_wrong_file_is_refused(desk_of_two):
    evaluate = ("evaluate", "--model", "new.model", "--in", "test.csv")
    said = desk_of_two.refused(3, *evaluate, "--by", "chanel")
    for words in ("test.csv", '"chanel"', "text, category, channel"):
        assert words in said
    assert "missing.model" in desk_of_two.refused(3, *evaluate, "--against", "missing.model")
    desk_of_two.write("empty.model", b"")
    assert "empty.model" in desk_of_two.refused(3, *evaluate, "--against", "empty.model")
    desk_of_two.run_ok("train", "--in", "train.csv", "--label", TASK, "--task", "queue", "--out", "queue.model")
    said = desk_of_two.refused(3, *evaluate, "--against", "queue.model")
    assert "queue.model answers none of the model's tasks" in said


def test_many_values_are_summed_up(desk_of_two):
    rows = desk_of_two.rows("test.csv")[:60]
    for number, row in enumerate(rows):
        row["channel"] = f"customer {number // 2}"
    write_rows(desk_of_two, "many.csv", rows)
    table = desk_of_two.run_ok("evaluate", "--model", "new.model", "--in", "many.csv", "--by", "channel")
    assert table.count("customer ") == 20
    assert "and 10 more, with 20 rows together" in table
