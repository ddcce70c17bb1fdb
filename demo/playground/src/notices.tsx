import { shown } from './engine/client.ts';
import './notices.css';
import { linkProblem } from './state/follow-address.ts';
import { fallbackReason } from './why/words.ts';

/** What one has to know before anything else: above all parts of the page. */
export function Notices() {
  const info = shown.value?.info;
  const reason = info && fallbackReason(info);
  return (
    <div class="notices" role="status">
      {reason && <p>Computed by JavaScript: {reason}.</p>}
      {linkProblem.value && (
        <p>
          {linkProblem.value}{' '}
          <button type="button" onClick={() => (linkProblem.value = null)}>
            Close
          </button>
        </p>
      )}
    </div>
  );
}
