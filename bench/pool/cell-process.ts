import { measurePoolCell, type PoolCellRequest } from './measure-cell.ts';

process.once('message', async (request: PoolCellRequest) => {
  process.send!(await measurePoolCell(request), () => process.disconnect());
});
