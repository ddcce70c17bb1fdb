// A round of a cell has a process of its own: where memory lies in it differs from one to the next, for both builds alike.
import { type AgainstRequest, measureAgainst } from './against-cell.ts';

process.once('message', async (request: AgainstRequest) => {
  process.send!(await measureAgainst(request));
  process.disconnect();
});
