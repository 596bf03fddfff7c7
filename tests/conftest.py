"""What all suites share. pytest tests/e2e/api_test.py runs one; --smartdesk names the program."""

import os
import pathlib
import shutil
import tempfile

import pytest

from support.ctest_entries import entry
from support.database import Schema
from support.desk import ROOT, Desk
from support.serving import Serving
from support.shared import SharedFolders, train_a_model


def pytest_addoption(parser):
    parser.addoption(
        "--smartdesk",
        metavar="PATH",
        type=pathlib.Path,
        default=ROOT / "build/release/smartdesk",
        help="the program (default: build/release/smartdesk)",
    )
    parser.addoption("--kills", metavar="N", type=int, help="how often a test kills the program, if it does")
    parser.addoption(
        "--tickets", metavar="N", type=int, help="how many tickets a test labels while it kills the program"
    )
    parser.addoption(
        "--page",
        metavar="PART",
        action="append",
        default=[],
        help="of the tests in a browser, only those that have this in their names",
    )
    parser.addoption(
        "--ctest-entries", metavar="FILE", type=pathlib.Path, help="write an entry of ctest for each case, run none"
    )


def pytest_collection_finish(session):
    if session.config.option.ctest_entries:
        session.config.option.ctest_entries.write_text("".join(map(entry, session.items)))


def pytest_sessionfinish(session, exitstatus):
    """Ends with 77 where everything was skipped: ctest knows skipped tests by that."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.OK and "skipped" in reporter.stats and "passed" not in reporter.stats:
        session.exitstatus = 77


@pytest.fixture
def tmp_path():
    """pytest's own cannot be had by many processes at once: they all number their folders in one place."""
    with tempfile.TemporaryDirectory(prefix="smartdesk-test-") as folder:
        yield pathlib.Path(folder)


@pytest.fixture(scope="session")
def smartdesk(pytestconfig):
    """The program."""
    path = pytestconfig.option.smartdesk.absolute()
    assert path.exists(), f"there is no {path}: run script/build, or say --smartdesk PATH"
    return path


@pytest.fixture(scope="session")
def shared_folders(smartdesk):
    return SharedFolders(smartdesk)


@pytest.fixture
def desk(smartdesk, tmp_path):
    """The program in an empty folder."""
    return Desk(smartdesk, tmp_path)


@pytest.fixture
def trained_desk(desk, shared_folders):
    """With 300 tickets and a model."""
    shared_folders.fill(desk, "trained", train_a_model)
    return desk


@pytest.fixture
def serving(trained_desk):
    """serving(…) as a context: the server of trained_desk runs inside."""
    return lambda *more, **settings: Serving(trained_desk, *more, **settings)


@pytest.fixture
def server(serving):
    """It runs."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def database_server():
    """The address of a PostgreSQL."""
    url = os.environ.get("SMARTDESK_TEST_DATABASE_URL")
    if not url or not shutil.which("psql"):
        pytest.skip("no PostgreSQL (SMARTDESK_TEST_DATABASE_URL, psql)")
    return url


@pytest.fixture
def schema(database_server):
    """An empty schema."""
    with Schema(database_server, "test") as schema:
        yield schema


@pytest.fixture
def database_desk(desk, schema):
    """Keeps tickets and accounts in a database."""
    desk.settings["SMARTDESK_DATABASE_URL"] = schema.url
    return desk


@pytest.fixture(params=["folder", "postgres"])
def either_desk(request, desk):
    """Keeps tickets and accounts in its folder, or in a database."""
    return desk if request.param == "folder" else request.getfixturevalue("database_desk")
