// Writes the search index of every language for search_index.py.
//
//   node search_index.mjs ROOT    reads a request a line: the file that holds the entries
//                                 as JSON, then SITE; answers a line when all is written
//
// What the last request said of a text is remembered for the next one.
//
// SITE/search/<locale>.json          what every page says of itself (first tier)
// SITE/search/<locale>/terms-N.json  lists of the terms in the full text, sorted
// SITE/search/<locale>/page-N.json   the sections of one page, for excerpts
// SITE/assets/javascripts/search-engine.js   the libraries and our own ranking
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join } from "node:path";

const root = process.argv[2];
const require = createRequire(join(root, "package.json"));
const { Converter } = require("opencc-js/t2cn");
const scripts = join(root, "overrides/assets/javascripts/search");

/** Characters of the lists in one file: some 6 KB over the wire. */
const SHARD_CHARACTERS = 24_000;
/** Text that says more than the rest of an answer. */
const HEAVY = { "short-answer": 4, "key-points": 2 };

// The stemmer is an ES module, a classic worker is none.
const module = readFileSync(require.resolve("stemmer"), "utf8");
const stemmer = `self.stemmer=(()=>{${module.replace(/^export function stemmer/m, "function stemmer")}\nreturn stemmer})();`;
const minisearch = readFileSync(require.resolve("minisearch").replace(/dist.*/, "dist/umd/index.js"), "utf8");
const own = ["terms.js", "ranking.js"].map((name) => readFileSync(join(scripts, name), "utf8"));

globalThis.self = globalThis;
for (const script of [stemmer, own[0]]) (0, eval)(script);
const { Glossary, plain, terms } = self.SearchTerms;

let glossary = null;
let names = "";
/** The terms of each text in the last index of each language. */
const remembered = new Map();
/** Traditional characters, each with its simplified form. */
let plainer = null;

for await (const line of createInterface({ input: process.stdin })) {
  const [file, site] = JSON.parse(line);
  const input = JSON.parse(readFileSync(file, "utf8"));
  if (names !== JSON.stringify(input.glossary)) {
    names = JSON.stringify(input.glossary);
    glossary = new Glossary(input.glossary);
    remembered.clear();
  }
  mkdirSync(join(site, "assets/javascripts"), { recursive: true });
  writeFileSync(
    join(site, "assets/javascripts/search-engine.js"),
    [minisearch.replace(/\n\/\/# sourceMappingURL=.*/, ""), stemmer, ...own].join("\n"),
  );
  for (const [locale, entries] of Object.entries(input.pages)) write(site, input, locale, entries);
  process.stdout.write("done\n");
}

function write(site, input, locale, entries) {
  const folder = join(site, "search", locale);
  mkdirSync(folder, { recursive: true });
  const last = remembered.get(locale) || new Map();
  const now = new Map();
  remembered.set(locale, now);
  const termsOf = (text) => {
    const found = last.get(text) || terms(text, glossary, false);
    now.set(text, found);
    return found;
  };
  const lists = new Map();
  const words = new Map();
  const used = new Set();
  const pages = entries.map((entry, id) => {
    const counts = new Map();
    let length = 0;
    entry.sections.forEach(([anchor, title, text], section) => {
      const found = termsOf(`${title}\n${text}`);
      length += found.length;
      for (const term of found) {
        if (!counts.has(term)) counts.set(term, new Map());
        const times = counts.get(term);
        times.set(section, (times.get(section) || 0) + (HEAVY[anchor] || 1));
        if (/^[a-z]{4,}$/.test(term)) words.set(term, (words.get(term) || 0) + 1);
      }
    });
    for (const [term, times] of counts) {
      const [best] = [...times].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
      const sum = [...times.values()].reduce((a, b) => a + b, 0);
      if (!lists.has(term)) lists.set(term, []);
      lists.get(term).push(id, best, sum);
    }
    writeFileSync(join(folder, `page-${id}.json`), JSON.stringify(entry.sections));
    const { sections, ...page } = entry;
    for (const text of [page.title, page.other, ...page.asked, ...sections.map((s) => s[2])]) for (const c of plain(text)) used.add(c);
    return { ...page, headings: sections.map((s) => s[1]).filter((h) => h && !input.headings.includes(h)), length };
  });
  for (const [, names] of input.glossary) for (const name of names) for (const c of plain(name)) used.add(c);
  const sorted = [...lists.keys()].sort();
  const starts = [];
  let shard = {};
  let size = 0;
  const flush = () => {
    if (!size) return;
    writeFileSync(join(folder, `terms-${starts.length}.json`), JSON.stringify(shard));
    starts.push(Object.keys(shard)[0]);
    [shard, size] = [{}, 0];
  };
  for (const term of sorted) {
    const list = lists.get(term);
    shard[term] = list;
    size += JSON.stringify(list).length + term.length + 4;
    if (size > SHARD_CHARACTERS) flush();
  }
  flush();
  writeFileSync(
    join(site, "search", `${locale}.json`),
    JSON.stringify({
      pages,
      glossary: input.glossary,
      simplified: simplified(used),
      shards: starts,
      words: [...words].filter(([, n]) => n > 3).map(([word]) => word).sort(),
    }),
  );
}

/** The simplified form of every traditional character that a query may hold. */
function simplified(used) {
  if (!plainer) {
    const convert = Converter({ from: "t", to: "cn" });
    const characters = Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, n) => String.fromCodePoint(0x4e00 + n));
    plainer = characters.map((c) => [c, convert(c)]).filter(([c, plain]) => c !== plain);
  }
  return Object.fromEntries(plainer.filter(([, plain]) => used.has(plain)));
}
