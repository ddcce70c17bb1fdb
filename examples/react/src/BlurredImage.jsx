import { gaussianBlur } from 'convolve-wasm';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** The picture at `src`, blurred by a Gaussian of `sigma` pixels. */
export function BlurredImage({ src, sigma, alt }) {
  const canvas = useRef(null);
  const [pixels, setPixels] = useState(null);

  // Read the pixels once for each picture.
  useEffect(() => {
    let isCurrent = true;
    readPixels(src).then((read) => isCurrent && setPixels(read), console.error);
    return () => {
      isCurrent = false;
    };
  }, [src]);

  // Blur them for each sigma, before the browser paints.
  useLayoutEffect(() => {
    if (!pixels) return;
    const { data, width, height } = gaussianBlur(pixels, { sigma });
    canvas.current.getContext('2d').putImageData(new ImageData(data, width, height), 0, 0);
  }, [pixels, sigma]);

  return <canvas ref={canvas} width={pixels?.width} height={pixels?.height} role="img" aria-label={alt} />;
}

async function readPixels(src) {
  const image = new Image();
  image.src = src;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
}
