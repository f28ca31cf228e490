// listen(src, sink) watches a topic through the worker that all tabs share, or by this page's own stream.
import { Streams, type Frame, type Sink } from "./streams";

export type ToWorker = { on: string } | { off: string } | { here: string[]; lang: string } | { bye: true };
export type FromWorker = { src: string; frame?: Frame; state?: "live" | "lost" };

const lang = document.documentElement.lang || "vi";
const sinks = new Map<string, Set<Sink>>(); // those that the worker serves
let port: MessagePort | null = null;
let own: Streams | null = null;
let tried = false;

function tell(message: ToWorker) {
  port?.postMessage(message);
}

function connect() {
  tried = true;
  const url = document.querySelector<HTMLElement>("script[data-live-worker]")?.dataset.liveWorker;
  if (!url || typeof SharedWorker === "undefined") return;
  try {
    const worker = new SharedWorker(url, { type: "module", name: "live" });
    worker.onerror = fallBack; // refused, or a browser that knows no modules in workers
    port = worker.port;
    port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      for (const sink of [...(sinks.get(data.src) ?? [])]) {
        if (data.state) sink.state(data.state);
        if (data.frame) sink.frame(data.frame);
      }
    };
    here();
    window.setInterval(here, 25_000); // a worker is not told that a tab is gone: it forgets who is silent
    window.addEventListener("pagehide", () => tell({ bye: true }));
    window.addEventListener("pageshow", here);
    document.addEventListener("visibilitychange", here);
  } catch {
    port = null;
  }
}

function here() {
  tell({ here: [...sinks.keys()], lang });
}

function fallBack() {
  if (!port) return;
  port.close();
  port = null;
  for (const [src, set] of sinks) for (const sink of set) ownListen(src, sink);
}

const ends = new Map<Sink, () => void>();

function ownListen(src: string, sink: Sink) {
  own ??= new Streams(lang);
  ends.set(sink, own.listen(src, sink));
}

export function listen(src: string, sink: Sink): () => void {
  if (!tried) connect();
  const set = sinks.get(src) ?? new Set();
  sinks.set(src, set);
  set.add(sink);
  if (port) tell({ on: src });
  else ownListen(src, sink);
  return () => {
    ends.get(sink)?.();
    ends.delete(sink);
    set.delete(sink);
    if (set.size > 0) return;
    sinks.delete(src);
    tell({ off: src });
  };
}
