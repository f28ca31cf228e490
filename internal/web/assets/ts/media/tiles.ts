import type { Track } from 'livekit-client';
import type { Picture } from './events';

/**
 * Which video elements show which site. Elements may be wired before the site's picture exists and stay wired when it
 * goes and comes back.
 */
export class Tiles {
  #elements = new Map<string, Set<HTMLVideoElement>>();
  #tracks = new Map<string, Track>();

  wire(identity: string, el: HTMLVideoElement, picture: Picture): void {
    const key = keyOf(identity, picture);
    const set = this.#elements.get(key) ?? new Set();
    if (set.has(el)) return;
    set.add(el);
    this.#elements.set(key, set);
    el.playsInline = true;
    el.muted = true; // sound has elements of its own
    this.#tracks.get(key)?.attach(el);
  }

  /** Without a picture kind: from every picture of the site. */
  unwire(identity: string, el: HTMLVideoElement, picture?: Picture): void {
    for (const kind of picture ? [picture] : (['camera', 'screen'] as const)) {
      const key = keyOf(identity, kind);
      if (!this.#elements.get(key)?.delete(el)) continue;
      this.#tracks.get(key)?.detach(el);
      el.srcObject = null;
    }
  }

  show(identity: string, picture: Picture, track: Track): void {
    const key = keyOf(identity, picture);
    const old = this.#tracks.get(key);
    if (old === track) return;
    this.#tracks.set(key, track);
    for (const el of this.#elements.get(key) ?? []) {
      old?.detach(el);
      track.attach(el);
    }
  }

  /** Takes a picture away; only the given track, so that a late farewell of an old one spares its successor. */
  hide(identity: string, picture: Picture, track?: Track): void {
    const key = keyOf(identity, picture);
    const shown = this.#tracks.get(key);
    if (!shown || (track && track !== shown)) return;
    this.#tracks.delete(key);
    for (const el of this.#elements.get(key) ?? []) {
      shown.detach(el);
      el.srcObject = null;
    }
  }

  hideAll(): void {
    for (const key of [...this.#tracks.keys()]) {
      const at = key.lastIndexOf('/');
      this.hide(key.slice(0, at), key.slice(at + 1) as Picture);
    }
  }
}

function keyOf(identity: string, picture: Picture): string {
  return `${identity}/${picture}`;
}
