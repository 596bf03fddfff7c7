#!/usr/bin/env python3
"""Fails on an #include that runs against the house plan (docs/architecture.md), and on a peek into another room's internal/."""
import pathlib
import re
import sys

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
    "server": {"core", "files", "net", "text", "formats", "features", "models", "llm", "store", "charts", "desk", "report", "http"},
    "stream": {"core", "files", "net", "text", "formats", "features", "models", "llm", "store", "charts", "desk", "report", "http"},
    "cli": {"core", "files", "net", "text", "formats", "features", "models", "llm", "store", "charts", "desk", "report", "http", "server", "stream", "cli"},
}


def faults(source: pathlib.Path):
    for path in sorted(source.rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        room = path.relative_to(source).parts[0]
        if room not in MAY_INCLUDE:
            yield f"{path}: room '{room}' is not in the house plan"
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'\s*#\s*include\s+"([^/"]+)/([^"]+)"', line)
            if not match or match[1] == room or not (source / match[1]).is_dir():
                continue
            if match[1] not in MAY_INCLUDE[room]:
                yield f"{path}:{number}: {room} must not include {match[1]}"
            if match[2].startswith("internal/"):
                yield f"{path}:{number}: {match[1]}/internal belongs to {match[1]} alone"


if __name__ == "__main__":
    found = list(faults(pathlib.Path(sys.argv[1]) / "src"))
    print("\n".join(found) or "every #include runs the right way")
    sys.exit(1 if found else 0)
