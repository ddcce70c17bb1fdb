import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { initialState, state } from '../state/state.ts';

/** Where its children break, a sentence and two ways on stand in their place; the rest of the page goes on. */
export function Guard({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  const [error, tryAgain] = useErrorBoundary((error) => console.error(error));
  if (!error) return <>{children}</>;
  const startOver = () => {
    state.value = { ...initialState, tab: state.peek().tab };
    tryAgain();
  };
  return (
    <section class="panel broken" aria-label={name}>
      <p role="alert">
        {name} broke: {error instanceof Error ? error.message : String(error)}
      </p>
      <div class="row">
        <button type="button" onClick={() => location.reload()}>
          Reload the page
        </button>
        <button type="button" onClick={startOver}>
          Start over with the first picture and kernel
        </button>
      </div>
    </section>
  );
}
