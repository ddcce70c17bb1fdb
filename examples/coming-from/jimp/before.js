export function sharpen(image) {
  const kernel = [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ];
  return image.convolution({ kernel });
}

export function emboss(image) {
  const kernel = [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ];
  return image.convolute(kernel);
}

export function gaussian(image, radius) {
  return image.gaussian(radius);
}

export function blur(image, radius) {
  return image.blur(radius);
}
