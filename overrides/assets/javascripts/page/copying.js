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
  const boxes = [...document.querySelectorAll(".highlight, .q-formula")];
  const some = (deadline) => {
    while (boxes.length && (!deadline || deadline.timeRemaining() > 1)) {
      const box = boxes.shift();
      const annotation = box.querySelector(":scope > .tex annotation");
      if (annotation) add(box, words.copyTex, () => annotation.textContent.trim());
      else add(box, words.copyCode, () => `${box.querySelector("pre").textContent.trimEnd()}\n`);
    }
    if (boxes.length) requestIdleCallback(some);
  };
  // Nobody copies in the first moments; Safari has no idle callbacks.
  self.requestIdleCallback ? requestIdleCallback(some) : setTimeout(some);
}

// What scrolls sideways can be scrolled with the keyboard. An observer asks nothing of the
// layout that it would not do anyway.
{
  const sized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll("div.tex, .md-typeset__scrollwrap, .highlight code")) sized.observe(box);
}
