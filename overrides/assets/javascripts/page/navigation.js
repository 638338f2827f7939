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

// The table of contents marks the section being read.
{
  const links = new Map([...document.querySelectorAll(".q-toc a")].map((link) => [link.hash.slice(1), link]));
  const passed = new Map();
  const mark = () => {
    let current = null;
    for (const [id, link] of links) {
      link.removeAttribute("aria-current");
      if (passed.get(id)) current = link;
    }
    current?.setAttribute("aria-current", "location");
  };
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) passed.set(entry.target.id, entry.boundingClientRect.top < innerHeight * 0.3);
      mark();
    },
    { rootMargin: "0px 0px -70%" },
  );
  for (const id of links.keys()) {
    const heading = document.getElementById(id);
    if (heading) watch.observe(heading);
  }
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
