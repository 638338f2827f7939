// The lists filter themselves (style sheet); this counts, and keeps the choice in the address.
for (const form of document.querySelectorAll(".q-filter")) {
  const lists = [...document.querySelectorAll(".q-list")];
  const counter = form.querySelector("output");
  const none = form.querySelector(".q-filter__none");
  const tell = () => {
    let shown = 0;
    for (const list of lists) {
      const items = [...list.children].filter((item) => item.offsetParent !== null);
      shown += items.length;
      const heading = list.previousElementSibling;
      if (heading?.matches("h2")) heading.classList.toggle("q-empty", !items.length);
    }
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    counter.textContent = chosen.length ? counter.dataset.text.replace("#", shown) : "";
    none.hidden = shown > 0;
    return chosen;
  };
  const given = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked ||= given.getAll(field.name).includes(field.value);
    else if (field.localName === "select" && given.has(field.name)) field.value = given.get(field.name);
  }
  form.addEventListener("change", () => {
    const search = new URLSearchParams(tell()).toString();
    history.replaceState(null, "", (search ? `?${search}` : location.pathname) + location.hash);
  });
  form.addEventListener("reset", () => setTimeout(() => form.dispatchEvent(new Event("change"))));
  tell();
}
