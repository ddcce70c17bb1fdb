import { effect, signal } from '@preact/signals';
import { transfer } from 'comlink';
import { isBusy, isEnded, show } from '../engine/client.ts';
import type { Scene } from '../engine/protocol.ts';
import { sceneOf } from '../engine/scene.ts';
import { isSame } from '../state/same.ts';
import { state, update } from '../state/state.ts';
import { message, note, openFile, refuse } from './choose.ts';

export const isCameraOn = signal(false);

/** Of the results that are shown while the camera runs. */
export const framesPerSecond = signal<number | null>(null);

/** More pixels than most cameras have frames of at full speed. */
const wantedPx = 1280;

/** Some browsers do not tell of the frames of a video that is not in the page. There this passes from frame to frame. */
const framePauseMs = 100;

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
  const before = state.peek();
  note('Waiting for the camera ...');
  try {
    const opened = await openCamera();
    message.value = null;
    // What may have changed while the browser asked for permission.
    const { picture, tab } = state.peek();
    if (picture !== before.picture || tab !== before.tab || document.hidden) end(opened);
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
  const startedIn = state.peek().tab;
  const stopWatching = effect(() => {
    const { picture, tab } = state.value;
    if (picture.from !== 'camera') {
      camera = undefined;
      end(opened);
    } else if (tab !== startedIn) {
      // It is not seen there, and would take its time from what the benchmark measures.
      void stopCamera();
    }
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
  let last: Scene | undefined;
  while (camera === running) {
    await nextFrame(running.video);
    await readyForMore(last);
    if (camera !== running) return;
    const frame = await frameOf(running.video, state.peek().maxSidePx);
    if (camera !== running) {
      frame.close();
      return;
    }
    last = sceneOf(state.peek());
    await show(sceneWith(frame));
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
    setTimeout(resolve, framePauseMs);
  });
}

/** Who stops a scene that takes too long gets no more frames of it, until the same is started again. */
function readyForMore(last: Scene | undefined): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (isBusy.value || (isEnded.value && isSame(sceneOf(state.value), last))) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

/** The scene of the page as it is now; with a frame of this moment while the camera runs. Frames are moved, not copied. */
export async function sceneNow(): Promise<Scene> {
  return camera ? sceneWith(await frameOf(camera.video, state.peek().maxSidePx)) : sceneOf(state.peek());
}

function sceneWith(frame: ImageBitmap): Scene {
  const scene = sceneOf(state.peek());
  return transfer({ ...scene, picture: { ...scene.picture, source: { from: 'frame', frame } } }, [frame]);
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
      return self === top
        ? 'This page may not use the camera. Allow it in the settings that your browser has for this page.'
        : 'This page may not use the camera. In a frame it also needs allow="camera".';
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
