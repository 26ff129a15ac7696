"""Journeys through the finished site in headless Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support import ROOT

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHOTS = ROOT / "build" / "screenshots"
PAGES = ["", "decide/", "decide/business-variables/", "compare/at-a-glance/", "compare/deployment/", "claims/", "claims/migration/", "heard/", "heard/post-course-provider/", "pairs/", "pairs/same-padding-stride-2/", "notebooks/same-padding-stride-2/", "tools/", "sources/", "runs/", "about/method/", "about/data-model/", "contribute/"]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; Debian's package is called chromium"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_kind_of_page_fits_and_stays_on_its_host(base: str, browser: Any, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(base) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    SHOTS.mkdir(parents=True, exist_ok=True)
    for address in PAGES:
        page.goto(base + address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is {wide} pixels too wide at {width}"
        name = address.strip("/").replace("/", "-") or "home"
        page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png")
    context.close()
    assert outside == []
    assert errors == []


def test_from_a_cell_to_the_recorded_run_in_three_clicks(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(base + "compare/execution-and-debugging/")
    page.locator("#branch-on-value").get_by_role("link").first.click()
    assert "/claims/execution/#torch-compile-branches" in page.url
    page.locator("section", has=page.locator("#torch-compile-branches")).get_by_role(
        "link", name="torch-splits"
    ).click()
    assert "/pairs/graph-control-flow/#check-torch-splits" in page.url
    page.get_by_role("link", name="current", exact=True).click()
    assert "/runs/#current" in page.url
    assert "torch 2.15.0" in page.inner_text("main")
    page.close()


def test_the_symptom_leads_to_the_padding(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(base + "pairs/")
    page.get_by_role("link", name="shapes match, numbers do not").click()
    assert page.inner_text("h1") == "Same padding with stride 2"
    page.close()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("TorchServe", "TorchServe"),
        ("clip_grad_norm_", "Clipping gradients"),
        ("OperatorNotAllowedInGraphError", "graph"),
    ],
)
def test_search_finds_a_tool_a_name_and_an_error(base: str, browser: Any, words: str, found: str) -> None:
    page = browser.new_page()
    page.goto(base)
    page.get_by_role("textbox", name="Search").click()
    # the theme loads its index in a worker and hears nothing that is typed before that is done
    page.locator(".md-search-result__meta", has_text="Type to start").wait_for()
    page.get_by_role("textbox", name="Search").press_sequentially(words)  # the theme listens to keys
    page.wait_for_selector(".md-search-result__item")
    assert found in page.inner_text(".md-search-result__list")
    page.close()


def test_the_copied_code_runs(base: str, browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(base + "pairs/eager-add/")
    page.locator(".cc-side .md-code__button, .cc-side .md-clipboard").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (ROOT / "snippets/execution/eager-add/in_pytorch.py").read_text(encoding="utf-8").strip()
    context.close()


def test_output_has_no_copy_button(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(base + "pairs/eager-add/")
    page.wait_for_selector(".cc-side .highlight button")
    assert page.locator(".no-copy button").count() == 0
    page.close()


def test_without_javascript_everything_stands(base: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    page.get_by_role("link", name="Compare", exact=True).first.click()
    page.get_by_role("link", name="Deployment").first.click()
    assert page.locator("#table-deployment tbody tr").count() == 8
    context.close()


def test_the_keyboard_reaches_a_decision(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(base)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.cc-doors') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/decide/")
    page.close()


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
        assert "Serves models of both" not in page.content()
        tools = copy / "data/tools/pytorch.yml"
        text = tools.read_text(encoding="utf-8")
        tools.write_text(
            text.replace("Its README says that development is stopped", "Its README tells that work is stopped")
        )
        page.wait_for_selector("text=Its README tells that work is stopped", timeout=60_000)
        page.close()
    finally:
        server.terminate()
        server.wait(10)
