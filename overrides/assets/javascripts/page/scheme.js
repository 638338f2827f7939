// Light or dark: the system's choice until the reader makes one.
{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => {
    if (!keep.get("scheme")) root.dataset.mdColorScheme = dark.matches ? "slate" : "default";
  });
  document.querySelector(".q-scheme")?.addEventListener("click", () => {
    const next = root.dataset.mdColorScheme === "slate" ? "default" : "slate";
    root.dataset.mdColorScheme = next;
    // Back at what the system says, follow it again.
    keep.set("scheme", (next === "slate") === dark.matches ? null : next);
  });
}
