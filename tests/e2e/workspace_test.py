"""The commands that keep a workspace, also while they are killed."""

import json
import random
import subprocess
import time

from support.desk import CANARY

TWO_TICKETS = """Ticket ID,Subject,Description,Priority,Shop
1,Hi,=1+1,High,Berlin
2,Ho,"two
lines",Low,Rome
"""


def test_imported_tickets_are_exported_unchanged(either_desk):
    either_desk.write("t.csv", TWO_TICKETS)
    counts = {"accepted": 2, "updated": 0, "unchanged": 0, "rejected": 0, "labels": 2, "rejects_file": ""}
    assert either_desk.run_json("import", "t.csv").items() >= counts.items()
    assert either_desk.run_json("import", "t.csv")["unchanged"] == 2
    stats = either_desk.run_json("stats")
    assert (stats["tickets"], stats["labels"]["urgency"]) == (2, {"High": 1, "Low": 1})
    either_desk.run_ok("export", "--format", "jsonl", "--out", "out.jsonl")
    records = [json.loads(line) for line in (either_desk.folder / "out.jsonl").read_text().splitlines()]
    assert (records[0]["body"], records[0]["custom"], records[1]["body"]) == ("=1+1", {"Shop": "Berlin"}, "two\nlines")
    either_desk.run_ok("export", "--out", "out.csv")
    assert either_desk.rows("out.csv")[0]["body"] == "'=1+1"
    assert len(json.loads(either_desk.run_ok("export", "--format", "labelstudio"))) == 2


def test_rejected_rows_are_listed_and_exit_with_4(either_desk):
    either_desk.write("t.csv", "id,text\n1,one\n2\n")
    done = either_desk.run("import", "t.csv", "--json")
    assert done.returncode == 4, done.stderr
    rejects = json.loads(done.stdout)["rejects_file"]
    assert "t.csv,3," in (either_desk.folder / rejects).read_text()


def test_a_dry_run_writes_nothing(either_desk):
    either_desk.write("t.csv", "Ticket ID,Description,Mood\n1,text,fine\n")
    assert "body         <- Description" in either_desk.run_ok("import", "t.csv", "--dry-run")
    assert not (either_desk.folder / "smartdesk-data").exists()


def test_a_dry_run_tells_programs_what_an_import_would_do(desk):
    (desk.folder / "t.csv").write_bytes(
        b"sep=;\nid;text;created_at;priority;shelf\n"
        b"1;Der K\xfchler h\xf6rt sich \xfcber Nacht laut an;13.04.2026;High;B4\n"
        b"2;;02.04.2026;Low;\n3;Der Topf ist verbogen;bald;;C1\n"
    )
    done = desk.run("import", "t.csv", "--dry-run", "--json")
    assert done.returncode == 4, done.stderr
    (shown,) = json.loads(done.stdout)["files"]
    assert (shown["file"], shown["encoding"], shown["delimiter"], shown["date_order"]) == (
        *("t.csv", "windows-1252", ";", "dmy"),
    )
    assert (shown["columns"]["body"], shown["columns"]["urgency"], shown["kept"]) == ("text", "priority", ["shelf"])
    assert (shown["rows"], shown["rejected"], shown["undated"], shown["unread_dates"]) == (3, 1, 1, 1)
    assert shown["rejects"] == [{"line": 4, "column": "", "reason": "the row has no text"}]
    first = shown["tickets"][0]
    assert (first["text"], first["created_at"], first["labels"]) == (
        *("Der Kühler hört sich über Nacht laut an", "2026-04-13", {"urgency": "High"}),
    )
    imported = json.loads(desk.run("import", "t.csv", "--json").stdout)
    for key in ("encoding", "encoding_certainty", "delimiter", "date_order", "rejected", "undated", "unread_dates"):
        assert shown[key] == imported[key], key


def test_a_dry_run_refuses_what_cannot_be_read(desk):
    desk.write("t.csv", "x,y\n1,2\n")
    desk.refused(3, "import", "t.csv", "--dry-run")


CANARY_AND_ANOTHER = f"id,text,customer\n1,the {CANARY} sings,ann\n2,something else,bob\n"


def test_erased_tickets_are_gone_from_the_disk(desk):
    desk.write("t.csv", CANARY_AND_ANOTHER)
    desk.run_ok("import", "t.csv")
    assert desk.run_json("erase", "--customer", "ann") == {"erased": 1, "messages": 0, "models": []}
    assert [path.name for path in desk.files_that_hold(CANARY)] == ["t.csv"]
    assert desk.run_json("stats")["tickets"] == 1
    desk.refused(2, "erase")


def test_erased_tickets_are_gone_from_the_database(database_desk, schema, database_server):
    database_desk.write("t.csv", CANARY_AND_ANOTHER)
    database_desk.run_ok("import", "t.csv")
    assert database_desk.run_json("erase", "--customer", "ann")["erased"] == 1
    dump = subprocess.run(["pg_dump", "-n", schema.name, database_server], capture_output=True, text=True, check=True)
    assert CANARY not in dump.stdout
    assert "something else" in dump.stdout


CONVERSATIONS = """ticket_id,message_id,author,author_email,role,created_at,message,customer,customer_email
1,a,Ana,ana@example.com,customer,2026-03-01,The lamp is dark.,Ana Ribeiro,ana@example.com
2,b,Bob,bob@example.com,customer,2026-03-01,Mine too.,Bob,bob@example.com
2,c,Ana,Ana@Example.com,customer,2026-03-02,I have the same trouble.,Bob,bob@example.com
3,d,Bo,ana+shop@example.com,customer,2026-03-03,Ask ana@example.com about it.,Bo,ana+shop@example.com
"""


def test_a_customer_is_found_by_address_to_be_exported_and_erased(either_desk):
    either_desk.write("t.csv", CONVERSATIONS)
    either_desk.run_ok("import", "t.csv")
    theirs = either_desk.run_ok("export", "--customer", "ANA@example.com", "--format", "jsonl").splitlines()
    assert [json.loads(line)["external_id"] for line in theirs] == ["1", "2"]
    erase = ("erase", "--customer", "ana@example.com")
    assert either_desk.run_json(*erase, "--dry-run") == {"would_erase": 1, "with_messages": 1}
    done = either_desk.run("--json", *erase)
    assert json.loads(done.stdout) == {"erased": 1, "messages": 1, "models": []}
    assert "1 more tickets contain this address" in done.stderr
    assert "was found" in either_desk.run(*erase).stderr
    assert either_desk.run_ok("export", "--format", "jsonl").count("same trouble") == 0
    assert either_desk.run_json("stats")["tickets"] == 2


LANGUAGES = """id,text,customer
1,注文した傘がまだ届きません。返品をお願いします。,tanaka@example.jp
2,J'ai été débité deux fois.,Zoë Łuczak
3,Die Größe passt nicht.,Jörg Müller <jm@example.de>
"""


def test_words_are_found_in_any_script_without_accents_and_in_customers(either_desk):
    either_desk.write("t.csv", LANGUAGES)
    either_desk.run_ok("import", "t.csv")

    def found(*words):
        return [row["external_id"] for row in either_desk.run_json("search", *words)["tickets"]]

    for words in ("返品", "届きません", "customer:tanaka", "example.jp"):
        assert found(words) == ["1"], words
    assert found("debite") == found("customer:luczak") == found("zoe") == ["2"]
    assert found("grosse") == found("customer:jm@example.de") == found("customer:Müller") == ["3"]
    assert found("customer:mull") == []
    assert found("customer:mull*") == ["3"]


DATED_TICKETS = """id,text,customer,category,created_at
1,my refund never arrived,ann,Billing,01.03.2026
2,the refund arrived,bob,Other,25.04.2026
3,hello,eve,Billing,02.03.2026
"""


def test_tickets_are_found_by_words_labels_and_days(either_desk):
    either_desk.write("t.csv", DATED_TICKETS)
    either_desk.run_ok("import", "t.csv")

    def found(*words):
        return [row["external_id"] for row in either_desk.run_json("search", *words)["tickets"]]

    assert found() == ["3", "2", "1"]
    assert found("refund") == ["2", "1"]
    assert found("category:billing created:2026-03") == ["3", "1"]
    assert found('"never arrived" by:rule') == ["1"]
    assert found("--oldest", "--limit", "1", "refund") == ["1"]
    assert either_desk.run_json("search", "--count", "refund") == {"tickets": 2}
    assert "known keys are product" in either_desk.run("search", "priority:High").stderr
    assert either_desk.run_ok("export", "--filter", "customer:ann").count("never arrived") == 1


def test_old_tickets_are_erased_by_command_and_by_configuration(either_desk):
    either_desk.write("t.csv", "id,text,created_at\n1,from long ago,2001-01-01\n2,from tomorrow,2099-01-01\n")
    either_desk.run_ok("import", "t.csv")
    assert either_desk.run_json("erase", "--older-than", "900", "--dry-run") == {"would_erase": 1}
    assert either_desk.run_json("erase", "--older-than", "900")["erased"] == 1
    either_desk.write("smartdesk.toml", "[workspace]\nkeep_days = 900\n")
    either_desk.run_ok("import", "t.csv")
    assert either_desk.run_json("stats")["tickets"] == 1


def test_labels_of_custom_tasks_are_imported(either_desk):
    either_desk.write("smartdesk.toml", "[[task]]\nname = 'mood'\nlabels = ['sunny', 'rainy']\n")
    either_desk.write("t.csv", "id,text,mood\n1,text,sunny\n")
    either_desk.run_ok("import", "t.csv")
    assert either_desk.run_json("search", "--count", "mood:sunny") == {"tickets": 1}


def test_erase_finds_an_address_anywhere_in_a_ticket(either_desk):
    rows = ("1,write to Eve@example.com,", "2,hello,eve@example.com", "3,hello,bob@example.com", "")
    either_desk.write("t.csv", "\n".join(("id,text,cc", *rows)))
    either_desk.run_ok("import", "t.csv")
    assert either_desk.run_json("erase", "--address", "eve@EXAMPLE.com")["erased"] == 2


def test_a_backup_restores_erased_tickets(desk):
    desk.write("t.csv", "id,text\n1,one\n")
    desk.run_ok("import", "t.csv")
    desk.run_ok("backup", "--out", "b.db")
    desk.run_ok("erase", "--id", 1)
    desk.run_ok("restore", "b.db")
    assert desk.run_json("stats")["tickets"] == 1
    desk.refused(3, "restore", "t.csv")


def test_backup_and_restore_of_a_database_refer_to_pg_tools(database_desk):
    database_desk.write("t.csv", "id,text\n1,text\n")
    database_desk.run_ok("import", "t.csv")
    for command in (("backup", "--out", "b.db"), ("restore", "t.csv")):
        assert "pg_" in database_desk.refused(2, *command)


def import_generated(desk):
    desk.run_ok("generate", "--count", 400, "--seed", 3, "--out", "g.csv")
    desk.run_ok("import", "g.csv")


def test_review_lists_unsure_tickets_and_stores_corrections(either_desk):
    import_generated(either_desk)
    assert "There is no model yet. Run `smartdesk train`" in either_desk.run("review", "--list").stderr
    assert either_desk.run_json("train")["promoted"]
    items = either_desk.run_json("review", "--list", "--limit", 5)
    assert len(items) == 5
    ticket = ("review", "--ticket", items[0]["id"])
    either_desk.run_ok(*ticket, "--set", "category=Other", "--by", "eve")
    said = either_desk.run_json(*ticket, "--history")[-1]
    assert (said["value"], said["by"], said["who"]) == ("Other", "person", "eve")
    assert "Labels: Account Management, Billing" in either_desk.run(*ticket, "--set", "category=Nonsense").stderr
    answered = either_desk.run("review", "--limit", 2, "--by", "eve", input="\nurgency=Low\n")
    assert "2 tickets reviewed" in answered.stderr
    assert either_desk.run_json("stats")["authors"]["category"]["person"] >= 2
    either_desk.run_ok("review", "--undo", said["id"])


def test_a_new_model_is_compared_with_the_champion(either_desk):
    import_generated(either_desk)
    first = either_desk.run_json("train")
    again = either_desk.run_json("train")
    assert (again["model_version"], again["promoted"]) == (first["model_version"], False)
    assert "is already there, as the champion" in again["why"]
    either_desk.run_ok("generate", "--count", 100, "--seed", 4, "--out", "more.csv")
    either_desk.run_ok("import", "more.csv")
    second = either_desk.run_json("train")
    assert second["champion"] == first["model_version"]
    assert "difference_95" in second["contest"]
    erased = either_desk.run_json("erase", "--filter", "by:rule")
    assert second["model_version"] in erased["models"]


def test_a_model_card_is_shown_of_the_champion_and_of_any_version(either_desk):
    assert "There is no model yet. Run `smartdesk train`" in either_desk.refused(2, "model", "show")
    import_generated(either_desk)
    version = either_desk.run_json("train")["model_version"]
    card = either_desk.run_json("model", "show")
    assert card == either_desk.run_json("model", "show", version)
    assert (card["model_version"], card["trained_on"][0]["name"]) == (version, "the workspace")
    assert f"Versions: {version}" in either_desk.refused(2, "model", "show", "none")


def test_a_new_ticket_is_classified_once(either_desk):
    import_generated(either_desk)
    either_desk.run_ok("train")
    either_desk.write("new.csv", "id,text\n900,the invoice is wrong\n")
    either_desk.run_ok("import", "new.csv")
    assert either_desk.run_json("classify")["labels"] > 0
    assert either_desk.run_json("classify")["labels"] == 0
    assert "predicted_" in either_desk.run_ok("classify", "--in", "new.csv")


def test_error_messages_say_what_to_do(desk):
    assert "smartdesk import" in desk.refused(2, "stats")
    desk.refused(3, "import", "absent.csv")
    assert "smartdesk train" in desk.refused(2, "classify")


def test_database_errors_say_what_to_do_and_show_no_password(database_desk):
    assert "smartdesk import" in database_desk.refused(2, "stats")
    nobody = {"SMARTDESK_DATABASE_URL": f"postgresql://ann:{CANARY}@127.0.0.1:1/desk"}
    said = database_desk.refused(5, "stats", settings=nobody)
    assert "database desk on 127.0.0.1:1" in said
    assert CANARY not in said + database_desk.run_ok("config", settings=nobody)


def write_rows(desk, name, rows, words):
    desk.write(name, "id,text,priority\n" + "".join(f"{i},ticket {i} {words},High\n" for i in range(rows)))


def import_killed(desk):
    command = desk.start("import", "big.csv", "--quiet", stderr=subprocess.PIPE)
    time.sleep(random.uniform(0.01, 0.4))
    command.kill()
    command.communicate()


def test_a_killed_import_is_completed_by_the_next_run(either_desk, pytestconfig):
    rows = 60_000
    write_rows(either_desk, "big.csv", rows, "says that something broke")
    for _ in range(pytestconfig.option.kills or 15):
        import_killed(either_desk)
        stats = either_desk.run("stats", "--json")
        if stats.returncode == 0:
            counts = json.loads(stats.stdout)
            assert counts["tickets"] == counts["label_entries"]  # whole batches, each with its labels
    result = either_desk.run_json("import", "big.csv")
    assert result["accepted"] + result["unchanged"] == rows
    counts = either_desk.run_json("stats")
    assert (counts["tickets"], counts["label_entries"]) == (rows, rows)


def test_two_imports_at_once_lose_nothing(database_desk):
    rows = 30_000
    for name in "ab":
        write_rows(database_desk, f"{name}.csv", rows, f"of {name}")
    database_desk.write("first.csv", "id,text\n1,first\n")
    database_desk.run_ok("import", "first.csv")
    running = [database_desk.start("import", f"{name}.csv", "--quiet") for name in "ab"]
    assert [command.wait() for command in running] == [0, 0]
    assert database_desk.run_json("stats")["tickets"] == 2 * rows + 1
    assert database_desk.run_json("search", "--count", "ticket") == {"tickets": 2 * rows}


# Of this test's own connections: others import at the same time.
END_OF_THE_IMPORT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE query LIKE 'COPY ticket%' AND application_name = '{}' AND pid <> pg_backend_pid()"""


def test_a_lost_connection_is_reported_and_the_next_run_continues(database_desk, schema):
    rows = 400_000
    database_desk.write("big.csv", "id,text\n" + "".join(f"{i},ticket {i}\n" for i in range(rows)))
    command = database_desk.start("import", "big.csv", "--quiet", stderr=subprocess.PIPE)
    while command.poll() is None and not schema.sql(END_OF_THE_IMPORT.format(schema.name)):
        pass
    said = command.communicate()[1]
    assert command.returncode == 5, said
    assert "try again" in said
    database_desk.run_ok("import", "big.csv")
    assert database_desk.run_json("stats")["tickets"] == rows
