import fc from 'fast-check';
import type { BackendName, ResidentImage } from '../../src/base/types.ts';
import { callCode } from './code.ts';
import { attempt, codeOf, describeError, difference, type Outcome } from './outcome.ts';
import { entries, isWritten, leave, resultOf, SIGNATURE, scene } from './scene.ts';
import { effects, type Planted, placesIn, plant, type TrickSpec, tricks } from './tricks.ts';

export function hostileCalls(): fc.Arbitrary<TrickSpec> {
  return fc.record({
    entry: fc.constantFrom(...entries),
    image: fc.constantFrom<TrickSpec['image']>('view', 'rows', 'pixels', 'resident', 'resizable', 'shared'),
    out: fc.constantFrom<TrickSpec['out']>('none', 'array', 'view', 'rows', 'resident', 'resizable'),
    kernel: fc.constantFrom<TrickSpec['kernel']>('rows', 'view'),
    dtype: fc.constantFrom<TrickSpec['dtype']>('float32', 'uint8', 'float64'),
    place: fc.nat(400),
    trick: fc.oneof(fc.constant('getter' as const), fc.constantFrom(...tricks)),
    at: fc.integer({ min: 1, max: 4 }),
    effect: fc.constantFrom(...effects),
    junk: fc.nat(99),
    seed: fc.nat(999),
  });
}

/** The arguments before anything is odd about them. */
export function hostileCode(spec: TrickSpec): string {
  const plain = scene(spec, 'js');
  const code = callCode(spec.entry, Object.values(plain.args));
  leave(plain);
  return code;
}

/** What a hostile call may come to: the right answer, one of our errors, or what the hostile code threw itself. */
export function judgeHostile(spec: TrickSpec, backend: BackendName): string | null {
  const clean = scene(spec, backend);
  const expected = attempt(() => resultOf(clean, clean.call()));
  leave(clean);

  const odd = scene(spec, backend);
  const victims: ResidentImage[] = [];
  const rage = new Error('thrown by hostile code');
  const places = placesIn(odd.args, 'args');
  const place = places[spec.place % places.length]!;
  let described = `${spec.trick} at ${place.path}`;
  let fault: string | null = null;
  try {
    const result = plant(spec, backend, odd, place, victims, rage);
    if (result === null) return null;
    described = result.described;
    const outcome = attempt(odd.call);
    const numbers =
      'error' in outcome
        ? outcome
        : attempt(() => (result.isIndependent ? null : resultOf(odd, outcome.value)));
    fault = verdict(numbers, expected, rage, result);
    // What was disposed of may be someone else's by now.
    const isOwn = !place.path.includes('.out') && !(spec.out === 'resident' && spec.effect === 'disposeOut');
    if (fault === null && 'error' in outcome && isOwn && isWritten(odd.outData)) {
      fault = 'out was written before the call was refused';
    }
    if (victims.some((victim) => victim.data.some((value) => value !== SIGNATURE))) {
      fault = 'memory of another image was written';
    }
  } finally {
    leave(odd);
    for (const image of victims) image.dispose();
  }
  if (fault === null) {
    const again = scene(spec, backend);
    const outcome = attempt(() => resultOf(again, again.call()));
    leave(again);
    const later = difference(expected, outcome);
    if (later !== null) fault = `the same call afterwards, with nothing odd: ${later}`;
  }
  return fault && `${described}: ${fault}`;
}

function verdict(
  outcome: Outcome,
  expected: Outcome,
  rage: Error,
  { isIndependent, isRefused }: Planted,
): string | null {
  if ('error' in outcome) {
    if (outcome.error === rage || codeOf(outcome.error) !== undefined) return null;
    return `threw ${describeError(outcome.error)}`;
  }
  if (isRefused) return 'served, though it has no meaning';
  if (isIndependent) return null;
  return difference(expected, outcome);
}
