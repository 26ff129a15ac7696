"""The cache and the journal: sound results come back, whatever is not sound is set aside."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crosscheck.jobs import key_of
from crosscheck.model.vocabulary import Outcome, Start
from crosscheck.runner import Ended
from crosscheck.store import KEPT, Cache, Journal, Kept, pack, unpack

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
INPUTS = {"script": "in_alpha.py", "files": {"in_alpha.py": "00"}, "builds": {"numpy": "1"}}
RECORD = {"nonce": "x", "error": None, "warnings": [], "values": {}, "unreadable": {}, "on_card": False}
GOOD = Kept(Ended(Outcome.PASS, None, 0.1, "hi\n", RECORD, Start.PRELOADED), "2026-11-21T11:00:00Z")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def cache(tmp_path: Path, said: list[str]) -> Cache:
    return Cache(tmp_path / "results", said.append)


def path_of(cache: Cache) -> Path:
    key = key_of(INPUTS)
    return cache.folder / key[:2] / f"{key}.json"


def test_a_result_comes_back_as_it_was(cache: Cache, said: list[str]) -> None:
    assert cache.get(INPUTS, NOW) is None
    cache.put(INPUTS, GOOD)
    assert cache.get(INPUTS, NOW) == GOOD
    assert said == []


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.PASS, Outcome.ERROR}))
def test_what_the_machine_had_a_hand_in_is_never_kept(cache: Cache, outcome: Outcome) -> None:
    cache.put(INPUTS, Kept(Ended(outcome, "why", 1.0, "", None), GOOD.when))
    assert cache.get(INPUTS, NOW) is None


def test_an_old_result_is_run_again(cache: Cache) -> None:
    cache.put(INPUTS, GOOD)
    assert cache.get(INPUTS, NOW + KEPT + timedelta(days=1)) is None


def test_any_damaged_byte_is_found(cache: Cache, said: list[str]) -> None:
    cache.put(INPUTS, GOOD)
    sound = path_of(cache).read_bytes()
    meaning = unpack(sound.decode())
    for place in range(len(sound)):
        broken = bytearray(sound)
        broken[place] ^= 1
        path_of(cache).write_bytes(broken)
        said.clear()
        found = cache.get(INPUTS, NOW)
        if found is None:
            assert "set aside" in said[0]
            assert path_of(cache).with_suffix(".aside").exists()
        else:  # a key of the envelope that nobody reads may differ; what is read must not
            assert (found, INPUTS) == meaning
    for length in range(0, len(sound), 7):
        path_of(cache).write_bytes(sound[:length])
        assert cache.get(INPUTS, NOW) is None


def test_the_result_of_something_else_is_set_aside(cache: Cache, said: list[str]) -> None:
    other = {**INPUTS, "script": "in_beta.py"}
    cache.put(other, GOOD)
    key = key_of(other)
    path_of(cache).parent.mkdir(parents=True, exist_ok=True)
    (cache.folder / key[:2] / f"{key}.json").replace(path_of(cache))
    assert cache.get(INPUTS, NOW) is None
    assert "the result of something else" in said[0]


def test_a_newer_form_is_set_aside(cache: Cache, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosscheck.store.VERSION", 99)
    cache.put(INPUTS, GOOD)
    monkeypatch.undo()
    assert cache.get(INPUTS, NOW) is None
    assert "version 99" in said[0]


def test_without_a_folder_there_is_no_cache(tmp_path: Path, said: list[str]) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "results", said.append)
    cache.put(INPUTS, GOOD)
    cache.put(INPUTS, GOOD)
    assert cache.get(INPUTS, NOW) is None
    assert len([words for words in said if words.startswith("no cache from here on")]) == 1


def journal(path: Path, said: list[str], mode: str = "usual") -> Journal:
    made = Journal(path, said.append, mode)
    made.open()
    return made


def test_a_journal_gives_back_what_was_finished(tmp_path: Path, said: list[str]) -> None:
    path = tmp_path / "journals" / "here.jsonl"
    first = journal(path, said)
    timeout = Kept(Ended(Outcome.TIMEOUT, "stopped after 1 s", 1.0, "", None), GOOD.when)
    first.add(INPUTS, timeout)
    first.close(finished=False)
    again = journal(path, said)
    assert again.get(INPUTS) == timeout
    assert "1 scripts were finished" in said[-1]
    again.close(finished=True)
    assert not path.exists()


def test_half_a_line_is_left_out(tmp_path: Path, said: list[str]) -> None:
    path = tmp_path / "here.jsonl"
    lines = [pack(GOOD, {**INPUTS, "n": n, "mode": "usual"}) for n in range(2)]
    path.write_text(f"{lines[0]}\n{lines[1][:50]}", encoding="utf-8")
    found = journal(path, said)
    assert len(found.found) == 1
    found.add({**INPUTS, "n": 2}, GOOD)
    found.close(finished=False)
    assert len(journal(path, said).found) == 2


def test_fresh_runs_do_not_take_up_what_others_left(tmp_path: Path, said: list[str]) -> None:
    path = tmp_path / "here.jsonl"
    first = journal(path, said)
    first.add(INPUTS, GOOD)
    first.close(finished=False)
    assert journal(path, said, "fresh").get(INPUTS) is None


def test_what_the_machine_spoiled_is_not_finished(tmp_path: Path, said: list[str]) -> None:
    path = tmp_path / "here.jsonl"
    first = journal(path, said)
    first.add(INPUTS, Kept(Ended(Outcome.INFRA, "why", 1.0, "", None), GOOD.when))
    first.close(finished=False)
    assert json.dumps(journal(path, said).found) == "{}"
