/** Moves places apart until neighbours have a distance, each group about the middle of what it wanted. */
export function spread(places: readonly number[], distance: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  const groups: { wanted: number[]; members: number[] }[] = [];
  const start = ({ wanted }: { wanted: number[] }) =>
    wanted.reduce((sum, place, i) => sum + place - i * distance, 0) / wanted.length;
  for (const { place, index } of order) {
    let group = { wanted: [place], members: [index] };
    for (let before = groups.at(-1); before !== undefined; before = groups.at(-1)) {
      if (start(before) + before.wanted.length * distance <= start(group)) break;
      groups.pop();
      group = {
        wanted: [...before.wanted, ...group.wanted],
        members: [...before.members, ...group.members],
      };
    }
    groups.push(group);
  }
  const result = [...places];
  for (const group of groups) {
    const first = start(group);
    group.members.forEach((index, i) => {
      result[index] = first + i * distance;
    });
  }
  return result;
}
