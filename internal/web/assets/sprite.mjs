// Copies what the bundle takes from packages as it is: the icons named in
// icons.txt into one sprite, and the fonts' Latin and Vietnamese parts.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "../../../node_modules");
const dist = join(here, "dist");
mkdirSync(dist, { recursive: true });

const names = [...new Set(readFileSync(join(here, "icons.txt"), "utf8").split("\n").map((line) => line.trim())
  .filter((line) => line && !line.startsWith("#")))].sort();
const missing = [];
const symbols = names.map((name) => {
  let svg;
  try {
    svg = readFileSync(join(modules, "lucide-static/icons", name + ".svg"), "utf8");
  } catch {
    missing.push(name);
    return "";
  }
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
});
if (missing.length) {
  console.error("icons.txt names icons that lucide-static does not have: " + missing.join(", "));
  process.exit(1);
}
writeFileSync(join(dist, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);

const fonts = {
  "inter-latin": "@fontsource-variable/inter/files/inter-latin-wght-normal",
  "inter-vietnamese": "@fontsource-variable/inter/files/inter-vietnamese-wght-normal",
  "serif-latin-600": "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal",
  "serif-vietnamese-600": "@fontsource/source-serif-4/files/source-serif-4-vietnamese-600-normal",
  "serif-latin-400": "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal",
  "serif-vietnamese-400": "@fontsource/source-serif-4/files/source-serif-4-vietnamese-400-normal",
};
for (const [name, from] of Object.entries(fonts)) {
  cpSync(join(modules, from + ".woff2"), join(dist, name + ".woff2"));
}
for (const name of ["favicon.svg", "manifest.webmanifest"]) {
  cpSync(join(here, name), join(dist, name));
}
