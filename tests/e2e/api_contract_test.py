"""/openapi.json is what the server does, and what the dashboard and its tests are written against."""

import json
import subprocess
import sys

import pytest

from support.desk import ROOT

NEEDS_AJV = pytest.mark.skipif(
    not (ROOT / "web/node_modules/ajv").exists(), reason="script/setup has not installed the validator of JSON schemas"
)


@pytest.fixture
def document(server):
    return server.get("/openapi.json").json


def operations(document):
    return [(path, *each) for path, methods in document["paths"].items() for each in methods.items()]


def test_the_types_of_the_dashboard_are_generated_from_the_document(document, tmp_path):
    made = tmp_path / "api_types.ts"
    subprocess.run(
        [sys.executable, ROOT / "script/api-types", "--out", made, "-"],
        input=json.dumps(document),
        text=True,
        check=True,
    )
    committed = ROOT / "web/src/model/api_types.ts"
    assert made.read_text() == committed.read_text(), "run script/api-types with the URL of a running server"


def test_each_json_body_has_a_schema_with_fields(document):
    def has_fields(schema):
        if "anyOf" in schema:
            return all(map(has_fields, schema["anyOf"]))
        named = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return bool(named["properties"])

    for path, method, operation in operations(document):
        bodies = [operation.get("requestBody", {})]
        bodies += [answer for status, answer in operation["responses"].items() if status != "default"]
        for body in bodies:
            media = body.get("content", {}).get("application/json")
            assert media is None or has_fields(media["schema"]), (method, path)


def test_numbers_of_a_query_have_their_range_and_default(document, server):
    for path, method, operation in operations(document):
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            if parameter["in"] != "query" or schema["type"] != "integer":
                continue
            assert schema["minimum"] <= schema["default"] <= schema["maximum"], (method, path)
            above = server.get(f"{path}?{parameter['name']}={schema['maximum'] + 1}")
            assert above.status == 400, (method, path)


def validated(document, server):
    done = subprocess.run(
        ["node", ROOT / "tests/web/validate_bodies.mjs", server],
        input=json.dumps(document),
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


@NEEDS_AJV
def test_the_examples_and_the_answers_of_the_server_match_their_schemas(document, server):
    assert validated(document, server.url) == (0, "")


@NEEDS_AJV
def test_the_server_of_the_browser_tests_answers_as_the_document_says(document):
    assert validated(document, "--fake") == (0, "")
