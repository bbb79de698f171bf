"""Imports the package twice into a new collection and compares notes, cards and keys with the trainer's file."""

import html
import json
import re
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

folder = Path(sys.argv[1])
paper = json.loads((folder / "json" / "quiz-with-keys.json").read_text())
package = folder / "anki" / "anki.apkg"
differences = 0


def same(what, found, expected):
    global differences
    if found != expected:
        differences += 1
        print(f"{what}: found {found!r}, expected {expected!r}", file=sys.stderr)


def flat(text):
    """What somebody reads: without tags, and without the joiners of no width that keep marks apart."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)))
    return " ".join(text.replace("\u2060", "").split())


def right(item):
    """The lines of the answer, as the trainer's file has it."""
    texts = [flat_text(item["options"][at]["text"]) for at in item["key"]]
    match item["form"]:
        case "order":
            return [f"{place}. {text}" for place, text in enumerate(texts, 1)]
        case "match":
            return [f"{flat_text(prompt)}: {text}" for prompt, text in zip(item["prompts"], texts)]
        case "numeric":
            return [str(item["options"][item["key"][0]]["number"])]
        case _:
            return [f"{chr(ord('A') + at)}: {text}" for at, text in zip(item["key"], texts)]


def flat_text(text):
    return " ".join(text.split())


def take(collection):
    options = ImportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False)
    return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options)).log


with tempfile.TemporaryDirectory() as home:
    collection = Collection(str(Path(home) / "collection.anki2"))
    log = take(collection)
    items = paper["items"]
    same("new notes", len(log.new), len(items))
    same("notes that clash", len(log.conflicting), 0)
    again = take(collection)
    same("notes that are new the second time", len(again.new), 0)
    notes = sorted(collection.find_notes(""), key=lambda note: collection.get_note(note).cards()[0].due)
    same("notes", len(notes), len(items))
    same("cards", collection.card_count(), len(items))
    problems, broken = collection.fix_integrity()
    same("problems that the check of the database finds", (broken, problems.splitlines()[1:]), (True, []))
    for item, number in zip(items, notes):
        note = collection.get_note(number)
        same(f"{item['id']} cards", len(note.cards()), 1)
        same(f"{item['id']} tags", f"archetype::{item['archetype']}" in note.tags, True)
        same(f"{item['id']} checksum", collection.db.scalar("select csum from notes where id = ?", number) > 0, True)
        card = note.cards()[0]
        front, back = flat(card.question()), flat(card.answer())
        same(f"{item['id']} answer", flat(note["Answer"]), " ".join(right(item)))
        same(f"{item['id']} is answered on its back", flat(note["Answer"]) in back, True)
        shown = [] if item["form"] == "numeric" else [flat_text(option["text"]) for option in item["options"]]
        cells = [flat_text(cell) for exhibit in item["exhibits"] for row in exhibit["rows"] for cell in row]
        prompts = [flat_text(prompt) for prompt in item["prompts"]]
        told = [flat_text(line) for line in item["stem"].splitlines()]
        missing = [text for text in told + cells + prompts + shown if text not in front]
        same(f"{item['id']} text that the front does not show", missing, [])
        feedback = [option["feedback"].split(".", 1)[1] for option in item["options"]]
        same(f"{item['id']} feedback on its front", [text for text in feedback if flat_text(text) and flat_text(text) in front], [])
        same(f"{item['id']} asks for a number", "[[type:Number]]" in card.question(), item["form"] == "numeric")
        same(f"{item['id']} sounds", len(card.question_av_tags() + card.answer_av_tags()), 0)
    used = re.findall(r'src="([^"]+)"', "".join(collection.get_note(number)["Question"] for number in notes))
    media = collection.media.check()
    same("media that is missing or unused", (list(media.missing), list(media.unused)), ([], []))
    same("media", sorted(set(used)), sorted(path.name for path in Path(collection.media.dir()).iterdir()))
    collection.close()

if differences:
    sys.exit(1)
print(f"anki {version('anki')}\t{len(items)}\tyes")
