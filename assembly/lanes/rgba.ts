/** RGBA pixels of floats: one vector of f32, or two of f64, red and green before blue and alpha. */
export class Rgba {
  /** The alpha in all lanes. `last` is the vector that holds it. */
  @inline
  static alpha<T>(last: v128): v128 {
    return sizeof<T>() === 4
      ? v128.shuffle<f32>(last, last, 3, 3, 3, 3)
      : v128.shuffle<f64>(last, last, 1, 1);
  }

  /** New colours, and the alpha of `last`. */
  @inline
  static withAlpha<T>(colours: v128, last: v128): v128 {
    return sizeof<T>() === 4
      ? v128.shuffle<f32>(colours, last, 0, 1, 2, 7)
      : v128.shuffle<f64>(colours, last, 0, 3);
  }

  /** Colours times alpha over `opaque`. */
  @inline
  static times<T>(colours: v128, alpha: v128, opaque: v128): v128 {
    return v128.div<T>(v128.mul<T>(colours, alpha), opaque);
  }

  /** Colours over alpha times `opaque`, or 0 where alpha is 0, plus `added`. */
  @inline
  static over<T>(colours: v128, alpha: v128, opaque: v128, added: v128): v128 {
    const quotient = v128.div<T>(v128.mul<T>(colours, opaque), alpha);
    return v128.add<T>(v128.andnot(quotient, v128.eq<T>(alpha, v128.splat<T>(0))), added);
  }
}
