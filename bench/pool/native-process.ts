import { measureNativeThreads, type NativeThreadsRequest } from './native.ts';

process.once('message', async (request: NativeThreadsRequest) => {
  process.send!(await measureNativeThreads(request), () => process.disconnect());
});
