// Renders LaTeX for formulas.py: a JSON list of formulas a line in, a list of answers a line out.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2]);
const katex = require("katex");

const lines = createInterface({ input: process.stdin });
process.stdout.write(JSON.stringify({ version: katex.version }) + "\n");

for await (const line of lines) process.stdout.write(JSON.stringify(JSON.parse(line).map(render)) + "\n");

function render({ tex, display }) {
  try {
    const html = katex.renderToString(tex, {
      displayMode: display,
      throwOnError: true,
      output: "htmlAndMathml",
      strict: (code) => (code === "unicodeTextInMathMode" ? "ignore" : "error"),
      // Left alone, KaTeX would print a refused \href in red instead of failing.
      trust: ({ command }) => {
        throw new Error(`${command} is not allowed`);
      },
      maxExpand: 1000,
      maxSize: 50,
    });
    return { html: html.replace(/ style="[^"]*"/g, rounded) };
  } catch (error) {
    return {
      error: (error.rawMessage || error.message).split("\n")[0],
      // KaTeX counts UTF-16 units, Python counts characters.
      position: [...tex.slice(0, error.position ?? 0)].length,
    };
  }
}

// Lengths to a hundredth of an em, a tenth of a pixel: a long page is half a kilobyte lighter.
function rounded(style) {
  return style.replace(/\d+\.\d+(?=em)/g, (length) => Number(length).toFixed(2).replace(/\.?0+$/, ""));
}
