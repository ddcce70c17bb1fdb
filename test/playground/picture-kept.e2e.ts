import { expect, it } from 'vitest';
import { keepBytes, loadPicture } from '../../demo/playground/src/engine/pictures.ts';
import type { Scene } from '../../demo/playground/src/engine/protocol.ts';
import {
  addFetchedPicture,
  addOwnPicture,
  fetchedPicture,
  ownPicture,
} from '../../demo/playground/src/picture/own.ts';
import { decodeState } from '../../demo/playground/src/state/address.ts';

it('the page keeps the last few pictures', () => {
  const blobs = Array.from({ length: 9 }, (_, at) => new Blob([String(at)]));
  const ids = blobs.map(addOwnPicture);
  expect(new Set(ids).size).toBe(9);
  expect(ids.map(ownPicture)).toEqual([...Array(5).fill(undefined), ...blobs.slice(5)]);
  blobs.forEach((blob, at) => void addFetchedPicture(`https://a.example/${at}`, blob));
  // One that is loaded once more is new.
  addFetchedPicture('https://a.example/5', blobs[5]!);
  addFetchedPicture('https://a.example/9', blobs[0]!);
  const kept = Array.from({ length: 10 }, (_, at) => fetchedPicture(`https://a.example/${at}`));
  expect(kept.flatMap((blob, at) => (blob ? [at] : []))).toEqual([5, 7, 8, 9]);
});

function sceneOf(key: string, blob?: Blob): Scene {
  const source = { from: 'file', key, blob } as const;
  return {
    picture: { source, maxSidePx: 16, isColour: false, dtype: 'uint8' },
    operation: 'convolve2d',
    kernel: [[1]],
    options: {},
    colourMap: 'auto',
  };
}

it('the worker keeps the picture that is shown', async () => {
  const load = (key: string) => loadPicture(sceneOf(key).picture);
  const kept = keepBytes(sceneOf('1', new Blob([])));
  expect(kept.picture.source).toEqual({ from: 'file', key: '1' });
  await expect(load('1')).rejects.toThrow('The file is empty.');
  keepBytes(sceneOf('2', new Blob([])));
  await expect(load('2')).rejects.toThrow('The file is empty.');
  await expect(load('1')).rejects.toThrow('Open it again.');
});

it('a link asks for no more pixels than the page shows', () => {
  expect(decodeState('side=2048').state.maxSidePx).toBe(2048);
  expect(decodeState('side=2049').unknown).toEqual(['side']);
});
