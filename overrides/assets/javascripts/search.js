/* Search worker behind the dialog (page/search-dialog.js).
 *
 * It gets queries and answers each with its results. Nothing is fetched before the first
 * query; then the ranking and the first tier of the index of one language, and for each
 * query the few lists of terms and pages it needs.
 */
"use strict";

// In a frame (pages opened as files) the address is that of the script element.
const base = self.document ? document.currentScript.src : self.location.href;
const parameters = new URL(base).searchParams;
const locale = parameters.get("locale") || "zh";
const version = parameters.get("version") || "";
const local = base.startsWith("file:");

/** How long full-text lists may take before the first tier answers alone. */
const PATIENCE_MS = 150;
/** Results that show an excerpt of their best section; the rest show their title. */
const EXCERPTS = 8;

/** A file of the index; kept by version, if it has one, so that the next page need not ask. */
async function fetchData(name) {
  if (local) {
    // A page opened as a file may not fetch; there the index stands in scripts.
    self.searchFiles ||= {};
    await importScripts(new URL(`../../search/${name}.js`, base).href);
    return self.searchFiles[name];
  }
  const address = new URL(`../../search/${name}.json?v=${version}`, base);
  const kept = version && self.caches && (await self.caches.open(`search-${locale}-${version}`).catch(() => null));
  let answer = kept && (await kept.match(address));
  if (!answer) {
    answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    if (kept) await kept.put(address, answer.clone()).catch(() => {});
  }
  return answer.json();
}

/** Indexes of earlier builds are of no use any more. */
async function forgetOthers() {
  if (!self.caches) return;
  for (const name of await self.caches.keys()) if (name.startsWith(`search-${locale}-`) && name !== `search-${locale}-${version}`) await self.caches.delete(name);
}

const files = new Map();

function data(name) {
  if (!files.has(name)) {
    const answer = fetchData(name);
    files.set(name, answer);
    answer.catch(() => files.delete(name));
  }
  return files.get(name);
}

let engine = null;

function load() {
  engine ||= (async () => {
    const first = data(locale);
    forgetOthers().catch(() => {});
    await importScripts(new URL(local ? "search-engine.js" : `search-engine.js?v=${version}`, base).href);
    return new SearchRanking.Ranking(await first);
  })().catch((error) => {
    engine = null;
    throw error;
  });
  return engine;
}

const lists = new Map();

/** The lists of terms a query needs; those that are there are used again. */
async function loadLists(ranking, query) {
  await Promise.all(
    ranking.shardsFor(query).map(async (number) => {
      const name = `${locale}/terms-${number}`;
      if (lists.has(name)) return;
      lists.set(name, new Map(Object.entries(await data(name))));
    }),
  );
}

function textLists() {
  const all = new Map();
  for (const list of lists.values()) for (const [term, postings] of list) all.set(term, postings);
  return all;
}

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Patterns of what to mark: matched terms and the words of the query. */
function patterns(terms, query) {
  const needles = new Set();
  for (const term of [...terms, ...query.trim().split(/\s+/)]) {
    const text = term.toLowerCase();
    if (!text.startsWith("§") && (text.length > 1 || SearchRanking.HAN.test(text))) needles.add(text);
  }
  return [...needles].map((needle) => new RegExp(/^[a-z]/.test(needle) ? `(?<![a-z])${literal(needle)}[a-z]*` : literal(needle), "giu"));
}

/** Where a text matches, overlapping pieces joined: [from, to, what]. */
function matches(text, marks) {
  const found = marks.flatMap((mark) => [...text.matchAll(mark)].map((m) => [m.index, m.index + m[0].length]));
  found.sort((a, b) => a[0] - b[0]);
  const joined = [];
  for (const [from, to] of found) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function highlight(text, marks) {
  let out = "";
  let at = 0;
  for (const [from, to] of matches(text, marks)) {
    out += `${escape(text.slice(at, from))}<mark>${escape(text.slice(from, to))}</mark>`;
    at = to;
  }
  return out + escape(text.slice(at));
}

/** The part of a text with the most different matches near each other. */
function excerpt(text, marks) {
  const width = 160;
  const found = matches(text, marks);
  let [at, best] = [0, 0];
  found.forEach(([start], i) => {
    const near = new Set();
    for (let j = i; j < found.length && found[j][0] < start + width - 50; j++) near.add(text.slice(...found[j]).toLowerCase());
    const worth = [...near].reduce((sum, word) => sum + word.length, 0);
    if (worth > best) [best, at] = [worth, Math.max(0, start - 30)];
  });
  while (at > 0 && /[a-z0-9]{2}/i.test(text.slice(at - 1, at + 1))) at--;
  return (at ? "…" : "") + highlight(text.slice(at, at + width), marks) + (at + width < text.length ? "…" : "");
}

const address = (page, anchor) => (local ? page.url.replace(/\/?$/, "/index.html").replace(/^\//, "") : page.url) + (anchor ? `#${anchor}` : "");

/** One result a question: the page, then its best section. */
async function shown(hit, query, rank, fetchText) {
  const marks = patterns(hit.terms, query);
  // The page that opens marks these words.
  const terms = Object.fromEntries(hit.terms.filter((t) => t.length > 1 && !t.startsWith("§")).slice(0, 8).map((t) => [t, true]));
  const { page } = hit;
  const items = [{
    location: address(page),
    title: highlight(page.number ? `${page.number} ${page.title}` : page.title, marks),
    text: "",
    score: hit.score,
    terms,
  }];
  const sections = fetchText && rank < EXCERPTS ? await data(`${locale}/page-${hit.id}`).catch(() => []) : [];
  const section = sections[Math.max(0, hit.section)];
  if (!section) return items;
  if (section[0] && section[0] !== "short-answer") {
    const [anchor, title, text] = section;
    items.push({
      location: address(page, anchor),
      title: highlight(title, marks),
      text: `<p>${excerpt(text, marks)}</p>`,
      score: hit.score,
      terms,
      parent: true,
    });
  } else {
    items[0].text = `<p>${excerpt(section[2], marks)}</p>`;
  }
  return items;
}

/** Below this share of the query, a page is near the question, not an answer to it. */
const ANSWERED = 0.45;

let latest = 0;

async function answer(query) {
  const turn = ++latest;
  const ranking = await load();
  const loading = loadLists(ranking, query).then(() => true, (error) => console.error(error));
  const inTime = await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, false))]);
  if (turn !== latest) return;
  const send = async (fetchText) => {
    const hits = ranking.search(query, textLists());
    const items = await Promise.all(hits.map((hit, rank) => shown(hit, query, rank, fetchText)));
    if (turn !== latest) return;
    const missing = !hits.length || hits[0].share < ANSWERED;
    const suggestion = ranking.suggestion(query);
    postMessage({ query, items, suggestion, missing });
  };
  await send(inTime === true);
  if (inTime !== true && (await loading) && turn === latest) await send(true);
}

addEventListener("message", async ({ data: query }) => {
  if (!query.trim()) {
    latest++;
    postMessage({ query, items: [], missing: false });
    return;
  }
  try {
    await answer(query);
  } catch (error) {
    console.error(error);
    postMessage({ query, items: [], missing: false });
  }
});
