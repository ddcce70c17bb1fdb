import { useEffect, useRef } from 'preact/hooks';

const groups: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['?', 'Show these keys'],
      ['Esc', 'Close them'],
    ],
  },
  {
    title: 'Picture and result',
    keys: [
      ['Arrows', 'Move the window by an element'],
      ['Page Up, Page Down', 'Move it by ten rows'],
      ['Home, End', 'Go to the ends of the row; with Ctrl, to the first and the last result'],
      ['Space, Enter', 'Play and pause'],
      ['Esc', 'Point at nothing'],
      ['+, −', 'Zoom in and out'],
      ['0', 'Show the whole picture'],
      ['Shift + arrows', 'Move what is seen'],
      ['Ctrl + wheel', 'Zoom; without Ctrl once the view has the focus'],
    ],
  },
  {
    title: 'Grid of the kernel',
    keys: [
      ['Arrows', 'Go to the next tap'],
      ['Enter', 'Go to the tap below'],
    ],
  },
  { title: 'Tutorial', keys: [['←, →', 'Step back and on']] },
];

/** A button, and the key `?`, that show which keys do what. */
export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      if (!dialog.current!.open) dialog.current!.showModal();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        class="keys-button"
        aria-haspopup="dialog"
        onClick={() => dialog.current!.showModal()}
      >
        Keys
      </button>
      <dialog ref={dialog} class="keys" aria-labelledby="keys-title" closedby="any">
        <h2 id="keys-title">Keys</h2>
        {groups.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  );
}

/** Where a question mark is a letter of a text. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.matches('input:not([type="checkbox"], [type="radio"], [type="range"]), textarea')
  );
}
