"""What people come for, walked through the finished site in headless Chromium."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from crosscheck.environments import folder_of, interpreter_of
from support import ROOT, checked

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any) -> Any:
    made = browser.new_page(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture(scope="module")
def decisions(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / "api/v1/decisions.json").read_text(encoding="utf-8"))["decisions"]
    return found


def press_until(page: Any, selector: str, most: int = 80) -> None:
    """Press Tab until something that fits has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def test_decide_from_home_with_the_keyboard_alone(base: str, page: Any, decisions: list[dict[str, Any]]) -> None:
    page.goto(base)
    (decision,) = (one for one in decisions if one["on_home"])
    first, second = decision["questions"][:2]
    press_until(page, f".cc-start input[name={first['id']}]")
    page.keyboard.press("Space")
    press_until(page, f".cc-start input[name={second['id']}]")
    page.keyboard.press("ArrowDown")
    press_until(page, ".cc-start button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/decide/{decision['id']}/?*")
    given = parse_qs(urlsplit(page.url).query)
    assert given == {first["id"]: [first["answers"][0]["id"]], second["id"]: [second["answers"][1]["id"]]}
    for question in decision["questions"][2:]:
        press_until(page, f".cc-wizard input[name={question['id']}]", 200)
        page.keyboard.press("Space")
    assert "open" not in page.inner_text("[data-part=result]")
    assert page.locator(".cc-wizard input:checked").count() == len(decision["questions"])


def test_a_shared_address_gives_the_same_result(base: str, page: Any, browser: Any) -> None:
    page.goto(base + "decide/business-variables/")
    page.get_by_label("Tested PyTorch code").check()
    page.get_by_label("Checkpoints of Hugging Face Transformers").check()
    result = page.inner_text("[data-part=result]")
    assert result.startswith("PyTorch, ahead by 5.")
    other = browser.new_page()
    other.goto(page.url)
    assert other.inner_text("[data-part=result]") == result
    assert other.get_by_label("Tested PyTorch code").is_checked()
    other.get_by_role("button", name="Start again").click()
    other.wait_for_url(lambda url: not urlsplit(url).query)
    assert other.locator(".cc-wizard input:checked").count() == 0
    other.close()


def test_the_wizard_and_the_scenarios_do_the_same_sums(base: str, page: Any, decisions: list[dict[str, Any]]) -> None:
    names = {framework.id: framework.name for framework in checked(ROOT).knowledge.frameworks}
    for decision in decisions:
        for scenario in decision["scenarios"]:
            query = "&".join(f"{question}={answer}" for question, answer in scenario["answers"].items())
            page.goto(f"{base}decide/{decision['id']}/?{query}")
            shown = {
                bar.get_attribute("data-framework"): int(bar.locator("strong").inner_text())
                for bar in page.locator(".cc-tally [data-framework]").all()
            }
            said = page.inner_text("[data-part=result]")
            assert shown == scenario["tally"]["points"], scenario["id"]
            leader = scenario["tally"]["leader"]
            assert said.startswith(f"{names[leader]}, ahead" if leader else "A split"), scenario["id"]
            assert leader is None or scenario["tally"]["sure"].capitalize() in said, scenario["id"]


def test_from_a_cell_to_the_recorded_run_in_three_clicks(base: str, page: Any) -> None:
    page.goto(base + "compare/execution-and-debugging/")
    page.locator("#branch-on-value").get_by_role("link").first.click()
    assert "/claims/execution/#torch-compile-branches" in page.url
    claim = page.locator("section", has=page.locator("#torch-compile-branches"))
    claim.get_by_role("link", name="torch-splits").click()
    assert "/pairs/graph-control-flow/#check-torch-splits" in page.url
    page.get_by_role("link", name="current", exact=True).click()
    assert "/runs/#current" in page.url
    assert "torch 2.15.0" in page.inner_text("main")


def test_the_symptom_leads_to_the_padding(base: str, page: Any) -> None:
    page.goto(base + "pairs/")
    page.get_by_role("link", name="shapes match, numbers do not").click()
    assert page.inner_text("h1") == "Same padding with stride 2"
    assert "below and to the right" in page.inner_text("main")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("TorchServe", "TorchServe"),
        ("clip_grad_norm_", "Clipping gradients"),
        ("OperatorNotAllowedInGraphError", "graph"),
    ],
)
def test_search_finds_a_tool_a_name_and_an_error(base: str, page: Any, words: str, found: str) -> None:
    page.goto(base)
    page.get_by_role("textbox", name="Search").click()
    # the theme loads its index in a worker and hears nothing that is typed before that is done
    page.locator(".md-search-result__meta", has_text="Type to start").wait_for()
    page.get_by_role("textbox", name="Search").press_sequentially(words)  # the theme listens to keys
    page.wait_for_selector(".md-search-result__item")
    assert found in page.inner_text(".md-search-result__list")


def test_a_tools_status_is_found_from_the_search(base: str, page: Any) -> None:
    page.goto(base)
    page.get_by_role("textbox", name="Search").click()
    page.locator(".md-search-result__meta", has_text="Type to start").wait_for()
    page.get_by_role("textbox", name="Search").press_sequentially("TorchServe Tools")
    page.wait_for_selector(".md-search-result__link[href*='tools/']")
    page.locator(".md-search-result__link[href*='tools/']").first.click()
    page.wait_for_url("**/tools/**")
    assert "maintenance" in page.locator("#torchserve").inner_text()


def test_a_filtered_matrix_survives_a_reload(base: str, page: Any) -> None:
    page.goto(base + "compare/")
    all_rows = page.locator("#matrix tbody tr:visible").count()
    page.get_by_label("Topic").select_option("deployment")
    page.get_by_label("proved only").check()
    shown = page.locator("#matrix tbody tr:visible")
    kept = [row.get_attribute("id") for row in shown.all()]
    assert 0 < len(kept) < all_rows
    assert all(row.get_attribute("data-topic") == "deployment" for row in shown.all())
    assert all(row.get_attribute("data-standing") == "proved" for row in shown.all())
    assert parse_qs(urlsplit(page.url).query) == {"topic": ["deployment"], "proved": ["1"]}
    page.reload()
    assert [row.get_attribute("id") for row in shown.all()] == kept
    assert page.inner_text(".cc-filter__count") == f"{len(kept)} of {all_rows} rows"
    page.get_by_role("button", name="Reset").click()
    page.wait_for_selector("#matrix tbody tr[hidden]", state="detached")


def test_each_filter_of_the_matrix_does_what_it_says(base: str, page: Any) -> None:
    def rows(query: str) -> list[Any]:
        page.goto(base + "compare/?" + query)
        return page.locator("#matrix tbody tr:visible").all()

    assert all("browser" in row.inner_text().lower() for row in rows("q=browser"))
    assert all("sourced" in str(row.get_attribute("data-standing")) for row in rows("standing=sourced"))
    assert all("depends" in str(row.get_attribute("data-verdict")).split() for row in rows("verdict=depends"))
    year = page.evaluate("new Date().getFullYear()")
    changed = rows("changed=1")
    assert changed
    assert all(str(row.get_attribute("data-changed")).startswith(str(year)) for row in changed)


def test_the_matrix_sorts_by_keyboard_and_says_so(base: str, page: Any) -> None:
    page.goto(base + "compare/")
    press_until(page, "#matrix .cc-sort", 120)
    page.keyboard.press("Space")
    assert page.locator("#matrix th").first.get_attribute("aria-sort") == "ascending"
    names = [name.strip() for name in page.locator("#matrix tbody th").all_text_contents()]
    assert names == sorted(names, key=str.lower)
    page.keyboard.press("Enter")
    assert page.locator("#matrix th").first.get_attribute("aria-sort") == "descending"


def test_a_copied_snippet_runs(base: str, browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(base + "pairs/eager-add/")
    page.locator(".cc-side .md-code__button, .cc-side .md-clipboard").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    printed = page.locator(".cc-side .cc-output").first.inner_text()
    context.close()
    assert copied.strip() == (ROOT / "snippets/execution/eager-add/in_pytorch.py").read_text(encoding="utf-8").strip()
    script = tmp_path / "copied.py"
    script.write_text(copied, encoding="utf-8")
    knowledge = checked(ROOT).knowledge
    environment = knowledge.default_environment
    assert environment is not None
    interpreter = interpreter_of(folder_of(environment, knowledge.pins[environment.id]))
    done = subprocess.run([str(interpreter), str(script)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == printed.strip()


def test_output_has_no_copy_button(base: str, page: Any) -> None:
    page.goto(base + "pairs/eager-add/")
    page.wait_for_selector(".cc-side .highlight button")
    assert page.locator(".no-copy button").count() == 0


def test_a_narrow_page_remembers_which_side_was_read(base: str, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(base + "pairs/eager-add/")
    assert page.locator("#in-pytorch").is_visible()
    assert not page.locator("#in-tensorflow").is_visible()
    page.get_by_role("tab", name="PyTorch").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#in-tensorflow").is_visible()
    page.goto(base + "pairs/same-padding-stride-2/")
    assert page.locator("#in-tensorflow").is_visible()
    assert page.get_by_role("tab", name="TensorFlow").get_attribute("aria-selected") == "true"
    context.close()


def test_a_wrong_claim_can_be_reported(base: str, page: Any) -> None:
    page.goto(base + "claims/migration/#same-padding")
    section = page.locator("section", has=page.locator("#same-padding"))
    address = urlsplit(section.get_by_role("link", name="This is wrong").get_attribute("href"))
    asked = parse_qs(address.query)
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / asked["template"][0]).read_text(encoding="utf-8"))
    assert asked["id"] == ["same-padding"]
    assert "id" in {field.get("id") for field in form["body"]}, "the form has no field that the address fills in"


def test_without_javascript_everything_stands(base: str, browser: Any, decisions: list[dict[str, Any]]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    page.get_by_role("link", name="Compare", exact=True).first.click()
    assert page.locator("#matrix tbody tr").first.is_visible()
    assert not page.locator(".cc-filter").is_visible()
    page.get_by_role("link", name="Deployment").first.click()
    assert page.locator("#table-deployment tbody tr").count() >= 8
    (decision,) = (one for one in decisions if one["on_home"])
    page.goto(f"{base}decide/{decision['id']}/")
    assert page.get_by_text("Adding up needs JavaScript").is_visible()
    assert page.locator(".cc-option__why").first.is_visible()
    for scenario in decision["scenarios"]:
        page.goto(f"{base}decide/{decision['id']}/{scenario['id']}/")
        assert page.inner_text("h1") == scenario["title"]
        assert page.locator(".cc-tally .cc-result").is_visible()
    page.goto(base + "pairs/eager-add/")
    assert page.locator("#in-pytorch").is_visible()
    assert page.locator("#in-tensorflow").is_visible()
    page.goto(base + "claims/migration/#same-padding")
    assert page.locator("#same-padding").is_visible()
    context.close()


def test_a_permanent_address_leads_on(base: str, browser: Any, page: Any) -> None:
    page.goto(base + "to/claims/#same-padding")
    page.wait_for_url("**/claims/*/#same-padding")
    assert page.locator("#same-padding").is_visible()
    page.goto(base + "to/claims/#no-such-claim")
    assert page.url.endswith("to/claims/#no-such-claim")
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(base + "to/tools/#torchserve")
    bare.locator(":target a").click()
    assert bare.url.endswith("tools/#torchserve")
    context.close()
