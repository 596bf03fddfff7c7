"""A team's own tasks, one more than the usual three and with labels of its own, reach every command."""

import csv

import pytest

TASKS = """
[[task]]
name = "sentiment"
labels = ["Negative", "Neutral", "Positive"]

[[task]]
name = "urgency"
ordered = true
labels = ["P3", "P2", "P1"]

[[task]]
name = "team"
labels = ["billing", "network"]

[[task]]
name = "weather"
labels = ["sunny", "rainy"]
"""
DEGREES = {"Low": "P3", "Medium": "P2", "High": "P1"}


@pytest.fixture
def team_desk(desk):
    """Has team.csv, whose last row has no answer for the team."""
    desk.write("smartdesk.toml", TASKS)
    desk.run_ok("generate", "--count", 300, "--seed", 5, "--out", "tickets.csv")
    rows = desk.rows("tickets.csv")
    for row in rows:
        row["urgency"] = DEGREES[row["urgency"]]
        row["team"] = "billing" if row["category"] in ("Billing", "Payment Issue") else "network"
    rows[-1]["team"] = "Error"
    with open(desk.folder / "team.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    return desk


def test_a_fourth_task_is_cleaned_trained_answered_reported_and_imported(team_desk):
    cleaned = team_desk.run_json("clean", "--in", "team.csv", "--out", "clean.csv")
    assert cleaned["dropped"]["no label"] == 1

    team_desk.run_ok("train", "--in", "clean.csv", "--algorithm", "linear_svc", "--out", "team.model")
    team_desk.run_ok("classify", "--model", "team.model", "--in", "clean.csv", "--out", "answers.csv")
    answers = team_desk.rows("answers.csv")
    assert {row["predicted_team"] for row in answers} == {"billing", "network"}
    assert {row["predicted_urgency"] for row in answers} <= set(DEGREES.values())
    assert "predicted_category" not in answers[0], "category is no task here"

    team_desk.run_ok("report", "--in", "clean.csv", "--out", "report")
    report = (team_desk.folder / "report/report.md").read_text(encoding="utf-8")
    for words in ("team_distribution.png", "urgency_by_sentiment.png", "P1 urgency", "no weather labels"):
        assert words in report
    assert "category_distribution.png" not in report

    team_desk.run_ok("import", "clean.csv")
    billing = team_desk.run_json("search", "--count", "team:billing")["tickets"]
    assert billing == sum(row["team"] == "billing" for row in team_desk.rows("clean.csv"))


def test_an_unknown_tone_is_refused(desk):
    desk.write("smartdesk.toml", "[[task]]\nname = 'mood'\nlabels = ['sunny', {name = 'rainy', tone = 'awful'}]\n")
    said = desk.refused(2, "config")
    assert "rainy" in said
    assert "good, bad or neutral" in said
