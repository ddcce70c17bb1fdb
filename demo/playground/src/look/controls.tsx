import { shown } from '../engine/client.ts';
import { type ColourMap, colourMaps, type Speed, type State, speeds, state, update } from '../state/state.ts';
import { zoomIn, zoomOut, zoomToAll } from './keys.ts';
import { isMotionReduced, isPlaying, pause, play, step, uncover } from './playing.ts';
import { revealed } from './pointing.ts';

const layoutTitles: { readonly [layout in State['layout']]: string } = {
  beside: 'Side by side',
  slider: 'Before and after',
};

const mapTitles: { readonly [map in ColourMap]: string } = {
  auto: 'Automatic',
  gray: 'Gray',
  diverging: 'Blue to red around 0',
  viridis: 'Viridis',
};

/** How the views are laid out and coloured, and what of them is seen. */
export function ViewControls() {
  const { layout, colourMap } = state.value;
  const hasColours = shown.value?.result.colourMap === 'colours';
  return (
    <div class="look-controls">
      <label>
        Layout{' '}
        <select
          name="layout"
          value={layout}
          onChange={({ currentTarget }) => update({ layout: currentTarget.value as State['layout'] })}
        >
          {Object.entries(layoutTitles).map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {!hasColours && (
        <label>
          Colours{' '}
          <select
            name="colours"
            value={colourMap}
            onChange={({ currentTarget }) => update({ colourMap: currentTarget.value as ColourMap })}
          >
            {colourMaps.map((name) => (
              <option key={name} value={name}>
                {mapTitles[name]}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset class="zoom-buttons">
        <legend class="visually-hidden">Zoom</legend>
        <button type="button" aria-label="Zoom in" onClick={zoomIn}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={zoomOut}>
          −
        </button>
        <button type="button" onClick={zoomToAll}>
          Whole picture
        </button>
      </fieldset>
    </div>
  );
}

/** Lets the result appear, one element after the other. */
export function PlayControls() {
  const isReduced = isMotionReduced.value;
  return (
    <div class="look-controls">
      <button type="button" onClick={step}>
        Step
      </button>
      {isReduced ? (
        <span class="hint">Your system asks for less motion, so that results do not play by themselves.</span>
      ) : (
        <>
          <button type="button" onClick={isPlaying.value ? pause : play}>
            {isPlaying.value ? 'Pause' : 'Play'}
          </button>
          <label>
            Speed{' '}
            <select
              name="speed"
              value={state.value.speed}
              onChange={({ currentTarget }) => update({ speed: Number(currentTarget.value) as Speed })}
            >
              {speeds.map((speed) => (
                <option key={speed} value={speed}>
                  {speed < 10_000 ? speed : `${speed / 1000} 000`} a second
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      {revealed.value !== null && (
        <button type="button" onClick={uncover}>
          Show all
        </button>
      )}
    </div>
  );
}
