import { grayscale, prepare, toImageData } from 'convolve-wasm';

const canvas = document.querySelector('canvas');
const button = document.querySelector('button');

button.onclick = async () => {
  button.disabled = true;
  try {
    showEdges(await openCamera());
  } catch (error) {
    document.querySelector('[role=status]').textContent = `No camera: ${error.message}`;
    button.disabled = false;
  }
};

async function openCamera() {
  const video = document.createElement('video');
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  await video.play();
  return video;
}

function showEdges(video) {
  const { videoWidth: width, videoHeight: height } = video;
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });

  // Made once: the filter, and room for what each step gives.
  const sobel = prepare('sobel', { output: 'magnitude', shape: [height, width], dtype: 'uint8' });
  const gray = { data: new Uint8ClampedArray(width * height), width, height, channels: 1 };
  const edges = { data: new Uint8Array(width * height), width, height, channels: 1 };
  const pixels = context.createImageData(width, height);

  video.requestVideoFrameCallback(function onFrame() {
    context.drawImage(video, 0, 0);
    grayscale(context.getImageData(0, 0, width, height), { out: gray });
    sobel.run(gray, edges);
    toImageData(edges, 'clamp', { out: pixels });
    context.putImageData(pixels, 0, 0);
    video.requestVideoFrameCallback(onFrame);
  });
}
