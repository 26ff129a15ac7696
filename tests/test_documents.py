"""Documents read before: the same values and places, never those of other bytes, and a spoiled file loses nothing."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest
from crosscheck import documents
from crosscheck.documents import Documents
from crosscheck.yaml_lines import Document, read

TEXT = b"claims:\n- id: one\n  since: 2026\n  true: [1.5, null, 'two']\n"


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSCHECK_CACHE", str(tmp_path))
    return tmp_path / "documents"


def once(data: bytes = TEXT, name: str = "a.yml") -> Document:
    known = Documents()
    found = known.read(data, name)
    known.keep()
    return found


def never(data: bytes, name: str) -> Document:
    raise AssertionError("it was read again")


def test_the_second_time_it_is_not_read_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first = once()
    monkeypatch.setattr(documents, "read", never)
    again = once(name="b.yml")
    assert (again.value, again.marks, again.problems) == (first.value, first.marks, ())
    assert again.file == "b.yml"
    assert again.mark(("claims", 0, "since")) == (3, 3)


def test_other_bytes_are_read(file: Path) -> None:
    once()
    other = TEXT.replace(b"2026", b"2025")
    assert once(other) == read(other, "a.yml")


def test_a_document_with_problems_is_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = b"a: 1\na: 2\n"
    assert once(twice).problems
    monkeypatch.setattr(documents, "read", never)
    with pytest.raises(AssertionError, match="read again"):
        once(twice)


def test_another_reader_reads_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    once()
    monkeypatch.setattr(documents, "_reader", lambda: b"another")
    monkeypatch.setattr(documents, "read", never)
    with pytest.raises(AssertionError, match="read again"):
        once()


@pytest.mark.parametrize(
    "spoiled", [b"", b"\x00", b"not ours", marshal.dumps(7), marshal.dumps((b"", {})), marshal.dumps((1, 2, 3))]
)
def test_a_spoiled_file_is_as_none(file: Path, spoiled: bytes) -> None:
    first = once()
    file.write_bytes(spoiled)
    assert once() == first
    assert file.read_bytes() != spoiled


@pytest.mark.parametrize("spoiled", [b"", b"\x00", 7, marshal.dumps(7)])
def test_a_spoiled_entry_is_read_again_and_mended(file: Path, spoiled: object, monkeypatch: pytest.MonkeyPatch) -> None:
    first = once()
    reader, kept = marshal.loads(file.read_bytes())
    file.write_bytes(marshal.dumps((reader, dict.fromkeys(kept, spoiled))))
    assert once() == first
    monkeypatch.setattr(documents, "read", never)
    assert once() == first


def test_those_read_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST", 2)
    for number in (1, 2, 3):
        once(b"a: %d\n" % number)
    monkeypatch.setattr(documents, "read", never)
    assert once(b"a: 3\n").value == {"a": 3}
    assert once(b"a: 2\n").value == {"a": 2}
    with pytest.raises(AssertionError, match="read again"):
        once(b"a: 1\n")


def test_where_nothing_can_be_written_nothing_is_kept(file: Path) -> None:
    file.mkdir()
    assert once() == once()
