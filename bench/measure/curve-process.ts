// A curve is measured in a process of its own, as a cell is.
import { type CurveRequest, measureCurve } from './measure-curve.ts';

process.once('message', async (request: CurveRequest) => {
  process.send!(await measureCurve(request));
  process.disconnect();
});
