import { type BackendName, gaussianBlur } from 'convolve-wasm';
import { blurRGBA } from 'glur';
import { imageDataRGBA } from 'stackblur-canvas';
import { availableBackends } from './backends.ts';

/** As `ImageData`: four channels of bytes. */
export interface Picture {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export interface Blur {
  readonly name: string;
  /** The greatest sigma that it takes. */
  readonly maxSigma: number;
  /** Whether `blur` leaves its result in the picture itself. Else it writes to `out`. */
  readonly inPlace: boolean;
  blur(picture: Picture, sigma: number, out: Picture): void;
}

/** stackblur-canvas has tables up to this radius. */
const MAX_STACK_RADIUS = 254;

/** Weights r + 1 - |i| have a variance of r (r + 2) / 6. */
export function stackRadius(sigma: number): number {
  return Math.round(Math.sqrt(6 * sigma ** 2 + 1) - 1);
}

/** Blurs for canvas pixels from the npm registry, beside the backends of this package. */
export function blurs(): Blur[] {
  return [
    ...availableBackends().reverse().map(ofPackage),
    {
      name: 'stackblur-canvas',
      maxSigma: Math.sqrt(((MAX_STACK_RADIUS + 1) ** 2 - 1) / 6),
      inPlace: true,
      blur: (picture, sigma) =>
        void imageDataRGBA(picture as ImageData, 0, 0, picture.width, picture.height, stackRadius(sigma)),
    },
    {
      name: 'glur',
      maxSigma: Number.POSITIVE_INFINITY,
      inPlace: true,
      blur: ({ data, width, height }, sigma) => blurRGBA(data, width, height, sigma),
    },
  ];
}

function ofPackage(backend: BackendName): Blur {
  return {
    name: `convolve-wasm, ${backend}`,
    maxSigma: Number.POSITIVE_INFINITY,
    inPlace: false,
    blur: (picture, sigma, out) => void gaussianBlur(picture, { sigma, backend, out }),
  };
}
