"""Each #include runs with the house plan (docs/architecture.md), and none peeks into another room's internal/."""

import re

from support.desk import ROOT

MAY_INCLUDE = {
    "core": set(),
    "files": {"core"},
    "net": {"core"},
    "text": {"core"},
    "http": {"core", "text"},
    "formats": {"core", "files", "text"},
    "features": {"core", "text"},
    "models": {"core", "files", "text", "features"},
    "llm": {"core", "files", "net", "text"},
    "store": {"core", "files"},
    "charts": {"core", "files"},
    "desk": {"core", "files", "text", "formats", "features", "models", "llm", "store"},
    "report": {"core", "files", "text", "formats", "features", "models", "charts", "desk"},
}
SERVED = set(MAY_INCLUDE)
MAY_INCLUDE |= {"server": SERVED, "stream": SERVED, "cli": SERVED | {"server", "stream"}}
SOURCES = [path for path in sorted((ROOT / "src").rglob("*")) if path.suffix in (".h", ".cc")]


def includes(path):
    """Number of the line, room and rest of each included path that leads into another room."""
    own = path.relative_to(ROOT / "src").parts[0]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+"([^/"]+)/([^"]+)"', line)
        if match and match[1] != own and (ROOT / "src" / match[1]).is_dir():
            yield number, match[1], match[2]


def test_each_room_is_in_the_house_plan():
    rooms = {path.relative_to(ROOT / "src").parts[0] for path in SOURCES}
    assert rooms <= set(MAY_INCLUDE)


def test_a_room_includes_only_what_is_below_it():
    faults = [
        f"{path}:{number}: must not include {room}"
        for path in SOURCES
        for number, room, _ in includes(path)
        if room not in MAY_INCLUDE[path.relative_to(ROOT / "src").parts[0]]
    ]
    assert faults == []


def test_what_is_internal_to_a_room_is_included_by_that_room_alone():
    faults = [
        f"{path}:{number}: {room}/internal belongs to {room} alone"
        for path in SOURCES
        for number, room, rest in includes(path)
        if rest.startswith("internal/")
    ]
    assert faults == []
