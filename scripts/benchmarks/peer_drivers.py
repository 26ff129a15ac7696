"""Drive peers that have no command of their own for a list of files. Runs under the peers' interpreter.

Started as `python peer_drivers.py PEER MANIFEST FOLDER`. The manifest names scripts and notebooks as JSON; the last
line printed is JSON again: whether each raised. The driver `nbclient` instead takes a notebook a line and answers each.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

Items = list[dict[str, str]]
WORKERS = str(len(os.sched_getaffinity(0)))


def nbclient_() -> None:
    """Execute the notebooks that standard input names, one after another, in one process that has imported nbclient."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    print("ready", flush=True)
    for line in sys.stdin:
        path = Path(line.strip())
        start = time.perf_counter()
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}})
        raised = False
        try:
            client.execute()
        except CellExecutionError:
            raised = True
        print(json.dumps({"seconds": time.perf_counter() - start, "raised": raised}), flush=True)


def jupyter_cache(items: Items, folder: Path) -> dict[str, bool]:
    """Execute a project's notebooks with jupyter-cache's own parallel executor."""
    from jupyter_cache import get_cache
    from jupyter_cache.executors import load_executor

    cache = get_cache(folder / "cache")
    for item in items:
        cache.add_nb_to_project(item["notebook"])
    result = load_executor("local-parallel", cache=cache, logger=logging.getLogger("quiet")).run_and_cache(timeout=600)
    assert not result.errored, result.errored
    raised = {str(Path(uri)) for uri in result.excepted}
    return {item["name"]: str(Path(item["notebook"])) in raised for item in items}


def known(folder: Path) -> None:
    """Let jupyter-cache take every notebook of a folder for executed."""
    import nbformat
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    cache = get_cache(folder / "cache")
    for path in sorted(folder.glob("*.ipynb")):
        cache.add_nb_to_project(str(path))
        bundle = CacheBundleIn(nbformat.read(path, as_version=4), str(path))
        cache.cache_notebook_bundle(bundle, check_validity=False)


def sphinx_gallery(items: Items, folder: Path) -> dict[str, bool]:
    """Build a gallery of the scripts; sphinx-gallery runs many examples in each of its processes."""
    from sphinx.cmd.build import main

    source, examples = folder / "source", folder / "examples"
    for made in (source, examples):
        made.mkdir()
    (examples / "GALLERY_HEADER.rst").write_text("Examples\n========\n", encoding="utf-8")
    (source / "index.rst").write_text("Index\n=====\n\n.. toctree::\n\n   gallery/index\n", encoding="utf-8")
    settings = {
        "examples_dirs": str(examples),
        "gallery_dirs": "gallery",
        "filename_pattern": "plot_",
        "parallel": int(WORKERS),
        "image_scrapers": (),
        "only_warn_on_example_error": True,
        "junit": "junit.xml",
        "show_memory": False,
    }
    (source / "conf.py").write_text(
        f"extensions = ['sphinx_gallery.gen_gallery']\nsphinx_gallery_conf = {settings!r}\n", encoding="utf-8"
    )
    for number, item in enumerate(items):
        text = Path(item["script"]).read_text(encoding="utf-8")
        (examples / f"plot_{number:03}.py").write_text(
            f'"""\nExample {number}\n==========\n"""\n{text}', encoding="utf-8"
        )
    with contextlib.redirect_stdout(sys.stderr):
        main(["-q", "-j", WORKERS, "-b", "html", str(source), str(folder / "html")])
    return _from_junit(folder / "html" / "junit.xml", items, lambda name: int(name.partition("plot_")[2][:3]))


def pytest_examples(items: Items, folder: Path) -> dict[str, bool]:
    """Run the scripts as examples of a page; they share the processes of pytest."""
    import pytest

    body = "".join(f"```py\n{Path(item['script']).read_text(encoding='utf-8')}\n```\n\n" for item in items)
    (folder / "page.md").write_text(body, encoding="utf-8")
    (folder / "test_page.py").write_text(
        "import pytest\nfrom pytest_examples import find_examples\n\n"
        f"@pytest.mark.parametrize('number, example', list(enumerate(find_examples({str(folder / 'page.md')!r}))),\n"
        "    ids=lambda value: str(value) if isinstance(value, int) else 'x')\n"
        "def test_page(number, example, eval_example):\n    eval_example.run(example)\n",
        encoding="utf-8",
    )
    report = folder / "junit.xml"
    with contextlib.redirect_stdout(sys.stderr):
        os.chdir(folder)
        pytest.main(["-q", "-n", WORKERS, f"--junitxml={report}", "--tb=no", "test_page.py"])
    return _from_junit(report, items, lambda name: int(name.partition("[")[2].partition("-")[0]))


def markdown_exec(items: Items, folder: Path) -> dict[str, bool]:
    """Render one page whose code blocks markdown-exec runs, all in this process."""
    from markdown import Markdown
    from markdown_exec import formatter, validator

    failed: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "markdown_exec" in record.name:
                failed.append(record.getMessage())

    logging.getLogger().addHandler(Listener(logging.WARNING))
    fence = {"name": "python", "class": "python", "format": formatter, "validator": validator}
    page = Markdown(
        extensions=["pymdownx.superfences"], extension_configs={"pymdownx.superfences": {"custom_fences": [fence]}}
    )
    found = {}
    for item in items:
        before = len(failed)
        page.reset()
        page.convert(f'```python exec="1"\n{Path(item["script"]).read_text(encoding="utf-8")}\n```\n')
        found[item["name"]] = len(failed) > before
    return found


def _from_junit(report: Path, items: Items, number_of) -> dict[str, bool]:  # type: ignore[no-untyped-def]
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')} {case.get('name')} {case.get('file')}"
        bad = case.find("failure") is not None or case.find("error") is not None
        found[items[number_of(name)]["name"]] = bad
    return found


DRIVERS = {
    "jupyter-cache": jupyter_cache,
    "sphinx-gallery": sphinx_gallery,
    "pytest-examples": pytest_examples,
    "markdown-exec": markdown_exec,
}

if __name__ == "__main__":
    if sys.argv[1] == "nbclient":
        nbclient_()
    elif sys.argv[1] == "known":
        known(Path(sys.argv[3]))
    else:
        wanted = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
        print(json.dumps(DRIVERS[sys.argv[1]](wanted, Path(sys.argv[3]))))
