"""What the measuring scripts share."""

import csv
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build/release"
SMARTDESK = str(BUILD / "smartdesk")


class Report:
    """Lines of Markdown, which are printed as they come."""

    def __init__(self):
        self.lines: list[str] = []

    def say(self, line=""):
        print(line, flush=True)
        self.lines.append(line)

    def save(self, path):
        pathlib.Path(path).write_text("\n".join(self.lines).rstrip() + "\n", encoding="utf-8")


def verdict(is_met):
    return "met" if is_met else "**missed**"


def read_rows(path):
    """The rows of a CSV file, each a dictionary."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fasttext_training(texts, model):
    """The command that trains fastText as its tutorial for such texts does."""
    command = f"fasttext supervised -input {texts} -output {model} -wordNgrams 2 -minn 3 -maxn 5 -epoch 25 -lr 0.5"
    return [*command.split(), "-dim", "100", "-thread", "2", "-loss", "softmax"]


def processor():
    """Its name."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
