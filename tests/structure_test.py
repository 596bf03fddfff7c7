"""The structure that docs/architecture.md describes: what each module includes, and which namespace it is."""

import collections
import re

from support.desk import ROOT

# What each module includes, from the lowest to the highest: exactly that, so that the list shows the structure.
INCLUDES = {
    "core": set(),
    "files": {"core"},
    "net": {"core"},
    "text": {"core"},
    "http": {"core", "text"},
    "formats": {"core", "files", "text"},
    "features": {"core", "text"},
    "models": {"core", "files", "features"},
    "llm": {"core", "files", "net", "text"},
    "store": {"core", "text", "files"},
    "charts": {"core"},
    "prediction": {"core", "files", "text", "formats", "features", "models", "llm", "store"},
    "training": {"core", "files", "text", "formats", "features", "models", "prediction"},
    "labelling": {"core", "files", "text", "formats", "models", "llm", "prediction", "training"},
    "generation": {"core", "files", "text", "formats", "llm"},
    "workspace": {
        "core",
        "text",
        "files",
        "formats",
        "models",
        "store",
        "prediction",
        "training",
        "labelling",
    },
    "report": {"core", "files", "text", "formats", "models", "store", "charts", "training"},
    "server": {
        "core",
        "text",
        "files",
        "net",
        "http",
        "formats",
        "store",
        "prediction",
        "training",
        "workspace",
        "report",
    },
    "stream": {"core", "text", "http", "store", "prediction"},
    "cli": {
        *("core", "text", "http", "formats", "features", "models", "llm", "store", "prediction", "training"),
        *("labelling", "generation", "workspace", "report", "server", "stream"),
    },
}
# What tests include beside that: a model that answers has to be trained first.
TESTS_INCLUDE = {"prediction": {"training"}}
# Folders that belong to their module alone.
PRIVATE = ("internal/", "sqlite/", "postgres/")
SOURCES = [path for path in sorted((ROOT / "src").rglob("*")) if path.suffix in (".h", ".cc")]


def module_of(path):
    return path.relative_to(ROOT / "src").parts[0]


def includes(path):
    """Number of the line, module and rest of each included path that leads into another module."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+"([^/"]+)/([^"]+)"', line)
        if match and match[1] != module_of(path) and (ROOT / "src" / match[1]).is_dir():
            yield number, match[1], match[2]


def is_test(path):
    return path.stem.endswith("_test")


def test_each_module_is_listed():
    assert {module_of(path) for path in SOURCES} == set(INCLUDES)


def test_the_documentation_shows_these_lists():
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*?) ?\|$", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE)
    assert {name: set(filter(None, listed.split(", "))) for name, listed in rows} == INCLUDES


def test_module_dependencies_have_no_cycles():
    lower: set[str] = set()
    for module, included in INCLUDES.items():
        assert included <= lower
        lower.add(module)


def test_a_module_includes_only_what_is_listed():
    faults = [
        f"{path}:{number}: must not include {module}"
        for path in SOURCES
        for number, module, _ in includes(path)
        if module
        not in INCLUDES[module_of(path)] | (TESTS_INCLUDE.get(module_of(path), set()) if is_test(path) else set())
    ]
    assert faults == []


def test_every_listed_dependency_is_used():
    used: dict[str, set[str]] = {name: set() for name in INCLUDES}
    for path in SOURCES:
        if not is_test(path):
            used[module_of(path)] |= {module for _, module, _ in includes(path)}
    unused = {name: INCLUDES[name] - used[name] for name in INCLUDES if INCLUDES[name] - used[name]}
    assert unused == {}


def test_private_headers_are_included_only_by_their_own_module():
    faults = [
        f"{path}:{number}: {module}/{rest} belongs to {module} alone"
        for path in SOURCES
        for number, module, rest in includes(path)
        if rest.startswith(PRIVATE)
    ]
    assert faults == []


def namespace_of(path):
    return "smartdesk" if module_of(path) == "core" else f"smartdesk::{module_of(path)}"


def test_each_module_uses_its_own_namespace():
    faults = [
        f"{path}: opens {opened}, not {namespace_of(path)}"
        for path in SOURCES
        for opened in re.findall(r"^namespace (smartdesk[\w:]*) \{", path.read_text(), re.MULTILINE)
        if opened != namespace_of(path)
    ]
    assert faults == []


def types(path):
    """The fully qualified names of the types that a source defines for all to see; its layout is clang-format's."""
    is_hidden = False
    nested: list[str] = []
    for line in path.read_text().splitlines():
        if opened := re.match(r"namespace (\w+) \{", line):
            nested.append(opened[1])
        elif nested and line == f"}}  // namespace {nested[-1]}":
            nested.pop()
        if line in ("namespace {", "}  // namespace"):
            is_hidden = line == "namespace {"
        match = re.match(
            r"(?:template <.*> )?(?:class|struct|union|enum|enum class) ([\w:]+)(?: final)?(?: :.*)? \{", line
        )
        if match and not is_hidden:
            yield "::".join([namespace_of(path), *nested, match[1]])


def test_no_type_is_defined_twice():
    places = collections.defaultdict(set)
    for path in SOURCES:
        for name in types(path):
            places[name].add(str(path))
    assert {name: sorted(where) for name, where in places.items() if len(where) > 1} == {}
    assert len(places) > 400
