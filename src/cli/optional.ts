import { Failure, reasonOf } from './failure.ts';

/**
 * Loads an optional dependency: a native package, which npm leaves out on platforms that it is not built for.
 *
 * @throws {Failure} It is missing or does not start.
 */
export async function loadOptional<T>(use: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const isMissing = /^(ERR_)?MODULE_NOT_FOUND$/.test(String((error as { code?: unknown }).code));
    const state = isMissing ? 'is not installed' : `does not start: ${reasonOf(error)}`;
    throw new Failure(`${use} by the package ${name}, which ${state} (npm install ${name})`);
  }
}
