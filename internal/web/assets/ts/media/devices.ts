/** Opens the camera, counts its pictures for a second and closes it. Rejects like getUserMedia. */
export async function probeCamera(): Promise<{ width: number; height: number; fps: number }> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } });
  const el = document.createElement('video');
  try {
    el.muted = true;
    el.playsInline = true;
    el.srcObject = stream;
    await el.play();
    const settings = stream.getVideoTracks()[0]?.getSettings() ?? {};
    const counted = await countFrames(el, 1_000);
    return {
      width: el.videoWidth || (settings.width ?? 0),
      height: el.videoHeight || (settings.height ?? 0),
      fps: Math.round(counted ?? settings.frameRate ?? 0),
    };
  } finally {
    el.srcObject = null;
    stop(stream);
  }
}

/** Frames per second, or undefined where the browser cannot count. */
function countFrames(el: HTMLVideoElement, ms: number): Promise<number | undefined> {
  if (!('requestVideoFrameCallback' in el)) return Promise.resolve(undefined);
  return new Promise((done) => {
    let frames = 0;
    const start = performance.now();
    const next = (): void => {
      frames++;
      el.requestVideoFrameCallback(next);
    };
    el.requestVideoFrameCallback(next);
    setTimeout(() => done((frames * 1000) / (performance.now() - start)), ms);
  });
}

/** Listens to the microphone and resolves with the loudest level, 0..1. Rejects like getUserMedia. */
export async function hearLevel(ms: number, onLevel: (level: number, peak: number) => void, signal?: AbortSignal): Promise<number> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  try {
    await context.resume().catch(() => undefined);
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let peak = 0;
    const end = performance.now() + ms;
    while (performance.now() < end && !signal?.aborted) {
      await new Promise((done) => setTimeout(done, 50));
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const s of samples) sum += s * s;
      const level = Math.sqrt(sum / samples.length);
      peak = Math.max(peak, level);
      onLevel(level, peak);
    }
    return peak;
  } finally {
    stop(stream);
    void context.close().catch(() => undefined);
  }
}

/** Plays a soft tone; false if the browser would not play without a click. */
export async function playTone(ms: number): Promise<boolean> {
  const context = new AudioContext();
  try {
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
    if (context.state !== 'running') return false;
    const gain = context.createGain();
    const tone = context.createOscillator();
    tone.frequency.value = 440;
    gain.gain.setValueAtTime(0, context.currentTime);
    gain.gain.linearRampToValueAtTime(0.2, context.currentTime + 0.05);
    gain.gain.setValueAtTime(0.2, context.currentTime + ms / 1000 - 0.1);
    gain.gain.linearRampToValueAtTime(0, context.currentTime + ms / 1000);
    tone.connect(gain).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + ms / 1000);
    await new Promise((done) => setTimeout(done, ms));
    return true;
  } finally {
    void context.close().catch(() => undefined);
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
