/** Colour maps from the least value to the greatest, by matplotlib's names; but for gray these are Vega's, too. */
const sequential = ['viridis', 'plasma', 'inferno', 'magma', 'cividis', 'turbo', 'gray'] as const;

/** Colour maps whose middle stands for 0: matplotlib's names, and Vega's. */
export const diverging: { readonly [name: string]: string } = {
  RdBu: 'redblue',
  RdYlBu: 'redyellowblue',
  PRGn: 'purplegreen',
  BrBG: 'brownbluegreen',
  PiYG: 'pinkyellowgreen',
};

/** A name that ends in _r is the reverse. */
export const colourMapNames = [...sequential, ...Object.keys(diverging)].flatMap((name) => [
  name,
  `${name}_r`,
]);
