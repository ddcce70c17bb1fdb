% conv2 flips the kernel and continues the image by zeros.
full = conv2(image, kernel);
same = conv2(image, kernel, 'same');
valid = conv2(image, kernel, 'valid');
separable = conv2([1 2 1], [1 0 -1], image, 'same');
correlated = filter2(kernel, image);

% imfilter does not flip, unless 'conv' says so.
zeros_around = imfilter(image, kernel);
replicate = imfilter(image, kernel, 'replicate');
symmetric = imfilter(image, kernel, 'symmetric');
circular = imfilter(image, kernel, 'circular');
flipped = imfilter(image, odd, 'replicate', 'conv');

gaussian = imfilter(image, fspecial('gaussian', 5, 1.2), 'replicate');
average = imfilter(image, fspecial('average', 3), 'symmetric');
motion = imfilter(image, fspecial('motion', 5, 0), 'replicate');
sobel_down = imfilter(image, -fspecial('sobel'), 'replicate');
