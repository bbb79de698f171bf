"""Reads the choices of Moodle XML and compares options, keys, parts of points and feedback with the trainer's file."""

import json
import sys
from importlib.metadata import version
from pathlib import Path

from moodle_xml_parser.parser import parse_file

folder = Path(sys.argv[1])
paper = json.loads((folder / "json" / "quiz-with-keys.json").read_text())
notes = json.loads((folder / "notes" / "moodle.json").read_text())
left = {note["item"] for note in notes["notes"] if note["exported_as"] is None}
items = [item for item in paper["items"] if item["id"] not in left and item["form"] in ("single", "true-false", "multiple")]
differences = 0


def same(what, found, expected):
    global differences
    if found != expected:
        differences += 1
        print(f"{what}: found {found!r}, expected {expected!r}", file=sys.stderr)


def flat(text):
    return " ".join(text.replace("<p>", " ").replace("</p>", " ").split())


questions = parse_file(folder / "moodle" / "moodle.xml")["multichoice"]
same("choices", len(questions), len(items))
for item, question in zip(items, questions):
    name = item["id"]
    one = item["form"] != "multiple"
    same(f"{name} asks for one", question.single, one)
    same(f"{name} is shuffled", question.shuffle_answers, False)
    same(f"{name} points", question.default_grade, item["points"])
    same(f"{name} options", [flat(option.answer) for option in question.options], [flat(one["text"]) for one in item["options"]])
    same(f"{name} feedback", [flat(option.feedback) for option in question.options], [flat(one["feedback"]) for one in item["options"]])
    right = [at for at, option in enumerate(question.options) if option.score_fraction > 0]
    same(f"{name} key", right, item["key"])
    key = sum(question.options[at].score_fraction for at in item["key"])
    same(f"{name} key is worth everything", abs(key - 100) < 0.001, True)
    everything = sum(option.score_fraction for option in question.options)
    same(f"{name} ticking everything earns less", one or everything < 100, True)
    missing = [line for line in item["stem"].splitlines() if flat(line) not in flat(question.text_pre_parse)]
    same(f"{name} lines of the stem that are not told", missing, [])

if differences:
    sys.exit(1)
print(f"moodle_xml_parser {version('moodle_xml_parser')}\t{len(items)}\tyes")
