"""The story of a build: hand-written pages + knowledge → one docs folder that any engine can render."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crosscheck.check import Checked, check
from crosscheck.nouns import NOUNS
from crosscheck.render.engine import keeping, kept, page_file
from crosscheck.render.machines import machine_files
from crosscheck.render.notebook import notebook, reader
from crosscheck.render.pages import pages
from crosscheck.render.pictures import drawn, pictures
from crosscheck.schema import editor_schema, sources
from crosscheck.write import DOCS, write_bytes, write_generated

SCHEMAS = Path("data/schema")
DRAWN = Path("build/pictures")
KEPT = Path("build/kept")
OTHERS = {".gitkeep"}


@dataclass(frozen=True)
class Built:
    """What a build did."""

    checked: Checked
    written: tuple[str, ...]
    removed: tuple[str, ...]
    total: int


def build(root: Path, today: date) -> Built:
    """Bring build/docs up to date. Nothing is written when the data has errors other than contradictions."""
    checked = check(root, today)
    if any(problem.rule != "claim-contradicted" for problem in checked.errors):
        return Built(checked, (), (), 0)
    with keeping(root / KEPT):
        files = dict(_files(root, checked, today))
    folder = root / DOCS
    stale = [p for p in _present(folder) if p not in files and Path(p).name not in OTHERS]
    written = [path for path, data in files.items() if write_generated(folder / path, data)]
    for path in stale:
        (folder / path).unlink()
    return Built(checked, tuple(written), tuple(stale), len(files))


def _present(folder: Path) -> list[str]:
    return (
        [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()] if folder.is_dir() else []
    )


def _files(root: Path, checked: Checked, today: date) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the docs folder: hand-written ones first, so that a generated page may not hide one."""
    for path in _present(root / "docs"):
        yield path, (root / "docs" / path).read_bytes()
    knowledge, ledger, stands = checked.knowledge, checked.ledger, checked.stands
    shown = [drawn(picture, root / DRAWN) for picture in pictures(knowledge, ledger, root / "docs")]
    for picture in shown:
        for scheme, svg in picture.svg.items():
            yield f"assets/pictures/{picture.name}-{scheme}.svg", svg.encode()
    for page in pages(knowledge, ledger, stands, today, shown, checked.history):
        yield page_file(page.path), page.text.encode()
    for pair in knowledge.pairs:
        yield f"notebooks/{pair.id}.ipynb", notebook(pair, knowledge, ledger).encode()
    for topic in knowledge.topics:
        if topic.notebook:
            yield f"readers/{topic.id}.ipynb", reader(topic, knowledge, ledger).encode()
    for path, text in machine_files(knowledge, ledger, stands, checked.history):
        yield path, text.encode()
    schemas = kept("json", f"schemas of the data\0{sources()}", lambda: json.dumps(dict(schema_files())))
    for name, text in json.loads(schemas).items():
        yield f"schema/{name}", text.encode()


def schema_files() -> Iterator[tuple[str, str]]:
    """Yield the editor schemas by file name."""
    for noun in NOUNS:
        yield f"{noun.schema_name}.json", json.dumps(editor_schema(noun), indent=1, sort_keys=True) + "\n"


def write_schemas(root: Path) -> list[str]:
    """Bring the editor schemas below data/schema/ up to date; return those that changed."""
    return [name for name, text in schema_files() if write_bytes(root / SCHEMAS / name, text.encode())]
