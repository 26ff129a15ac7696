"""Every kind of page in headless Chromium: it fits, keeps to its host and logs no error; the pictures are kept."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from served import kinds
from support import ROOT

playwright = pytest.importorskip("playwright.sync_api")

SHOTS = ROOT / "build" / "screenshots"
pytestmark = pytest.mark.browser


@contextmanager
def watched(browser: Any, base: str, **context: Any) -> Iterator[Any]:
    """A page whose foreign requests, script errors and refusals of the policy are errors of the test."""
    made = browser.new_context(**context)
    page = made.new_page()
    wrong: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((base, "data:")) else wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    made.close()
    assert wrong == []


def shot(page: Any, address: str, kind: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    name = address.strip("/").replace("/", "-") or "home"
    page.screenshot(path=SHOTS / f"{name}-{kind}.png", full_page=kind == "print")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_every_kind_of_page_fits_and_stays_on_its_host(
    base: str, site: Path, browser: Any, width: int, scheme: str
) -> None:
    with watched(browser, base, viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        for address in kinds(site).values():
            page.goto(base + address)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{address} is {wide} pixels too wide at {width}"
            shot(page, address, f"{width}-{scheme}")


def test_every_kind_of_page_prints(base: str, site: Path, browser: Any) -> None:
    """On paper nothing that is only for a screen is left, and both scripts of a pair stand."""
    with watched(browser, base, viewport={"width": 794, "height": 1123}) as page:
        page.emulate_media(media="print")
        for address in kinds(site).values():
            page.goto(base + address)
            assert not page.locator(".md-header, .cc-filter, .cc-tabs").first.is_visible(), address
            for side in page.locator(".cc-side").all():
                assert side.is_visible()
            shot(page, address, "print")


BEFORE, AFTER = "Data sets and building blocks for text.", "Data sets and blocks to build with, for text."


def test_serve_shows_an_edit(tmp_path: Path, browser: Any) -> None:
    """The hook regenerates on a data edit; serving a copy leaves the checkout alone."""
    copy = tmp_path / "copy"
    names = ["data", "snippets", "docs", "scripts", "build/docs", "build/pictures", ".cache", "mkdocs.yml"]
    for name in filter(lambda name: (ROOT / name).exists(), names):
        source, target = ROOT / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    server = subprocess.Popen(command, cwd=copy, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        page = browser.new_page()
        for _ in range(120):
            try:
                page.goto(f"http://127.0.0.1:{port}/crosscheck/tools/")
                break
            except playwright.Error:
                page.wait_for_timeout(500)
        assert AFTER not in page.content()
        tools = copy / "data/tools/pytorch.yml"
        text = tools.read_text(encoding="utf-8")
        assert BEFORE in text
        tools.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
        page.wait_for_selector(f"text={AFTER}", timeout=60_000)
        page.close()
    finally:
        server.terminate()
        server.wait(10)
