"""What the first query costs as the bank grows: python tests/search/growth.py SITE.

Copies the pages of a built site 1, 5 and 10 times (some words of a copy renamed, so
that the vocabulary grows too), writes the index as the build does, and prints bytes
over the wire (gzip) and milliseconds in Node, for the queries of queries.yml.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "tests/search/queries.yml"
WRITER = ROOT / "hooks/bank/search_index.mjs"
TIMER = """
import { readFileSync } from "node:fs";
const [site, locale, file] = process.argv.slice(1);
globalThis.self = globalThis;
(0, eval)(readFileSync(site + "/assets/javascripts/search-engine.js", "utf8"));
const json = (name) => JSON.parse(readFileSync(`${site}/search/${name}.json`, "utf8"));
const data = json(locale);
let start = performance.now();
const ranking = new self.SearchRanking.Ranking(data);
const ready = performance.now() - start;
const rows = [];
for (const query of JSON.parse(readFileSync(file, "utf8"))) {
  const lists = ranking.shardsFor(query);
  const text = new Map();
  for (const n of lists)
    for (const [t, l] of Object.entries(json(`${locale}/terms-${n}`))) text.set(t, l);
  start = performance.now();
  const hits = ranking.search(query, text);
  const shown = hits.filter((hit) => hit.section >= 0).slice(0, 6).map((hit) => hit.id);
  rows.push({ lists, shown, took: performance.now() - start });
}
console.log(JSON.stringify({ ready, rows }));
"""


def pages_of(site: Path, locale: str) -> list[dict[str, Any]]:
    """Return the entries that the index of a site was made from."""
    tier: dict[str, Any] = json.loads((site / f"search/{locale}.json").read_text("utf-8"))
    entries = []
    for number, page in enumerate(tier["pages"]):
        sections = json.loads((site / f"search/{locale}/page-{number}.json").read_text("utf-8"))
        kept = {k: v for k, v in page.items() if k not in ("headings", "length")}
        entries.append(kept | {"sections": sections})
    return entries


def copied(entry: dict[str, Any], copy: int) -> dict[str, Any]:
    """Return the entry with one word in twenty renamed."""
    if copy == 0:
        return entry

    def rename(match: re.Match[str]) -> str:
        word = match[0]
        return f"{word}{chr(97 + copy)}x" if sum(map(ord, word)) % 20 == copy else word

    sections = [
        [anchor, title, re.sub(r"[A-Za-z]{5,}", rename, text)]
        for anchor, title, text in entry["sections"]
    ]
    return entry | {"url": f"{copy}/{entry['url']}", "number": "", "sections": sections}


def packed(file: Path) -> int:
    """Return the bytes of a file over the wire."""
    return len(gzip.compress(file.read_bytes(), 6))


def main() -> None:
    """Print a row for each language and size."""
    site = Path(sys.argv[1])
    queries = yaml.safe_load(QUERIES.read_text("utf-8"))
    glossary = json.loads((site / "search/zh.json").read_text("utf-8"))["glossary"]
    print("pages  locale  engine  first tier  lists  pages  sum KB | ready ms  query ms")
    for times in (1, 5, 10):
        entries = {
            locale: [copied(e, n) for n in range(times) for e in pages_of(site, locale)]
            for locale in queries
        }
        with tempfile.TemporaryDirectory() as folder:
            data = {"pages": entries, "glossary": glossary, "headings": []}
            file = Path(folder, "entries.json")
            file.write_text(json.dumps(data), encoding="utf-8")
            request = json.dumps([str(file), folder]).encode()
            command = ["node", str(WRITER), str(ROOT)]
            subprocess.run(command, input=request, stdout=subprocess.DEVNULL, check=True)
            root = Path(folder)
            for locale in queries:
                asked = root / "queries.json"
                asked.write_text(json.dumps(list(queries[locale])), encoding="utf-8")
                arguments = [
                    "node",
                    "--input-type=module",
                    "-e",
                    TIMER,
                    "--",
                    folder,
                    locale,
                    str(asked),
                ]
                result = json.loads(
                    subprocess.run(arguments, stdout=subprocess.PIPE, check=True).stdout
                )
                sizes = [
                    (
                        sum(packed(root / f"search/{locale}/terms-{n}.json") for n in row["lists"]),
                        sum(packed(root / f"search/{locale}/page-{n}.json") for n in row["shown"]),
                    )
                    for row in result["rows"]
                ]
                engine = packed(root / "assets/javascripts/search-engine.js")
                tier = packed(root / f"search/{locale}.json")
                lists, shown = (sum(column) / len(sizes) for column in zip(*sizes, strict=True))
                took = sum(row["took"] for row in result["rows"]) / len(sizes)
                numbers = [engine, tier, lists, shown, engine + tier + lists + shown]
                kilobytes = "  ".join(f"{n / 1000:7.1f}" for n in numbers)
                print(
                    f"{len(entries[locale]):5}  {locale:6} {kilobytes} | "
                    f"{result['ready']:8.0f}  {took:8.1f}"
                )


if __name__ == "__main__":
    main()
