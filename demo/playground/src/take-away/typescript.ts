import type { Call } from './call.ts';
import { scriptOf } from './script.ts';

export const typescript = (call: Call): string => scriptOf(call, true);
