import cv from '@techstark/opencv-js'; // in a page, the script opencv.js makes `cv`

await new Promise((resolve) => {
  cv.onRuntimeInitialized = resolve;
});

export function gaussian(imageData, sigma) {
  const source = cv.matFromImageData(imageData);
  const target = new cv.Mat();
  cv.GaussianBlur(source, target, new cv.Size(0, 0), sigma);
  const { cols: width, rows: height } = target;
  const result = { data: new Uint8ClampedArray(target.data), width, height };
  for (const mat of [source, target]) mat.delete();
  return result;
}

export function sharpen(imageData) {
  const source = cv.matFromImageData(imageData);
  const target = new cv.Mat();
  const kernel = cv.matFromArray(3, 3, cv.CV_32F, [0, -1, 0, -1, 5, -1, 0, -1, 0]);
  cv.filter2D(source, target, -1, kernel, new cv.Point(-1, -1), 0, cv.BORDER_REPLICATE);
  const { cols: width, rows: height } = target;
  const result = { data: new Uint8ClampedArray(target.data), width, height };
  for (const mat of [source, target, kernel]) mat.delete();
  return result;
}

export function sobelAcross(imageData) {
  const source = cv.matFromImageData(imageData);
  const [gray, x] = [new cv.Mat(), new cv.Mat()];
  cv.cvtColor(source, gray, cv.COLOR_RGBA2GRAY);
  cv.Sobel(gray, x, cv.CV_32F, 1, 0, 3);
  const { cols: width, rows: height } = x;
  const result = { data: x.data32F.slice(), width, height, channels: 1 };
  for (const mat of [source, gray, x]) mat.delete();
  return result;
}

export function mean(imageData, size) {
  const source = cv.matFromImageData(imageData);
  const target = new cv.Mat();
  cv.blur(source, target, new cv.Size(size, size));
  const { cols: width, rows: height } = target;
  const result = { data: new Uint8ClampedArray(target.data), width, height };
  for (const mat of [source, target]) mat.delete();
  return result;
}
