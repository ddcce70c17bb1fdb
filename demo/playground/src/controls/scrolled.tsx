import type { ComponentChildren } from 'preact';
import './scrolled.css';

interface Props {
  readonly label: string;
  /** Whether it may be larger than its place. */
  readonly isLong?: boolean;
  readonly children: ComponentChildren;
}

/** What may be larger than its place scrolls, by keys too. */
export function Scrolled({ label, isLong = true, children }: Props) {
  if (!isLong) return children;
  return (
    <section class="scrolled" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
