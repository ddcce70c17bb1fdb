const video = document.querySelector('video');
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

// From now on the worker alone draws on the canvas.
const canvas = document.querySelector('canvas').transferControlToOffscreen();
worker.postMessage({ canvas }, [canvas]);

let isBusy = false;
let shown = 0;
let skipped = 0;

video.requestVideoFrameCallback(function onFrame() {
  video.requestVideoFrameCallback(onFrame);
  if (isBusy) {
    skipped++; // the worker has the last frame still; showing this one late is worse than not at all
    return;
  }
  isBusy = true;
  const frame = new VideoFrame(video);
  worker.postMessage({ frame }, [frame]);
});

worker.onmessage = ({ data: { milliseconds } }) => {
  isBusy = false;
  shown++;
  document.querySelector('output').value =
    `${shown} frames, ${skipped} skipped, ${milliseconds.toFixed(1)} ms for the last blur`;
};
