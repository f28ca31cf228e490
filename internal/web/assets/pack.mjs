// Compresses the built texts with Brotli, so that the program need not.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "dist");
for (const name of readdirSync(dist)) {
  if (name.endsWith(".br")) rmSync(join(dist, name));
}
for (const name of readdirSync(dist)) {
  // Style sheets are rewritten when the program starts and compressed there.
  if (!/\.(js|svg)$/.test(name)) continue;
  const body = readFileSync(join(dist, name));
  writeFileSync(join(dist, name + ".br"), brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
}
