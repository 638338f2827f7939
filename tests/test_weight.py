"""What a page costs: bytes over the wire, requests, and that nothing moves as it loads."""

from __future__ import annotations

from pathlib import Path
from statistics import median_low

import pytest
from playwright.sync_api import Browser, BrowserContext

from samples import ANSWERS, PREFIXES
from static_host import StaticHost, compressed, serve, without_figures

KB = 1024
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 600);
})"""


@pytest.fixture(scope="module")
def weights(built: tuple[Path, str]) -> dict[str, int]:
    """The compressed size of every answer page without its figures, by address."""
    site = built[0] / "site"
    pages = {}
    for file in sorted(site.rglob("index.html")):
        data = file.read_bytes()
        if b'<div class="q-answer">' in data:
            path = file.parent.relative_to(site).as_posix() + "/"
            pages[path] = len(compressed(without_figures(data)))
    assert len(pages) > 200
    return pages


def test_no_answer_page_is_heavy(weights: dict[str, int]) -> None:
    assert {path: size for path, size in weights.items() if size > 30 * KB} == {}


def visit(context: BrowserContext, host: StaticHost, path: str) -> tuple[int, list[str]]:
    """Open a page; return the bytes that it cost and what was asked for."""
    before = len(host.sent)
    page = context.new_page()
    page.goto(f"{host.address}/{path}", wait_until="networkidle")
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(300)
    page.close()
    sent = host.sent[before:]
    return sum(size for _, size in sent), [path for path, _ in sent]


def test_first_page_and_further_pages(
    browser: Browser, built: tuple[Path, str], weights: dict[str, int]
) -> None:
    site = built[0] / "site"
    heaviest = max(weights, key=lambda path: weights[path])
    middle = median_low(weights.values())
    median = next(path for path, size in weights.items() if size == middle)
    with serve(site) as host:
        for first, further in ((heaviest, median), (median, heaviest)):
            context = browser.new_context()
            size, asked = visit(context, host, first)
            assert f"/{first}" in asked
            assert size <= 130 * KB, (first, size)
            assert len(asked) <= 12, asked
            size, asked = visit(context, host, further)
            data = (site / further / "index.html").read_bytes()
            figures = len(compressed(data)) - weights[further]
            assert f"/{further}" in asked
            assert size - figures <= 30 * KB, (further, size, figures)
            assert len(asked) <= 3, asked
            context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_while_a_page_loads(browser: Browser, site: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for n, path in enumerate(ANSWERS[:5]):
        page.goto(f"{site}/{PREFIXES[n % 2]}{path}")
        assert page.evaluate(SHIFTS) < 0.01, path
    page.close()


def test_movement_would_be_noticed(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/{ANSWERS[0]}")
    page.evaluate("document.querySelector('article').style.marginTop = '300px'")
    assert page.evaluate(SHIFTS) > 0.05
    page.close()
