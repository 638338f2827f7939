// The search dialog: asks the worker (search.js) and shows what it answers.
{
  const search = document.querySelector(".q-search");
  const input = search.querySelector(".md-search__input");
  const form = search.querySelector("form");
  const meta = search.querySelector(".q-search__meta");
  const list = search.querySelector(".q-search__list");
  const missing = search.querySelector(".q-search-missing");
  const suggest = search.querySelector(".q-search__suggest");
  const home = new URL(search.dataset.home, location.href);
  let worker = null;
  let asked = "";
  let before = null;

  const open = () => {
    if (!search.contains(document.activeElement)) before = document.activeElement;
    search.classList.add("q-search--open");
    worker ||= start();
  };
  const close = () => {
    search.classList.remove("q-search--open");
    if (!search.contains(document.activeElement)) return;
    document.activeElement.blur();
    before?.focus(); // back to where the search was opened from
  };

  const start = () => {
    // Pages opened as files get a worker in a frame (the offline copy brings it).
    const made = new Worker(new URL(search.dataset.worker, location.href));
    made.addEventListener("message", ({ data }) => show(data));
    made.addEventListener("error", () => (meta.textContent = search.dataset.none));
    return made;
  };

  const ask = () => {
    const query = input.value;
    if (query === asked) return;
    asked = query;
    worker ||= start();
    worker.postMessage(query);
  };

  const link = (item) => {
    const anchor = document.createElement("a");
    anchor.className = "md-search-result__link";
    const target = new URL(item.location, home);
    const words = Object.keys(item.terms);
    if (words.length) target.searchParams.set("h", words.join(" "));
    anchor.href = target;
    // The worker escapes what it did not write itself.
    anchor.innerHTML = `<span class="q-hit">${item.title}</span>${item.text}`;
    return anchor;
  };

  const show = ({ query, items, suggestion, missing: isMissing }) => {
    if (query !== input.value) return;
    const { none, one, other, empty } = search.dataset;
    meta.textContent = !query.trim() ? empty : !items.length ? none : items.length === 1 ? one : other.replace("#", items.length);
    missing.hidden = !isMissing;
    suggest.hidden = !suggestion || items.length > 3;
    suggest.querySelector("button").textContent = suggestion;
    list.replaceChildren(
      ...items.map(([first, ...sections]) => {
        const item = document.createElement("li");
        item.className = "md-search-result__item";
        item.append(link(first));
        for (const section of sections) {
          const inner = link(section);
          inner.classList.add("q-hit-section");
          item.append(inner);
        }
        return item;
      }),
    );
    list.parentElement.scrollTop = 0;
  };

  // Composing Chinese fires input events as well; the worker is asked as the text grows.
  input.addEventListener("input", ask);
  input.addEventListener("focus", () => {
    open();
    ask();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("reset", () => {
    setTimeout(ask);
    input.focus();
  });
  suggest.querySelector("button").addEventListener("click", (event) => {
    input.value = event.currentTarget.textContent;
    ask();
    input.focus();
  });
  for (const button of document.querySelectorAll(".q-search-open")) {
    button.addEventListener("click", () => {
      open();
      input.focus();
    });
  }
  search.querySelector(".q-search__close").addEventListener("click", close);
  // Focus that leaves the dialog closes it; so does a click beside it.
  search.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !search.contains(relatedTarget)) close();
  });
  addEventListener("pointerdown", ({ target }) => {
    if (!search.contains(target) && !target.closest(".q-search-open")) close();
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inside = search.contains(document.activeElement);
    if (inside && event.key === "Escape") {
      close();
    } else if (inside && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const stops = [input, ...list.querySelectorAll("a")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = Math.max(0, stops.indexOf(document.activeElement));
      stops[(at + step + stops.length) % stops.length].focus();
      event.preventDefault();
    } else if (!inside && !document.activeElement.closest("input:not([type=checkbox]), select, textarea") && ["/", "s", "f"].includes(event.key)) {
      open();
      input.focus();
      input.select();
      event.preventDefault();
    }
  });

  const query = new URLSearchParams(location.search).get("q");
  if (query) {
    input.value = query;
    input.focus();
  }
}

// The words that led here are marked, without touching the text.
{
  const words = new URLSearchParams(location.search).get("h");
  const article = document.querySelector("article");
  if (words && article && self.CSS?.highlights) {
    const literal = words.split(" ").filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(literal.map((word) => (/^[a-z]/i.test(word) ? `(?<![a-z])${word}[a-z]*` : word)).join("|"), "giu");
    const ranges = [];
    const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".katex, script, button") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    while (texts.nextNode() && ranges.length < 500) {
      for (const found of texts.currentNode.data.matchAll(pattern)) {
        const range = new Range();
        range.setStart(texts.currentNode, found.index);
        range.setEnd(texts.currentNode, found.index + found[0].length);
        ranges.push(range);
      }
    }
    CSS.highlights.set("search", new Highlight(...ranges));
  }
}
