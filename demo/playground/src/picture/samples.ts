/** Names of the sample pictures, and what the page calls them. */
export const sampleTitles = {
  face: 'Photograph: raccoon',
  ascent: 'Photograph: stairs',
  steps: "SciPy tutorial's two steps",
  zone: 'Zone plate',
  text: 'Text',
  edge: 'Step edge',
  impulse: 'Impulse',
  noise: 'Noise',
  holes: 'Holes of NaN',
} as const;

export type SampleName = keyof typeof sampleTitles;
export const sampleNames = Object.keys(sampleTitles) as SampleName[];
