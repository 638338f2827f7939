"""What browsers may keep is asked for by another name as soon as it is another."""

from __future__ import annotations

import re

import pytest

from conftest import Project, build_site

NAMES = {
    "styles": re.compile(r"site\.css\?v=(\w+)"),
    "script": re.compile(r"site\.js\?v=(\w+)"),
    "index": re.compile(r"&amp;version=(\w+)"),
}
PAGE = "docs/alpha/softmax-sum.en.md"


def built_names(project: Project) -> dict[str, str]:
    result = build_site(project.root)
    assert result.returncode == 0, result.stderr
    page = project.read("site/en/index.html")
    return {name: "".join(pattern.findall(page)) for name, pattern in NAMES.items()}


@pytest.mark.parametrize(
    ("path", "old", "new", "changed"),
    [
        (PAGE, "Multiply both", "Multiply both $\\aleph$", {"styles", "script", "index"}),
        (PAGE, "Multiply both", "Now multiply both", {"index"}),
        ("docs/questions.yml", "circulates_as: [7]", "circulates_as: [8]", {"index"}),
        ("docs/asked.yml", "en: [", "en: [how it is asked elsewhere, ", {"index"}),
        ("overrides/assets/javascripts/search/ranking.js", ";", ";\n", {"index"}),
        ("overrides/assets/stylesheets/site.css", "}", "} q{color:red}", {"styles", "script"}),
    ],
)
def test_names_change_with_what_they_name(
    small_site: Project, path: str, old: str, new: str, changed: set[str]
) -> None:
    before = built_names(small_site)
    assert all(before.values())
    assert built_names(small_site) == before
    small_site.replace(path, old, new)
    after = built_names(small_site)
    assert {name for name in NAMES if after[name] != before[name]} == changed
