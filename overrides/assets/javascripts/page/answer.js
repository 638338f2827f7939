// Self-test: the answer stays hidden until it is asked for. The choice is remembered.
{
  const root = document.documentElement;
  const toggle = document.querySelector("#self-test");
  const answer = document.querySelector(".q-answer");
  if (toggle && answer) {
    const reveal = () => answer.classList.add("q-answer--shown");
    toggle.checked = "selfTest" in root.dataset;
    toggle.addEventListener("change", () => {
      answer.classList.remove("q-answer--shown");
      if (toggle.checked) root.dataset.selfTest = "";
      else delete root.dataset.selfTest;
      keep.set("self-test", toggle.checked ? "on" : null);
    });
    document.querySelector(".q-reveal").addEventListener("click", () => {
      reveal();
      const heading = document.querySelector("#short-answer");
      heading.tabIndex = -1;
      heading.focus();
    });
    // Who follows a link into the answer has asked for it.
    const followed = () => {
      const target = targetOf(location.hash);
      if (!target || !answer.contains(target)) return;
      reveal();
      target.scrollIntoView();
    };
    if (toggle.checked && (location.hash || location.search)) followed();
    addEventListener("hashchange", followed);
    for (const link of document.querySelectorAll(".q-toc a")) link.addEventListener("click", () => setTimeout(followed));
  }
}

// Key points ticked off are remembered by question, for both languages.
{
  const list = document.querySelector(".q-checklist");
  if (list) {
    const name = `points.${location.pathname.split("/").filter(Boolean).at(-1)}`;
    const boxes = [...list.querySelectorAll("input")];
    const count = document.querySelector(".q-checklist-count");
    const tell = () => {
      const done = boxes.filter((box) => box.checked).length;
      count.textContent = done ? `${done}/${boxes.length}` : "";
    };
    const ticked = (keep.get(name) ?? "").split(",");
    boxes.forEach((box, n) => {
      box.checked = ticked.includes(String(n));
      box.addEventListener("change", () => {
        const now = boxes.flatMap((b, i) => (b.checked ? [i] : []));
        keep.set(name, now.length ? now.join() : null);
        tell();
      });
    });
    tell();
  }
}
