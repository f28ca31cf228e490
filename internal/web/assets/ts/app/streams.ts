// One connection for all that a browser watches live: "/live?t=room/ID&t=board/ID". It runs in a worker that all tabs
// share (live-worker.ts), or in the page itself where the browser has no such workers.
//
// It keeps what each topic shows, so that a tab which comes later has it at once; after an interruption it asks for what
// it lacks. A topic that the server cuts (a right that ended) is tried again later and later, apart from the others.

export interface Frame {
  v: number;
  prev?: number;
  parts?: { id: string; html: string }[];
  cells?: [number, string][];
  all?: string[];
}

export interface Sink {
  frame(frame: Frame): void;
  state(state: "live" | "lost"): void;
}

class Topic {
  sinks = new Set<Sink>();
  v = -1; // -1: nothing was shown yet
  id = ""; // of the last event
  live = false;
  cut = false; // by the server: not asked for until its time has come
  wait = 1000;
  timer: ReturnType<typeof setTimeout> | undefined;
  private parts = new Map<string, string>();
  private cells: string[] | undefined;

  take(frame: Frame, id: string) {
    for (const part of frame.parts ?? []) this.parts.set(part.id, part.html);
    if (frame.all) this.cells = [...frame.all];
    for (const [i, text] of frame.cells ?? []) if (this.cells) this.cells[i] = text;
    this.v = frame.v;
    this.id = id;
    this.wait = 1000;
    for (const sink of this.sinks) sink.frame(frame);
  }

  whole(): Frame {
    return { v: this.v, parts: [...this.parts].map(([id, html]) => ({ id, html })), all: this.cells };
  }

  show(live: boolean) {
    this.live = live;
    for (const sink of this.sinks) sink.state(live ? "live" : "lost");
  }
}

export class Streams {
  private topics = new Map<string, Topic>();
  private source: EventSource | null = null;
  private soon: ReturnType<typeof setTimeout> | undefined;
  private wait = 1000;

  constructor(private lang: string) {}

  /** src is "/live/room/ID". The returned function ends it. */
  listen(src: string, sink: Sink): () => void {
    const name = src.replace(/^\/live\//, "");
    let topic = this.topics.get(name);
    if (!topic) {
      topic = new Topic();
      this.topics.set(name, topic);
      this.renew(30);
    } else if (topic.v >= 0) {
      sink.state(topic.live ? "live" : "lost");
      sink.frame(topic.whole());
    }
    topic.sinks.add(sink);
    return () => {
      if (!topic.sinks.delete(sink) || topic.sinks.size > 0) return;
      clearTimeout(topic.timer);
      this.topics.delete(name);
      this.renew(250); // the next page of a tab often watches the same
    };
  }

  private renew(after: number) {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.open(), after);
  }

  private open() {
    this.source?.close();
    this.source = null;
    const wanted = [...this.topics].filter(([, topic]) => !topic.cut);
    if (wanted.length === 0) return;
    const query = new URLSearchParams({ lang: this.lang });
    for (const [name, topic] of wanted) query.append("t", topic.id ? `${name}~${topic.id}` : name);
    const source = new EventSource("/live?" + query.toString());
    this.source = source;
    let cut = false;
    source.onopen = () => {
      this.wait = 1000;
      for (const [, topic] of wanted) if (!topic.cut) topic.show(true);
    };
    for (const [name, topic] of wanted) {
      source.addEventListener(name, (event) => {
        const frame = JSON.parse(event.data as string) as Frame;
        if (frame.prev !== undefined && frame.prev !== topic.v) {
          topic.id = ""; // a gap: ask for the whole
          this.renew(0);
          return;
        }
        topic.take(frame, event.lastEventId);
        if (!topic.live) topic.show(true);
      });
    }
    source.addEventListener("cut", (event) => {
      cut = true;
      const name = JSON.parse(event.data as string) as string;
      const topic = this.topics.get(name);
      if (topic) this.later(topic);
    });
    source.onerror = () => {
      if (source !== this.source) return;
      source.close(); // not by itself: it would ask for what it had at its beginning
      this.source = null;
      for (const [, topic] of wanted) if (!topic.cut) topic.show(false);
      this.renew(cut ? 100 : this.wait * (0.75 + Math.random() / 2));
      if (!cut) this.wait = Math.min(this.wait * 2, 30_000);
    };
  }

  private later(topic: Topic) {
    topic.cut = true;
    topic.show(false);
    clearTimeout(topic.timer);
    topic.timer = setTimeout(() => {
      topic.cut = false;
      topic.id = "";
      this.renew(0);
    }, topic.wait * (0.75 + Math.random() / 2));
    topic.wait = Math.min(topic.wait * 2, 30_000);
  }
}
