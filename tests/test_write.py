"""Files are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from crosscheck.errors import MachineError
from crosscheck.sandbox import strict_is_to_be_had
from crosscheck.write import write_text


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "a" / "file"
    assert write_text(path, "one\n")
    before = path.stat().st_mtime_ns
    assert not write_text(path, "one\n")
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_reader_sees_the_old_or_the_new(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_text(path, "old\n")

    def fails(*_: object, **__: object) -> None:
        raise OSError(5, "the power went")

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(MachineError, match="what stood there is unchanged"):
        write_text(path, "new\n" * 1000)
    monkeypatch.undo()
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [name.name for name in tmp_path.iterdir()] == ["file"]


WRITER = """
import sys
from pathlib import Path
from crosscheck.errors import MachineError
from crosscheck.write import write_text
path = Path(sys.argv[1]) / "file"
write_text(path, "old\\n")
try:
    write_text(path, "new\\n" * 1_000_000)
except MachineError as error:
    print(error)
print(path.read_text() == "old\\n", sorted(p.name for p in path.parent.iterdir()))
"""


@pytest.mark.skipif(
    not strict_is_to_be_had(), reason="a full disk is made with bubblewrap, which is not to be had here"
)
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    command = [
        str(shutil.which("bwrap")),
        "--bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--size",
        "200000",
        "--tmpfs",
        str(tmp_path),
    ]
    done = subprocess.run(
        [*command, "--", sys.executable, "-c", WRITER, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert "No space left on device; what stood there is unchanged" in done.stdout, done
    assert "True ['file']" in done.stdout
