// Drops from a style sheet what no page uses, for assets.py:
// {css, words} as JSON on stdin, the style sheet on stdout.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { PurgeCSS } = createRequire(process.argv[2])("purgecss");
const { css, words } = JSON.parse(readFileSync(0, "utf8"));
const [{ css: kept }] = await new PurgeCSS().purge({
  content: [{ raw: words.join(" "), extension: "html" }],
  defaultExtractor: (text) => text.split(" "),
  css: [{ raw: css }],
  keyframes: true,
  variables: true,
});
process.stdout.write(kept);
