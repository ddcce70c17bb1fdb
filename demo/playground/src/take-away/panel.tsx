import { useId, useRef } from 'preact/hooks';
import { copy } from '../controls/copy.ts';
import { axes } from '../look/pointing.ts';
import { addressNow, isPictureInAddress } from '../state/follow-address.ts';
import { state } from '../state/state.ts';
import { isNumbers } from './call.ts';
import { CodeOfState } from './code.tsx';
import { embedCode } from './embed.ts';
import { kernelJson, kernelNpy, pictureNpy, picturePng, resultNpy, resultPng, save } from './files.ts';
import { said, tell } from './said.ts';
import { settled } from './settled.ts';
import './take-away.css';

export function TakeAwayPanel() {
  const { address } = settled.value;
  return (
    <section class="panel take-away" aria-labelledby="take-away-title">
      <h2 id="take-away-title">Take away</h2>
      <div class="stack">
        <p class="said" role="status">
          {said.value}
        </p>
        <Link address={address} />
        <Files />
        <CodeOfState />
        <details>
          <summary>Show it in a page of your own</summary>
          <Embed address={address} />
        </details>
      </div>
    </section>
  );
}

/** All of the state is in the address of the page, so that is what one copies. */
function Link({ address }: { readonly address: string }) {
  const hasPicture = state.value.picture.from !== 'camera' && isPictureInAddress();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  return (
    <div>
      <label for={id}>{hasPicture ? 'Link to all that you see' : 'Link to all but the picture'}</label>
      <div class="copied">
        <input id={id} ref={field} type="text" readOnly value={address} />
        <button type="button" onClick={() => tell(() => copy(addressNow(), field.current!))}>
          Copy link
        </button>
      </div>
      <PictureNote />
    </div>
  );
}

function PictureNote() {
  if (state.value.picture.from === 'camera') {
    return <p class="hint">Who opens the link is asked before a camera starts.</p>;
  }
  if (isPictureInAddress()) return null;
  return (
    <p class="hint">
      Your picture is too large for a link: who opens it sees a sample instead. Files of up to 6 KB fit.
    </p>
  );
}

interface SaveProps {
  readonly label: string;
  readonly name: string;
  readonly file: () => Promise<Blob>;
}

function Save({ label, name, file }: SaveProps) {
  return (
    <button
      type="button"
      disabled={axes.value === undefined}
      onClick={() =>
        tell(async () => {
          save(await file(), name);
          return `${name} is saved.`;
        })
      }
    >
      {label}
    </button>
  );
}

function Files() {
  return (
    <fieldset>
      <legend>Files</legend>
      <div class="row">
        <Save label="Result as PNG" name="result.png" file={resultPng} />
        <Save label="Result as .npy" name="result.npy" file={resultNpy} />
        {!isNumbers(state.value) && <Save label="Picture as PNG" name="picture.png" file={picturePng} />}
        <Save label="Picture as .npy" name="picture.npy" file={pictureNpy} />
        <Save label="Kernel as JSON" name="kernel.json" file={kernelJson} />
        <Save label="Kernel as .npy" name="kernel.npy" file={kernelNpy} />
      </div>
      <p class="hint">PNG has the colours that you see. An .npy file has the numbers, for NumPy.</p>
    </fieldset>
  );
}

function Embed({ address }: { readonly address: string }) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  if (state.value.picture.from === 'camera')
    return <p class="hint">Few pages give the camera to their frames. Choose another picture for one.</p>;
  return (
    <div>
      <label for={id}>HTML that shows kernel, picture and result</label>
      <div class="copied">
        <textarea id={id} ref={field} readOnly rows={3} value={embedCode(address)} />
        <button type="button" onClick={() => tell(() => copy(embedCode(addressNow()), field.current!))}>
          Copy HTML
        </button>
      </div>
    </div>
  );
}
