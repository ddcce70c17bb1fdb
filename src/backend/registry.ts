import { agreeingBackends, backendNames } from '../base/backends.ts';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import type { BackendInfo, BackendName, BackendStatus } from '../base/types.ts';
import type { Plan } from '../plan/plan.ts';
import { fusedServes } from '../problem/exactness.ts';
import { backendChoices, oneOf } from '../problem/options.ts';
import type { Problem } from '../problem/problem.ts';
import { type Backend, type BackendLoader, Unavailable } from './backend.ts';
import type { Pointwise } from './pointwise.ts';

/** Names the backend of every call that does not name one itself. */
const ENVIRONMENT_VARIABLE = 'CONVOLVE_WASM_BACKEND';

interface Entry {
  loader: BackendLoader | undefined;
  loaded: Backend | Unavailable | undefined;
  runs: number;
}

/** The backends of a package entry, loaded when first asked for, and checked as far as plans use them. */
export class Registry {
  readonly #entries: { readonly [name in BackendName]: Entry };
  /** What the environment says, read once. */
  #environment: BackendName | 'auto' | undefined;
  #changes = 0;

  /** @param reference Serves where the others do not. */
  constructor(reference: BackendLoader, others: readonly BackendLoader[]) {
    const loaders = [reference, ...others];
    const entry = (name: BackendName): Entry => ({
      loader: loaders.find((loader) => loader.name === name),
      loaded: undefined,
      runs: 0,
    });
    this.#entries = forEachBackend(entry);
  }

  /** The backend for a problem, or for images that many problems may be about. */
  choose(requested: BackendName | 'auto', deterministic: boolean, problem?: Problem): Backend {
    const [choice, name] =
      requested === 'auto' ? [this.#fromEnvironment(), ENVIRONMENT_VARIABLE] : [requested, 'backend'];
    if (choice !== 'auto') {
      if (deterministic && !agreeingBackends.includes(choice)) {
        const agreeing = agreeingBackends.join(' or ');
        throw wrongKind('ERR_CONFLICT', name, `${agreeing} with "deterministic"`, describe(choice));
      }
      const backend = this.#load(choice);
      if (backend instanceof Unavailable) {
        const expected = `a backend that works here (${backend.message})`;
        throw wrongValue('ERR_BACKEND', name, expected, describe(choice));
      }
      return backend;
    }
    const mustAgree = deterministic || (problem !== undefined && !fusedServes(problem));
    return this.#first(mustAgree ? agreeingBackends : backendNames);
  }

  /** The backend for resident images, after all checks: these take memory, and it must not move while a call reads its images. */
  chooseChecked(requested: BackendName | 'auto'): Backend {
    const backend = this.choose(requested, false);
    return this.passes(backend.name) ? backend : this.chooseChecked(requested);
  }

  /**
   * Whether a backend gives known results by what a plan uses, by pointwise operations, or by everything that it has. If not,
   * `choose` does not choose it any more.
   */
  passes(name: BackendName, part?: Plan | 'pointwise'): boolean {
    const entry = this.#entries[name];
    const { loader, loaded } = entry;
    if (loaded === undefined || loaded instanceof Unavailable) return false;
    const failure = orUnavailable(() => loader?.check?.(loaded, part));
    if (failure === undefined) return true;
    entry.loaded = failure;
    return false;
  }

  /** The operations of the backend that serves a call which needs no others. */
  choosePointwise(requested: BackendName | 'auto'): Backend {
    const backend = this.choose(requested, false);
    return this.passes(backend.name, 'pointwise') ? backend : this.choosePointwise(requested);
  }

  /** The operations of a backend, or those of the reference, which give the same, if they are wrong. */
  pointwiseOf(name: BackendName): Pointwise {
    const { loaded } = this.#entries[name];
    const isRight = this.passes(name, 'pointwise');
    return isRight ? (loaded as Backend).pointwise : this.#first(['js']).pointwise;
  }

  /** How many loaders were replaced: calls that were set up before another change might take another backend. */
  get changes(): number {
    return this.#changes;
  }

  /** Takes a loader in place of that of its name, unless that backend serves already: images may lie in its memory. */
  replace(loader: BackendLoader): void {
    const entry = this.#entries[loader.name];
    if (entry.loaded !== undefined && !(entry.loaded instanceof Unavailable)) return;
    entry.loader = loader;
    entry.loaded = undefined;
    this.#changes++;
  }

  countRun(name: BackendName): void {
    this.#entries[name].runs++;
  }

  info(): BackendInfo {
    const choice = this.#fromEnvironment();
    const backends = forEachBackend((name) => this.#status(name));
    if (choice === 'auto') {
      const backend = backendNames.find((name) => backends[name].available);
      const passedOver = this.#reasons(backendNames.slice(0, backend && backendNames.indexOf(backend)));
      const place = backend ? 'the first that works here' : 'none works here yet';
      const reason = passedOver === '' ? 'the fastest backend works here' : `${place}; ${passedOver}`;
      return { backend: backend ?? 'wasm', reason, forcedBy: null, backends };
    }
    const failure = backends[choice].available ? '' : ', which does not work here';
    const reason = `${ENVIRONMENT_VARIABLE} is set to ${describe(choice)}${failure}`;
    return { backend: choice, reason, forcedBy: 'environment', backends };
  }

  #fromEnvironment(): BackendName | 'auto' {
    this.#environment ??= oneOf(
      ENVIRONMENT_VARIABLE,
      environment(ENVIRONMENT_VARIABLE) || undefined,
      backendChoices,
      'auto',
    );
    return this.#environment;
  }

  #first(names: readonly BackendName[]): Backend {
    for (const name of names) {
      const backend = this.#load(name);
      if (!(backend instanceof Unavailable)) return backend;
    }
    throw wrongValue('ERR_BACKEND', 'backend', `one that works here (${this.#reasons(names)})`, 'none');
  }

  /** Why backends do not work here. */
  #reasons(names: readonly BackendName[]): string {
    return names.map((name) => `${name}: ${(this.#load(name) as Unavailable).message}`).join('; ');
  }

  #status(name: BackendName): BackendStatus {
    if (!(this.#load(name) instanceof Unavailable)) this.passes(name);
    const backend = this.#load(name);
    const { runs } = this.#entries[name];
    return backend instanceof Unavailable
      ? { available: false, reason: backend.reason, detail: backend.message, runs, memoryBytes: 0 }
      : { available: true, runs, memoryBytes: backend.memoryBytes() };
  }

  #load(name: BackendName): Backend | Unavailable {
    const entry = this.#entries[name];
    entry.loaded ??= tryToLoad(entry.loader);
    return entry.loaded;
  }
}

function tryToLoad(loader: BackendLoader | undefined): Backend | Unavailable {
  if (!loader) return new Unavailable('not-included', 'this entry of the package leaves it out');
  return orUnavailable(() => loader.load());
}

function orUnavailable<T>(step: () => T): T | Unavailable {
  try {
    return step();
  } catch (error) {
    if (error instanceof Unavailable) return error;
    throw error;
  }
}

function forEachBackend<T>(of: (name: BackendName) => T): { readonly [name in BackendName]: T } {
  return Object.fromEntries(backendNames.map((name) => [name, of(name)])) as { [name in BackendName]: T };
}

function environment(name: string): string | undefined {
  const { process, Deno } = globalThis as {
    process?: { env?: Record<string, string | undefined> };
    Deno?: { permissions?: { querySync?(query: object): { state: string } } };
  };
  // Deno would stop and ask its user for the permission.
  const permission = Deno?.permissions?.querySync?.({ name: 'env', variable: name });
  return Deno === undefined || permission?.state === 'granted' ? process?.env?.[name] : undefined;
}
