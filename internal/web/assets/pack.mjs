// Puts hashed addresses into the built style sheets and compresses all texts, with Brotli and gzip, so that the program need
// not; the texts themselves stay out of it, it unpacks them.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "dist");
for (const name of readdirSync(dist)) {
  if (/\.(br|gz)$/.test(name)) rmSync(join(dist, name));
}

// The name that the program gives a file: see add in assets.go.
function hashed(name) {
  const digits = "0123456789abcdefghijklmnopqrstuv";
  const sum = BigInt("0x" + createHash("sha256").update(readFileSync(join(dist, name))).digest("hex").slice(0, 10));
  let hash = "";
  for (let i = 35n; i >= 0n; i -= 5n) hash += digits[Number((sum >> i) & 31n)];
  const ext = extname(name);
  return name.slice(0, -ext.length) + "." + hash + ext;
}

for (const name of readdirSync(dist)) {
  if (!/\.(js|svg|css)$/.test(name)) continue;
  const path = join(dist, name);
  if (name.endsWith(".css")) {
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/\/assets\/([\w-]+\.woff2)/g, (whole, file) => (existsSync(join(dist, file)) ? "/assets/" + hashed(file) : whole)));
  }
  writeFileSync(path + ".br", brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(path + ".gz", gzipSync(readFileSync(path), { level: 9 }));
}
for (const name of readdirSync(dist)) {
  if (existsSync(join(dist, name + ".gz"))) rmSync(join(dist, name));
}
