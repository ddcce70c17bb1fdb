% Writes matlab.json: what examples/coming-from/matlab/before.m gives for these arguments.
% Run it in this folder: octave matlab.m, with GNU Octave 7 and its package image.
pkg load image
image = mod((1:9)' .^ 2 * (3:14) + 7 * (1:9)', 256);
kernel = mod((1:3)' * (2:5) .^ 2, 19) - 9;
odd = kernel(:, 1:3);

before = '../../../examples/coming-from/matlab/before.m';
run(before);

golden = struct('args', {{image, kernel, odd}}, 'results', struct());
for line = regexp(fileread(before), '^(\w+) = ', 'tokens', 'lineanchors')
  golden.results.(line{1}{1}) = eval(line{1}{1});
end
file = fopen('matlab.json', 'w');
fprintf(file, '%s\n', jsonencode(golden));
fclose(file);
