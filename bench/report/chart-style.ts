import type { Config, Mark } from 'vega';

export const grey = '#57606a';

export const config: Config = {
  style: { 'guide-label': { font: 'sans-serif' }, 'guide-title': { font: 'sans-serif' } },
  axis: {
    domainColor: grey,
    tickColor: grey,
    labelColor: grey,
    titleColor: grey,
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    gridColor: '#e4e7eb',
  },
};

export function text(
  value: string,
  x: number,
  y: number,
  options: { fontSize: number; fontWeight?: 400 | 600; fill: string; baseline?: 'middle' },
): Mark {
  const { fontSize, fontWeight = 400, fill, baseline } = options;
  return {
    type: 'text',
    encode: {
      enter: {
        text: { value },
        x: { value: x },
        y: { value: y },
        font: { value: 'sans-serif' },
        fontSize: { value: fontSize },
        fontWeight: { value: fontWeight },
        fill: { value: fill },
        ...(baseline && { baseline: { value: baseline } }),
      },
    },
  };
}
