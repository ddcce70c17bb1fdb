import { message } from './choose.ts';

/** What became of the choice of a picture. */
export function Message() {
  const { kind, text } = message.value ?? { kind: 'note', text: '' };
  return (
    <>
      <p class="hint message" role="status">
        {kind === 'note' && text}
      </p>
      {kind === 'problem' && <p role="alert">{`${text} The picture stays as it was.`}</p>}
    </>
  );
}
