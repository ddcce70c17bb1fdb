/** Something that whoever started the benchmark can put right. */
export class InputError extends Error {}

/** Runs a program; what can be put right is said without a stack. */
export async function reportInputErrors(program: () => Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  }
}
