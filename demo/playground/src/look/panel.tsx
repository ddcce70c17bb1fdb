import { useEffect, useRef } from 'preact/hooks';
import { failure, shown } from '../engine/client.ts';
import type { Raster } from '../engine/protocol.ts';

export function LookPanel() {
  return (
    <section class="panel" aria-labelledby="look-title">
      <h2 id="look-title">Look</h2>
      {failure.value && <p role="alert">{failure.value}</p>}
      {shown.value && (
        <div class="views">
          <View name="picture" title="Picture" raster={shown.value.picture} />
          <View name="result" title="Result" raster={shown.value.result} />
        </div>
      )}
    </section>
  );
}

function View({
  name,
  title,
  raster,
}: {
  readonly name: string;
  readonly title: string;
  readonly raster: Raster;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { rgba, widthPx, heightPx } = raster;
    canvas.current!.getContext('2d')!.putImageData(new ImageData(rgba, widthPx, heightPx), 0, 0);
  }, [raster]);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <canvas data-view={name} ref={canvas} width={raster.widthPx} height={raster.heightPx} />
    </figure>
  );
}
