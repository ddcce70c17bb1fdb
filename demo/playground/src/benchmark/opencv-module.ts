import opencv from '@techstark/opencv-js';

/* In an object of its own: opencv.js has a `then` that never answers, so it must not become the value of a promise. */
export { opencv };
