import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { dtypeTitles } from '../options/choices.ts';
import { nameOf } from '../state/codec.ts';
import { type PictureChoice, state, update } from '../state/state.ts';
import { CameraButton } from './camera-button.tsx';
import { chooseSample, openAddress, openFile } from './choose.ts';
import { isGenerated } from './generate.ts';
import { Message } from './message.tsx';
import './picture.css';
import { type SampleName, sampleNames, sampleTitles } from './samples.ts';
import { PictureSize } from './size.tsx';

export function PicturePanel() {
  const { picture } = state.value;
  return (
    <section class="panel picture" aria-labelledby="picture-title">
      <h2 id="picture-title">Picture</h2>
      <div class="stack">
        <Samples picture={picture} />
        <OwnPicture />
        <PictureAddress />
        <Message />
        <Colours picture={picture} />
        <PictureSize />
        <Elements picture={picture} />
      </div>
    </section>
  );
}

function Samples({ picture }: { readonly picture: PictureChoice }) {
  return (
    <label class="field">
      Shown
      <select
        value={picture.from === 'sample' ? picture.name : 'other'}
        onChange={({ currentTarget: { value } }) => {
          if (value !== 'other') chooseSample(value as SampleName);
        }}
      >
        {picture.from !== 'sample' && <option value="other">{titleOf(picture)}</option>}
        {sampleNames.map((name) => (
          <option key={name} value={name}>
            {sampleTitles[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

function titleOf(picture: Exclude<PictureChoice, { from: 'sample' }>): string {
  switch (picture.from) {
    case 'own':
      return picture.name || 'Your own picture';
    case 'address':
      return picture.address;
    case 'camera':
      return 'Camera';
  }
}

/** A file or the camera. */
function OwnPicture() {
  const file = useRef<HTMLInputElement>(null);
  return (
    <div>
      <div class="row">
        <button type="button" onClick={() => file.current!.click()}>
          Open a file
        </button>
        <input
          ref={file}
          type="file"
          accept="image/*"
          hidden
          aria-label="File of a picture"
          onChange={({ currentTarget }) => {
            const [chosen] = currentTarget.files!;
            if (chosen) void openFile(chosen, chosen.name);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
        <CameraButton />
      </div>
      <p class="hint">Or drop or paste a picture anywhere on this page.</p>
    </div>
  );
}

function PictureAddress() {
  const address = useSignal('');
  const id = useId();
  return (
    <details>
      <summary>Picture by its address</summary>
      <form
        class="address"
        onSubmit={(event) => {
          event.preventDefault();
          void openAddress(address.peek());
        }}
      >
        <label for={id}>Address</label>
        <input
          id={id}
          type="text"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          placeholder="https://"
          value={address.value}
          onInput={({ currentTarget }) => {
            address.value = currentTarget.value;
          }}
        />
        <button type="submit">Load</button>
      </form>
      <p class="hint">
        It begins with https://: over http, which others can read and change, browsers load nothing into this
        page.
      </p>
    </details>
  );
}

function Colours({ picture }: { readonly picture: PictureChoice }) {
  const { isColour } = state.value;
  const isGray = picture.from === 'sample' && isGenerated(picture.name);
  return (
    <fieldset class="row" disabled={isGray}>
      <legend class="sr-only">Colours</legend>
      {[false, true].map((is) => (
        <label key={String(is)}>
          <input
            type="radio"
            name="colours"
            checked={isGray ? !is : is === isColour}
            onChange={() => update({ isColour: is })}
          />
          {is ? 'Colour' : 'Gray'}
        </label>
      ))}
      {isGray && <span class="hint">This sample is gray.</span>}
    </fieldset>
  );
}

const elementType = nameOf(dtypeTitles);

function Elements({ picture }: { readonly picture: PictureChoice }) {
  const { imageDType } = state.value;
  const hasHoles = picture.from === 'sample' && picture.name === 'holes';
  return (
    <>
      <label class="field">
        Element type
        <select
          value={imageDType}
          onChange={({ currentTarget }) =>
            update({ imageDType: elementType.read(currentTarget.value) ?? imageDType })
          }
        >
          {Object.entries(dtypeTitles).map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {imageDType === 'int8' && <p class="hint">int8 holds up to 127, so brightness is halved.</p>}
      {hasHoles && !imageDType.startsWith('float') && (
        <p class="hint">Only floats can be NaN: the holes are 0.</p>
      )}
    </>
  );
}
