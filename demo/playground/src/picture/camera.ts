import { effect, signal } from '@preact/signals';
import { transfer } from 'comlink';
import { isBusy, show } from '../engine/client.ts';
import { sceneOf } from '../engine/scene.ts';
import { state, update } from '../state/state.ts';
import { message, note, openFile, refuse } from './choose.ts';

export const isCameraOn = signal(false);

/** Of the results that are shown while the camera runs. */
export const framesPerSecond = signal<number | null>(null);

/** More pixels than most cameras have frames of at full speed. */
const wantedPx = 1280;

interface Camera {
  readonly stream: MediaStream;
  readonly video: HTMLVideoElement;
  readonly ending: AbortController;
}

let camera: Camera | undefined;
let isStarting = false;

export async function startCamera(): Promise<void> {
  if (camera || isStarting) return;
  isStarting = true;
  const before = state.peek().picture;
  note('Waiting for the camera ...');
  try {
    const opened = await openCamera();
    message.value = null;
    // Another picture was chosen while the browser asked for permission.
    if (state.peek().picture !== before || document.hidden) end(opened);
    else run(opened);
  } catch (error) {
    refuse(sentenceOf(error));
  }
  isStarting = false;
}

/** Stops the camera. Its last frame becomes the picture. */
export async function stopCamera(): Promise<void> {
  const stopped = camera;
  if (!stopped) return;
  camera = undefined;
  const frame = await lastFrame(stopped.video);
  end(stopped);
  if (frame && state.peek().picture.from === 'camera') await openFile(frame, 'Camera picture');
}

async function openCamera(): Promise<Camera> {
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: wantedPx } } });
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const opened = { stream, video, ending: new AbortController() };
  try {
    await video.play();
  } catch (error) {
    end(opened);
    throw error;
  }
  return opened;
}

function run(opened: Camera): void {
  camera = opened;
  isCameraOn.value = true;
  update({ picture: { from: 'camera' } });
  const { signal } = opened.ending;
  const [track] = opened.stream.getVideoTracks();
  track!.addEventListener(
    'ended',
    () => void stopCamera().then(() => refuse('The camera was disconnected.')),
    {
      signal,
    },
  );
  document.addEventListener('visibilitychange', () => void (document.hidden && stopCamera()), { signal });
  const stopWatching = effect(() => {
    if (state.value.picture.from === 'camera') return;
    camera = undefined;
    end(opened);
  });
  signal.addEventListener('abort', stopWatching);
  void showFrames(opened);
}

function end({ stream, video, ending }: Camera): void {
  ending.abort();
  for (const track of stream.getTracks()) track.stop();
  video.srcObject = null;
  isCameraOn.value = false;
  framesPerSecond.value = null;
}

/** One frame after the other: the next one is taken when the one before is shown. */
async function showFrames(running: Camera): Promise<void> {
  const shownAt: number[] = [];
  while (camera === running) {
    await nextFrame(running.video);
    await idle();
    if (camera !== running) return;
    const { maxSidePx } = state.peek();
    const frame = await frameOf(running.video, maxSidePx);
    if (camera !== running) {
      frame.close();
      return;
    }
    const scene = sceneOf(state.peek());
    const picture = { ...scene.picture, source: { from: 'frame', frame } as const };
    await show(transfer({ ...scene, picture }, [frame]));
    shownAt.push(performance.now());
    framesPerSecond.value = rateOf(shownAt);
  }
}

/** A mean of this many frames is steady enough to read. */
const meanOf = 30;

function rateOf(times: number[]): number | null {
  if (times.length > meanOf) times.shift();
  if (times.length < 2) return null;
  return Math.round((1000 * (times.length - 1)) / (times.at(-1)! - times[0]!));
}

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve());
    else requestAnimationFrame(() => resolve());
  });
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (isBusy.value) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

function frameOf(video: HTMLVideoElement, maxSidePx: number): Promise<ImageBitmap> {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, maxSidePx / Math.max(videoWidth, videoHeight));
  return createImageBitmap(video, {
    resizeWidth: Math.max(1, Math.round(videoWidth * scale)),
    resizeHeight: Math.max(1, Math.round(videoHeight * scale)),
  });
}

async function lastFrame(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')!.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

function sentenceOf(error: unknown): string {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return 'This page may not use the camera. Allow it in the settings that your browser has for this page.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'No camera was found.';
    case 'NotReadableError':
    case 'AbortError':
      return 'The camera cannot be used. Another program may be using it.';
    case 'SecurityError':
      return 'Browsers give the camera only to pages with an address that begins with https://.';
    default:
      return 'The camera could not be started.';
  }
}
