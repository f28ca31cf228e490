// Texts name figures by code, "{B1}": below the text stands how it will read, and the codes that nothing has. The mirror of
// the Go function report.Form.Bound.
import { fill } from "../app/words";
import { write, type Spec } from "./spec";

export interface Piece {
  text: string;
  code?: string;
}

/** Takes a text apart; show gives a figure as it is read, null for a code that nothing has. */
export function bound(text: string, show: (code: string) => string | null): { pieces: Piece[]; unknown: string[] } {
  const pieces: Piece[] = [];
  const unknown: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/\{(\p{L}[\p{L}0-9_]{0,19})\}/gu)) {
    const code = match[1] ?? "";
    const figure = show(code);
    if (figure === null) {
      if (!unknown.includes(code)) unknown.push(code);
      continue;
    }
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: figure, code });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return { pieces, unknown };
}

/** Writes the preview of one text. */
export function preview(host: HTMLElement, spec: Spec, code: string, text: string, show: (code: string) => string | null) {
  const box = host.querySelector<HTMLElement>(`[data-bound="${CSS.escape(code)}"]`);
  const line = box?.querySelector<HTMLElement>("[data-bound-text]");
  const warning = host.querySelector<HTMLElement>(`[data-unbound="${CSS.escape(code)}"]`);
  const { pieces, unknown } = bound(text, show);
  if (box && line) {
    box.hidden = !pieces.some((one) => one.code);
    const now = JSON.stringify(pieces);
    if (!box.hidden && line.dataset.shown !== now) {
      line.dataset.shown = now;
      line.replaceChildren(
        ...pieces.map((one) => {
          if (!one.code) return document.createTextNode(one.text);
          const figure = document.createElement("span");
          figure.className = "bound";
          figure.title = `${one.code} ${spec.bound[one.code] ?? ""}`;
          figure.textContent = one.text;
          return figure;
        }),
      );
    }
  }
  const words = warning?.querySelector("span");
  if (!warning || !words) return;
  warning.hidden = unknown.length === 0;
  if (unknown.length > 0) write(words, fill(spec.messages["report.bound_unknown"] ?? "", { codes: unknown.join(", ") }));
}
