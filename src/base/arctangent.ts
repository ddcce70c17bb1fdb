/**
 * The numbers that arctangents are computed with on every backend, in the order in which the kernel `angles` reads them: pi / 4 (its
 * last 3 bits are 0, so that small multiples are exact), what it is short of, tan(pi / 8), and a rational approximation of the
 * arctangent up to there: the coefficients of a numerator of degree 4 and of a denominator of degree 5, whose first one is 1 and left
 * out, from the highest power on. They are those of Cephes (S. Moshier, `atan.c`).
 */
export const ARCTANGENT = [
  0.7853981633974483, 3.061616997868383e-17, 0.41421356237309515, -0.8750608600031904, -16.157537187333652,
  -75.00855792314705, -122.88666844901361, -64.85021904942025, 24.858464901423062, 165.02700983169885,
  432.88106049129027, 485.3903996359137, 194.5506571482614,
] as const;

/**
 * The same for angles in float32: pi / 4 (whose last 3 bits are 0), what it is short of, tan(pi / 8), and a polynomial of
 * degree 3 whose last coefficient is near -1/3. They are those of Cephes too (`atanf.c`).
 */
export const ARCTANGENT_FLOAT32 = [
  0.785398006439209, 1.5695823663008923e-7, 0.4142135679721832, 0.08053744584321976, -0.13877685368061066,
  0.19977711141109467, -0.3333294987678528,
] as const;
