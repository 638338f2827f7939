"""How fast answers show: python tests/benchmarks/page.py [ROUNDS].

For three answers, at 1280 and 360 px, medians of ROUNDS (7) interleaved loads from a
local host, each in a browser context of its own:

- largest contentful paint of the page, and of the same page stripped of every script and
  style: what the browser needs for the text alone; and the ratio of the medians;
- cumulative layout shift;
- total blocking time with the processor slowed down four times: of every long task after
  the first contentful paint, what exceeds 50 ms;
- bytes and requests (gzip, headers included) of the page visited first, and after another.

Run it on a machine that does nothing else.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from browser import find_browser
from conftest import build_site, copy_of_repository
from samples import ANSWERS
from static_host import StaticHost, serve

PAGES = (ANSWERS[0], f"en/{ANSWERS[5]}", ANSWERS[8])
"""The heaviest, one in the middle, the lightest."""
BARE = "bare"
STYLING = re.compile(
    rb"<script\b.*?</script>|<style\b.*?</style>|<link[^>]*stylesheet[^>]*>"
    rb'|<meta http-equiv="Content-Security-Policy"[^>]*>| style="[^"]*"',
    re.DOTALL,
)
VITALS = """() => new Promise((resolve) => {
  let [paint, shift] = [0, 0];
  const tasks = [];
  const watch = (type, see) => new PerformanceObserver((list) => list.getEntries().forEach(see))
    .observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => (paint = entry.startTime));
  watch("layout-shift", (entry) => (shift += entry.hadRecentInput ? 0 : entry.value));
  watch("longtask", (entry) => tasks.push(entry));
  setTimeout(() => {
    const first = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    const blocking = tasks.filter((task) => task.startTime >= first)
      .reduce((sum, task) => sum + task.duration - 50, 0);
    resolve([paint, shift, blocking]);
  }, 2000);
})"""


def load(browser: Browser, address: str, width: int, slower: int) -> tuple[float, float, float]:
    """Return paint (ms), shift and blocking time (ms) of one load in a fresh context."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address)
    paint, shift, blocking = page.evaluate(VITALS)
    context.close()
    return paint, shift, blocking


def costs(browser: Browser, host: StaticHost, path: str, before: str | None) -> tuple[int, int]:
    """Return bytes and requests of a page, visited first or after another."""
    context = browser.new_context()
    page = context.new_page()
    if before is not None:
        page.goto(f"{host.address}/{before}", wait_until="networkidle")
    start = len(host.sent)
    page.goto(f"{host.address}/{path}", wait_until="networkidle")
    sent = host.sent[start:]
    context.close()
    return sum(size for _, size in sent), len(sent)


def measure(browser: Browser, host: StaticHost, rounds: int) -> None:
    """Print the table."""
    took: dict[tuple[str, int, str], list[float]] = defaultdict(list)
    for _ in range(rounds):
        for path in PAGES:
            for width in (1280, 360):
                address = f"{host.address}/{path}"
                paint, shift, _ = load(browser, address, width, 1)
                bare, _, _ = load(browser, f"{address}?{BARE}", width, 1)
                _, _, blocking = load(browser, address, width, 4)
                for name, value in (
                    ("paint", paint), ("bare", bare), ("shift", shift), ("blocking", blocking)
                ):  # fmt: skip
                    took[path, width, name].append(value)
    print("  px |   LCP |  bare | ratio |    CLS | TBT at 1/4 | answer")
    for path in PAGES:
        for width in (1280, 360):
            paint, bare, shift, blocking = (
                median(took[path, width, name]) for name in ("paint", "bare", "shift", "blocking")
            )
            print(f"{width:4} | {paint:5.0f} | {bare:5.0f} | {paint / bare:5.2f} | {shift:6.4f} | "
                  f"{blocking:7.0f} ms | {path}")  # fmt: skip
    print("\n first          | further        | answer")
    for path, other in zip(PAGES, (*PAGES[1:], PAGES[0]), strict=True):
        first, further = costs(browser, host, path, None), costs(browser, host, path, other)
        print(f"{first[0]:7,} B in {first[1]:2} | {further[0]:7,} B in {further[1]:2} | {path}")


def change(query: str, page: bytes) -> bytes:
    """Return the page, stripped if the query says so."""
    return STYLING.sub(b"", page) if query == BARE else page


def main() -> None:
    """Build the site and print what its pages take."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        root = copy_of_repository(Path(name))
        result = build_site(root)
        if result.returncode:
            sys.exit(result.stderr)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        with serve(root / "site", change) as host:
            load(browser, f"{host.address}/{PAGES[0]}", 1280, 1)  # the browser's own start
            busy = os.getloadavg()[0]
            print(f"Chromium {browser.version}, {os.cpu_count()} processors, load {busy:.1f}, "
                  f"median of {rounds}; milliseconds\n")  # fmt: skip
            measure(browser, host, rounds)
        browser.close()


if __name__ == "__main__":
    main()
