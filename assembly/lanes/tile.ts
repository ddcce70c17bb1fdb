/** Stores vectors one after another: the sums of a tile, which a kernel holds in registers. */
export class Tile {
  @inline
  static store4(to: usize, a: v128, b: v128, c: v128, d: v128): void {
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }

  @inline
  static store8(to: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
    Tile.store4(to, a, b, c, d);
    v128.store(to, e, 64);
    v128.store(to, f, 80);
    v128.store(to, g, 96);
    v128.store(to, h, 112);
  }
}
