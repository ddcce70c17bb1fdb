import type { Boundary } from 'convolve-wasm';
import { shown } from '../engine/client.ts';
import { boundaryTitles } from '../options/choices.ts';
import { type ColourMap, colourMaps, type Speed, type State, state, update } from '../state/state.ts';
import { zoomIn, zoomOut, zoomToAll, zoomToPointed } from './keys.ts';
import { isPlaying, offeredSpeeds, pause, play, speed, step, uncover } from './playing.ts';
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
        <legend class="sr-only">Zoom</legend>
        <button type="button" aria-label="Zoom in" onClick={zoomIn}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={zoomOut}>
          −
        </button>
        <button type="button" onClick={zoomToAll}>
          Whole picture
        </button>
        <button
          type="button"
          disabled={state.value.pointed === null}
          aria-label="Zoom to the window"
          onClick={zoomToPointed}
        >
          Window
        </button>
      </fieldset>
      <BoundaryChoice />
      <span class="hint wheel-hint">The wheel zooms with Ctrl, or once a view was clicked.</span>
    </div>
  );
}

/** As among the options: here one sees what it does. */
function BoundaryChoice() {
  const [rows, columns] = state.value.boundary;
  return (
    <label>
      Beyond the edges{' '}
      <select
        name="boundary"
        value={rows === columns ? rows : 'both'}
        onChange={({ currentTarget: { value } }) => {
          if (value !== 'both') update({ boundary: [value as Boundary, value as Boundary] });
        }}
      >
        {rows !== columns && (
          <option value="both">
            {rows}, {columns}
          </option>
        )}
        {Object.entries(boundaryTitles).map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Lets the result appear, one element after the other. */
export function PlayControls() {
  return (
    <div class="look-controls">
      <button type="button" onClick={step}>
        Step
      </button>
      <button type="button" onClick={isPlaying.value ? pause : play}>
        {isPlaying.value ? 'Pause' : 'Play'}
      </button>
      <label>
        Speed{' '}
        <select
          name="speed"
          value={speed.value}
          onChange={({ currentTarget }) => update({ speed: Number(currentTarget.value) as Speed })}
        >
          {offeredSpeeds.value.map((each) => (
            <option key={each} value={each}>
              {each < 10_000 ? each : `${each / 1000} 000`} a second
            </option>
          ))}
        </select>
      </label>
      {revealed.value !== null && (
        <button type="button" onClick={uncover}>
          Show all
        </button>
      )}
    </div>
  );
}
