// The language switch keeps the section: ids are the same in both languages.
for (const link of document.querySelectorAll(".q-language")) {
  const target = link.getAttribute("href").split("#")[0];
  const keepSection = () => link.setAttribute("href", target + location.hash);
  keepSection();
  addEventListener("hashchange", keepSection);
}

// A long category starts at the question being read.
{
  const here = document.querySelector(".q-nav__question--here");
  const sidebar = here?.closest(".q-side");
  const show = () => {
    const offset = here.getBoundingClientRect().top - sidebar.getBoundingClientRect().top;
    if (offset > sidebar.clientHeight - here.clientHeight) sidebar.scrollTop += offset - sidebar.clientHeight / 3;
  };
  if (sidebar) {
    // The drawer of a narrow window has no height before it is opened.
    if (sidebar.clientHeight) show();
    sidebar.addEventListener("toggle", show, { once: true });
  }
}

// A long answer is laid out part by part as the reader comes near: laid out at once it would
// keep a slow phone busy. Who goes to a place in it gets all of it first, so as to land there.
{
  const layAll = () => document.querySelectorAll(".q-later").forEach((part) => part.classList.add("q-later--now"));
  const goTo = () => {
    const target = targetOf(location.hash);
    if (!target) return;
    layAll();
    target.scrollIntoView({ behavior: "instant" });
  };
  goTo();
  addEventListener("hashchange", goTo);
  // The browser puts who comes back where they were.
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") layAll();
}

// The table of contents marks the section being read, by the parts that headings begin.
{
  const links = new Map();
  for (const link of document.querySelectorAll(".q-toc a")) {
    const heading = targetOf(link.hash);
    if (heading) links.set(heading.closest(".q-later, .q-section") ?? heading, link);
  }
  const passed = new Map();
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) passed.set(entry.target, entry.boundingClientRect.top < innerHeight * 0.3);
      let current = null;
      for (const [part, link] of links) {
        link.removeAttribute("aria-current");
        if (passed.get(part)) current = link;
      }
      current?.setAttribute("aria-current", "location");
    },
    // The line is as thin as can be: a part is reported when its beginning crosses it.
    { rootMargin: "-29% 0px -70%" },
  );
  for (const part of links.keys()) watch.observe(part);
}

// A question at random; the list of all of them is fetched only now.
for (const link of document.querySelectorAll(".q-random")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || location.protocol === "file:") return;
    event.preventDefault();
    try {
      const { questions } = await (await fetch(link.dataset.questions)).json();
      const locale = document.documentElement.lang;
      const others = questions.map((q) => q.locales[locale]).filter((l) => l.status !== "open" && !location.pathname.endsWith(`/${l.url}`));
      const chosen = others[Math.floor(Math.random() * others.length)];
      location.href = new URL(chosen.url, new URL(link.dataset.questions, location.href));
    } catch {
      location.href = link.href;
    }
  });
}
