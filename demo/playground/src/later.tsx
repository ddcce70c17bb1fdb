import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the page whose code is loaded when it is shown for the first time. */
export function Later({ load }: { readonly load: () => Promise<ComponentType> }) {
  const [found, setFound] = useState<{ readonly Part: ComponentType } | 'loading' | 'failed'>('loading');
  useEffect(() => {
    load().then(
      (Part) => setFound({ Part }),
      () => setFound('failed'),
    );
  }, [load]);
  if (found === 'loading') return <p class="later">Loading …</p>;
  if (found === 'failed') {
    return (
      <p class="later" role="alert">
        This part of the page could not be loaded. Reload the page to try again.
      </p>
    );
  }
  return <found.Part />;
}
