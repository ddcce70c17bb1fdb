// A cell is measured in a process of its own: what V8 learned from other cells would change what it compiles.
import { type CellRequest, measureCell } from './measure-cell.ts';

process.once('message', async (request: CellRequest) => {
  process.send!(await measureCell(request));
  process.disconnect();
});
