/** Put there by scripts/build.mjs. */
declare const PACKAGE_VERSION: string | undefined;

/** The version of this package and of the library that it depends on. */
export const version = typeof PACKAGE_VERSION === 'undefined' ? 'source' : PACKAGE_VERSION;
