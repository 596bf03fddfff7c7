"""The words of docs/glossary.md are used, and those that they replaced do not return."""

import re

from support.desk import ROOT

# Parts of identifiers: what was called so has a common name now.
OLD_IDENTIFIERS = {
    "shelf": "registry",
    "pulse": "overview",
    "permit": "token bucket",
    "pace": "rate limit",
    "meaning": "embedding",
    "seam": "interface",
}
# Phrases, not ordinary words.
OLD_PHRASES = [
    "is meant",
    "have a look",
    "goes on behind",
    "go on behind",
    "speak to the machine",
    "asked anew",
    "ask everything anew",
    "of its own accord",
    "too hasty",
    "what is less probable",
    "a person's word stands",
    "the house plan",
    "another room",
    "the seam to",
]
IDENTIFIER = re.compile(r"\b[A-Za-z_]\w*\b")
COMMENT_OR_TEXT = re.compile(r"//[^\n]*|R\"(\w*)\(.*?\)\1\"|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
SOURCES = [path for path in sorted((ROOT / "src").rglob("*")) if path.suffix in (".h", ".cc")]
HEADERS = [path for path in SOURCES if path.suffix == ".h"]


def parts(identifier):
    """The words of fooBar, FooBar, foo_bar and kFooBar."""
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", identifier)]


def test_identifiers_use_the_common_words():
    faults = []
    for path in SOURCES:
        code = COMMENT_OR_TEXT.sub("", path.read_text())
        for identifier in set(IDENTIFIER.findall(code)):
            for word in parts(identifier):
                old = word.removesuffix("s")
                if old in OLD_IDENTIFIERS:
                    faults.append(f"{path}: {identifier}: say {OLD_IDENTIFIERS[old]}")
    assert faults == []


def test_headers_use_plain_phrases():
    faults = [
        f"{path}: {phrase}"
        for path in HEADERS
        for phrase in OLD_PHRASES
        if phrase in " ".join(path.read_text().lower().split())
    ]
    assert faults == []


def test_help_uses_plain_phrases(desk):
    manual = desk.run_ok("completion", "man").replace("\\-", "-").lower()
    assert [phrase for phrase in OLD_PHRASES if phrase in manual] == []
    assert [old for old in OLD_IDENTIFIERS if re.search(rf"\b{old}s?\b", manual, re.IGNORECASE)] == []
