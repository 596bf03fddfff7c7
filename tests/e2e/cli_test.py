"""The real program on real files: the main job, and what it says to bad input."""

import csv
import hashlib
import json
import shutil
import subprocess

import pytest


def with_model(desk):
    desk.run_ok("generate", "--count", 300, "--seed", 5, "--out", "tickets.csv")
    desk.run_ok("train", "--in", "tickets.csv", "--algorithm", "linear_svc", "--out", "desk.model")


@pytest.fixture
def model_desk(desk, shared_folders):
    """Has tickets.csv and desk.model."""
    shared_folders.fill(desk, "with model", with_model)
    return desk


def test_wrong_usage_exits_with_2(model_desk):
    for arguments in (
        (),
        ("no-such-command",),
        ("train",),
        ("train", "--in", "x.csv", "--out", "m", "--algorithm", "magic"),
        ("classify", "--model", "desk.model", "--abstain-below", "7"),
        ("classify", "--model", "desk.model", "--in", "tickets.csv", "--unknown-rate", "100%"),
        ("classify", "--model", "desk.model", "--in", "tickets.csv", "--unknown-rate", "few"),
        ("classify", "--model", "desk.model", "--in", "tickets.csv", "--unknown-rate", ""),
        ("classify", "--model", "desk.model", "--pipe", "--probabilities"),
        ("classify", "--workspace", "desk", "--model", "desk.model", "--probabilities"),
        ("classify", "--model", "desk.model", "--in", "tickets.csv", "--per-class"),
        ("clean", "--in", "x.csv", "--out", "y.csv", "--map", "body"),
        ("benchmark", "--out", "d"),
    ):
        model_desk.refused(2, *arguments)


BAD_FILES = {
    "empty.csv": (b"", "empty"),
    "no-text.csv": (b"a,b\n1,2\n", "no-text.csv"),
    "cut.csv.gz": (b"\x1f\x8b\x08\x00\x00", "damaged"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_by_name_and_leaves_nothing(model_desk, name):
    content, words = BAD_FILES[name]
    model_desk.write(name, content)
    said = model_desk.refused(3, "classify", "--model", "desk.model", "--in", name, "--out", "out.csv")
    assert name in said
    assert words in said
    assert list(model_desk.folder.glob("out.csv*")) == []


def test_missing_files_folders_and_wrong_models_are_refused(model_desk):
    (model_desk.folder / "folder").mkdir()
    of_model, out = ("classify", "--model", "desk.model", "--in"), ("--out", "out.csv", "--format", "csv")
    missing = model_desk.refused(3, *of_model, "missing.csv", *out)
    assert "missing.csv" in missing
    assert "No such file" in missing
    assert "folder" in model_desk.refused(3, *of_model, "folder", *out)
    no_model = ("classify", "--model", "tickets.csv", "--in", "tickets.csv")
    assert "not a smartdesk model" in model_desk.refused(3, *no_model, *out)
    assert list(model_desk.folder.glob("out.csv*")) == []


def test_training_with_a_single_label_is_refused(desk):
    desk.write("one.csv", "text,label\n" + "".join(f"words number {i},only\n" for i in range(9)))
    said = desk.refused(3, "train", "--in", "one.csv", "--out", "one.model")
    assert "one.csv" in said
    assert "only the label" in said
    assert "at least two" in desk.refused(3, "benchmark", "--in", "one.csv", "--out", "bench")
    assert not (desk.folder / "one.model").exists()
    assert not (desk.folder / "bench").exists()


def test_evaluate_refuses_a_label_unknown_to_the_model(model_desk):
    model_desk.write("odd.csv", "text,category\nmy bill is wrong,Weather\n")
    said = model_desk.refused(3, "evaluate", "--model", "desk.model", "--in", "odd.csv")
    for words in ("odd.csv", "line 2", '"Weather"'):
        assert words in said


def test_unreadable_rows_are_counted_and_the_rest_is_classified(model_desk):
    rows = [b"text", b"my invoice is wrong", b"ragged,row", b"nul \x00 here", b"caf\xe9"]
    rows += [b'"' + b"x" * (50 << 20) + b'"', b"login fails", b""]
    model_desk.write("bad.csv", b"\n".join(rows))
    done = model_desk.run("classify", "--model", "desk.model", "--in", "bad.csv", "--out", "good.csv", "--json")
    assert done.returncode == 4, done.stderr
    counts = json.loads(done.stdout)
    assert (counts["rows"], counts["rejected"]) == (3, 3)
    assert "line 3" in done.stderr
    assert [row["text"] for row in model_desk.rows("good.csv")] == ["my invoice is wrong", "café", "login fails"]


def test_classify_scores_unknown_tickets_and_writes_every_probability(model_desk):
    model_desk.write("in.csv", b"text\nI was charged twice for my invoice\nzxqv wvut qqqq\n")
    classify = ("classify", "--model", "desk.model", "--in", "in.csv", "--quiet", "--probabilities", "--unknown-rate")
    for rate in ("0", "0.05", "5 %", "99%"):
        known, strange = csv.DictReader(model_desk.run_ok(*classify, rate).splitlines())
        tasks = [name.removeprefix("flag_") for name in known if name.startswith("flag_")]
        for task in tasks:
            assert (strange[f"flag_{task}"], float(strange[f"unknown_score_{task}"])) == ("unknown", 1)
            assert 0 <= float(known[f"unknown_score_{task}"]) < 1
            if rate == "0":
                assert known[f"flag_{task}"] == ""
            every = [float(known[name]) for name in known if name.startswith(f"probability_{task}_")]
            assert sum(every) == pytest.approx(1, abs=1e-5)
            assert max(every) == pytest.approx(float(known[f"probability_{task}"]), abs=1e-4)


def test_classify_keeps_the_order_of_rows_through_pipes(model_desk):
    lines = "".join(json.dumps({"id": i, "text": f"my card was declined {i}"}) + "\n" for i in range(500))
    out = model_desk.run_ok("classify", "--model", "desk.model", "--format", "jsonl", "--quiet", input=lines)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == list(range(500))
    assert isinstance(rows[0]["probability_category"], float)
    assert rows[0]["predicted_category"] == "Payment Issue"


def test_evaluate_json_has_the_documented_members(model_desk):
    out = model_desk.run_json("evaluate", "--model", "desk.model", "--in", "tickets.csv")
    assert len(out["model_version"]) == 12
    assert set(out["tasks"]) == {"sentiment", "urgency", "category"}
    figures = {"rows", "accuracy", "macro_f1", "weighted_f1", "log_loss", "ece", "majority_accuracy", "no_signal"}
    assert figures | {"per_class", "confusion"} <= set(out["tasks"]["urgency"])


def test_explained_weights_add_up(model_desk):
    out = model_desk.run_json("explain", "--model", "desk.model", "--text", "I cannot log in, reset my password")
    for task in out["tasks"].values():
        total = task["constant"] + sum(word["weight"] for word in task["words"])
        assert total == pytest.approx(task["score"], abs=0.0005)


def test_every_row_of_a_table_is_explained_as_a_line(model_desk):
    rows = ["id,text", "7,my invoice is wrong. Correct the INVOICE!", "8,reset my password", "9,a,b,c,d"]
    model_desk.write("in.csv", "\n".join(rows) + "\n")
    done = model_desk.run("explain", "--model", "desk.model", "--in", "in.csv", "--abstain-below", "1")
    assert (done.returncode, "1 rows rejected" in done.stderr, "in.csv, line 4" in done.stderr) == (4, True, True), done
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["line"], line["id"]) for line in lines] == [(2, "7"), (3, "8")]
    for line in lines:
        text = line["text"].encode()
        for task in line["tasks"].values():
            assert task["flag"] in ("abstain", "unknown")
            assert task["constant"] + sum(word["weight"] for word in task["words"]) == pytest.approx(
                task["score"], abs=0.0005
            )
            for word in task["words"]:
                assert [word["begin"], word["end"]] == word["spans"][0]
                assert {text[begin:end].decode().lower() for begin, end in word["spans"]} == {word["word"].lower()}
    words = {word["word"]: word["spans"] for word in lines[0]["tasks"]["category"]["words"]}
    assert len(words["invoice"]) == 2


def test_explain_needs_something_to_explain(model_desk):
    of_model = ("explain", "--model", "desk.model")
    assert "--in FILE" in model_desk.refused(2, *of_model)
    assert "Pass --text COLUMN" in model_desk.refused(3, *of_model, "--text", "absent", "--in", "tickets.csv")
    model_desk.write("empty.txt", "")
    assert "has no text" in model_desk.refused(3, *of_model, "--in", "empty.txt")
    assert "flagged `unknown`" in model_desk.run_ok(*of_model, "--text", "zebra quagga okapi")


def test_a_model_has_a_card_and_a_version_of_its_contents(model_desk):
    card = model_desk.run_json("model", "show", "--model", "desk.model")
    digest = hashlib.sha256((model_desk.folder / "tickets.csv").read_bytes()).hexdigest()
    assert card["trained_on"] == [{"name": "tickets.csv", "sha256": digest}]
    assert card["bytes"] == (model_desk.folder / "desk.model").stat().st_size
    for task in card["tasks"].values():
        assert sum(task["labels"].values()) == task["rows"]
        assert task["accuracy_95"][0] < task["accuracy"] < task["accuracy_95"][1]
        assert [one["budget"] for one in task["error_budgets"]] == [0.02, 0.05, 0.1]
    text = model_desk.run_ok("model", "show", "--model", "desk.model")
    assert f"Model {card['model_version']}, trained {card['created_at']} by smartdesk" in text
    assert f"SHA-256 {digest}" in text

    train = ("train", "--algorithm", "linear_svc", "--in")
    shutil.copy(model_desk.folder / "tickets.csv", model_desk.folder / "renamed.csv")
    again = model_desk.run_json(*train, "renamed.csv", "--out", "again.model", "--threads", 1)
    assert again["model_version"] == card["model_version"]
    other = model_desk.run_json(*train, "tickets.csv", "--out", "other.model", "--seed", 7)
    assert other["model_version"] != card["model_version"]
    assert "not a smartdesk model" in model_desk.refused(3, "model", "show", "--model", "tickets.csv")


FILES_OF_THE_JOB = [
    "dropped.csv",
    "suspects.csv",
    "answered.csv",
    "report/report.html",
    "report/report.md",
    "report/executive_summary.png",
    "bench/benchmark_results.csv",
    "bench/evaluation_report.md",
    "bench/evaluation_report.html",
    "bench/benchmark_f1_scores.png",
    "bench/benchmark_f1_scores.svg",
    "bench/misclassified.csv",
    "bench/analyzed_tickets.csv",
    "bench/reports/urgency/LinearSVC_report.txt",
    "bench/reports/urgency/LinearSVC_cm.png",
    "bench/models/urgency_best",
]
RESULT_COLUMNS = (
    "task,algorithm,accuracy,weighted_f1,macro_f1,precision,recall,log_loss,ece,fit_seconds,rows_per_second,status"
)


def test_clean_audit_benchmark_report_and_classify_write_their_files(model_desk):
    model_desk.run_ok("clean", "--in", "tickets.csv", "--out", "clean.csv", "--report", "dropped.csv")
    model_desk.run_ok("audit", "--in", "clean.csv", "--out", "suspects.csv")
    of_two = ("--tasks", "urgency", "--algorithms", "naive_bayes,linear_svc")
    model_desk.run_ok("benchmark", "--in", "clean.csv", *of_two, "--out", "bench")
    model_desk.run_ok("report", "--in", "clean.csv", "--out", "report")
    model_desk.run_ok("classify", "--model", "bench/models/urgency_best", "--in", "clean.csv", "--out", "answered.csv")
    for name in FILES_OF_THE_JOB:
        assert (model_desk.folder / name).stat().st_size > 0, name
    assert (model_desk.folder / "bench/benchmark_results.csv").read_text().startswith(RESULT_COLUMNS)


def test_audit_all_scores_every_label_of_every_task(model_desk):
    model_desk.run_ok("audit", "--in", "tickets.csv", "--out", "suspects.csv")
    model_desk.run_ok("audit", "--in", "tickets.csv", "--all", "--out", "scores.csv")
    suspects, scores = model_desk.rows("suspects.csv"), model_desk.rows("scores.csv")
    assert list(scores[0]) == ["line", "task", "label", "suggested", "score", "reason"]
    judged = [(row["task"], row["line"]) for row in scores if row["reason"] in ("", "label")]
    assert len(set(judged)) == len(judged) == 3 * len(model_desk.rows("tickets.csv"))
    assert [row for row in scores if row["reason"]] == suspects
    points = [float(row["score"]) for row in scores]
    assert points == sorted(points, reverse=True)


def test_audit_refuses_tickets_whose_labels_all_differ(desk):
    desk.write("tickets.csv", "text,label\nthe printer is broken,printer\nthe password is lost,password\n")
    assert "only once" in desk.refused(3, "audit", "--in", "tickets.csv", "--all", "--out", "scores.csv")
    assert not (desk.folder / "scores.csv").exists()


def test_the_same_seed_writes_the_same_tickets(desk):
    command = ("generate", "--count", 50, "--quiet", "--seed")
    first = desk.run_ok(*command, 9)
    assert first == desk.run_ok(*command, 9, "--threads", 3)
    assert first != desk.run_ok(*command, 10)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_read_its_completions(desk, shell):
    script = desk.run_ok("completion", shell)
    assert "abstain-below" in script
    assert "grammar llm" in script
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    (desk.folder / "completions").write_text(script)
    subprocess.run([shell, "-n", desk.folder / "completions"], check=True)


def test_bash_completes_commands_options_and_values(desk):
    (desk.folder / "completions").write_text(desk.run_ok("completion", "bash"))
    asked = """
        source completions
        complete_line() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _smartdesk; echo "${COMPREPLY[*]}"; }
        complete_line smartdesk cla
        complete_line smartdesk classify --abst
        complete_line smartdesk generate --provider l
    """
    answered = subprocess.run(["bash", "-c", asked], cwd=desk.folder, capture_output=True, text=True, check=True)
    assert answered.stdout.splitlines() == ["classify", "--abstain-below", "llm"]


def test_the_manual_has_each_command_and_option(desk):
    manual = desk.run_ok("completion", "man").replace("\\-", "-")
    for name in ("classify", "user add", "--abstain-below", "--error-budget", "SMARTDESK_WORKSPACE"):
        assert name in manual, name
    assert manual.count("\n.SS ") > 25


def test_export_detects_the_format_from_the_file_name(model_desk):
    model_desk.run_ok("import", "tickets.csv")
    model_desk.run_ok("export", "--out", "all.jsonl")
    model_desk.run_ok("export", "--out", "all.csv")
    lines = (model_desk.folder / "all.jsonl").read_text().splitlines()
    assert len(lines) == 300
    assert all(json.loads(line) for line in lines)
    assert (model_desk.folder / "all.csv").read_text().startswith("id,")
    model_desk.run_ok("export", "--format", "csv", "--out", "csv.jsonl")
    assert (model_desk.folder / "csv.jsonl").read_text().startswith("id,")


def test_commands_that_write_a_file_name_it_in_json(model_desk):
    model_desk.run_ok("import", "tickets.csv")
    assert model_desk.run_json("export", "--out", "all.csv") == {"tickets": 300, "out": "all.csv"}
    assert model_desk.run_json("backup", "--out", "copy.db") == {"tickets": 300, "out": "copy.db"}
    assert model_desk.run_json("restore", "copy.db")["tickets"] == 300
    reported = model_desk.run_json("report", "--in", "tickets.csv", "--out", "report")
    assert reported == {"tickets": 300, "rejected": 0, "report": "report/report.html"}


def test_classify_accepts_a_model_and_a_workspace(model_desk):
    model_desk.run_ok("import", "tickets.csv")
    answered = model_desk.run_json("classify", "--workspace", model_desk.data, "--model", "desk.model")
    assert answered["tickets"] == 300


def test_an_error_budget_says_what_it_answers_and_what_it_cannot_promise(model_desk):
    classify = ("classify", "--model", "desk.model", "--in", "tickets.csv", "--out", "answered.csv", "--error-budget")
    together = model_desk.said(*classify, "20%")
    assert "if the tickets are like the training tickets" in together
    impossible = model_desk.said(*classify, "0.1%")
    assert "cannot be promised" in impossible
    assert "at least 3688 are needed" in impossible
    rows = model_desk.rows("answered.csv")
    assert {row["flag_category"] for row in rows} <= {"abstain", "unknown"}
    each = model_desk.said(*classify, "20%", "--per-class")
    assert "of the answers with each label" in each or "labels are always flagged" in each


def test_a_preview_never_cuts_inside_a_character(desk):
    (desk.folder / "t.csv").write_text("subject,body\n" + "ö" * 100 + ",a" + "日本" * 50 + "\n")
    assert "ö" * 20 + "…" in desk.run_ok("import", "t.csv", "--dry-run")
