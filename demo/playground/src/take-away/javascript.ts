import type { Call } from './call.ts';
import { scriptOf } from './script.ts';

export const javascript = (call: Call): string => scriptOf(call, false);
