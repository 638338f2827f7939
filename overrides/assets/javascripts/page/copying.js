// Copy buttons for code and for displayed formulas. A selection that holds formulas is
// copied with their LaTeX by KaTeX's copy-tex, which the bundle ends with.
{
  const words = document.querySelector(".q-wording")?.dataset ?? {};
  const icon = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M19 21H8V7h11m0-2H8a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2m-3-4H4a2 2 0 0 0-2 2v14h2V3h12z"/></svg>';
  const add = (box, name, text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "q-copy";
    button.setAttribute("aria-label", name);
    button.title = name;
    button.innerHTML = icon;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        button.dataset.done = words.copied;
        setTimeout(() => delete button.dataset.done, 1500);
      } catch {
        // Without permission nothing is copied, and nothing says that it was.
      }
    });
    box.append(button);
  };
  const idle = self.requestIdleCallback ?? setTimeout;
  idle(() => {
    for (const code of document.querySelectorAll(".highlight pre")) add(code.parentElement, words.copyCode, () => `${code.textContent.trimEnd()}\n`);
    for (const annotation of document.querySelectorAll("div.tex annotation")) {
      const formula = annotation.closest("div.tex");
      const box = document.createElement("div");
      box.className = "q-formula";
      formula.before(box);
      box.append(formula);
      add(box, words.copyTex, () => annotation.textContent.trim());
    }
  });
}

// What scrolls sideways can be scrolled with the keyboard. Observing waits until a box is
// laid out, which what is far below is not.
{
  const sized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll("div.tex, .md-typeset__scrollwrap, .highlight code")) sized.observe(box);
}
