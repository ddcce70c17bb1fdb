import { measureSmallCalls } from './small-calls.ts';

process.once('message', async ({ rounds }: { readonly rounds: number }) => {
  process.send!(await measureSmallCalls(rounds), () => process.disconnect());
});
