// The worker that all tabs of a browser share: it holds the one stream of live news and hands each tab its part.
// A tab says every 25 seconds what it watches; one that is silent for three minutes is gone (browsers slow hidden tabs
// down to one turn a minute).
import type { FromWorker, ToWorker } from "./app/listen";
import { Streams } from "./app/streams";

const silence = 180_000;
const byLanguage = new Map<string, Streams>();

function serve(port: MessagePort) {
  const watched = new Map<string, () => void>();
  let lang = "vi";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const answer = (message: FromWorker) => port.postMessage(message);
  const off = (src: string) => {
    watched.get(src)?.();
    watched.delete(src);
  };
  const on = (src: string) => {
    off(src); // asked again: the whole once more
    let streams = byLanguage.get(lang);
    if (!streams) byLanguage.set(lang, (streams = new Streams(lang)));
    watched.set(src, streams.listen(src, { frame: (frame) => answer({ src, frame }), state: (state) => answer({ src, state }) }));
  };
  const all = () => [...watched.keys()].forEach(off);

  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    clearTimeout(timer);
    if ("bye" in data) return all();
    timer = setTimeout(all, silence);
    if ("on" in data) on(data.on);
    else if ("off" in data) off(data.off);
    else {
      lang = data.lang;
      for (const src of data.here) if (!watched.has(src)) on(src);
      for (const src of [...watched.keys()]) if (!data.here.includes(src)) off(src);
    }
  };
  port.start();
}

self.addEventListener("connect", (event) => {
  for (const port of (event as MessageEvent).ports) serve(port);
});
