import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { failure } from '../engine/client.ts';

interface GroupProps {
  readonly title: string;
  /** The options of the package that are set within. */
  readonly options: readonly string[];
  readonly children: ComponentChildren;
}

/** Options that a beginner may leave alone. It opens by itself where the package refuses one of them. */
export function Group({ title, options, children }: GroupProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const isRefused = refusalOf(options) !== null;
  useEffect(() => {
    if (isRefused) details.current!.open = true;
  }, [isRefused]);
  return (
    <details ref={details}>
      <summary>{title}</summary>
      <div class="group">
        {children}
        <Refusal options={options} />
      </div>
    </details>
  );
}

/** What the package says against one of these options, beside their controls. The result's place has it as an alert. */
export function Refusal({ options }: Pick<GroupProps, 'options'>) {
  const refusal = refusalOf(options);
  return refusal === null ? null : <p class="error">{refusal}</p>;
}

/** The package's messages begin with the name of what is wrong: `"method" expected ...`. */
function refusalOf(options: readonly string[]): string | null {
  const name = /^"(\w+)"/.exec(failure.value ?? '')?.[1];
  return name !== undefined && options.includes(name) ? failure.value : null;
}
