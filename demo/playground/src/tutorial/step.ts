import type { ComponentType } from 'preact';
import type { State, TutorialStep } from '../state/state.ts';

export interface Step {
  readonly id: TutorialStep;
  readonly title: string;
  /** How the playground shows the same. Reads the signals of the step's own controls. */
  readonly changes: () => Partial<State>;
  readonly Body: ComponentType;
}
