import { elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { Engine, ScratchArea } from './engine.ts';
import { apart } from './heap.ts';

/** The memory of a prepared plan: tables, which last, and scratch areas, which it shares with other plans. */
export class Workspace {
  readonly engine: Engine;
  #tables = 0;
  #tableBytes = 0;
  #area: ScratchArea | undefined;
  #scratchBytes = 0;

  /**
   * Prepares a plan. `build` runs twice: first to count the bytes, when all addresses are wrong and nothing is written, and then
   * with the addresses. So it must do nothing else with memory.
   *
   * @throws {RangeError} The engine's, if there is not enough memory.
   */
  static prepare<P>(engine: Engine, build: (workspace: Workspace) => P): P {
    const counted = new Workspace(engine);
    build(counted);
    const workspace = new Workspace(engine);
    try {
      workspace.claim(counted);
      return build(workspace);
    } catch (error) {
      workspace.dispose();
      throw error;
    }
  }

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Takes the memory that was counted. */
  claim(counted: Workspace): void {
    const { engine } = this;
    this.#area = engine.acquireScratch(counted.#scratchBytes);
    this.#tables = engine.heap.allocate(counted.#tableBytes);
  }

  /** Whether addresses are those of memory. */
  get isPlaced(): boolean {
    return this.#tables > 0;
  }

  /** Bytes of tables. */
  get bytes(): number {
    return this.#tableBytes;
  }

  /** The address of memory for a table, to be written after all is laid out. */
  reserve(bytes: number): number {
    const address = this.#tables + this.#tableBytes;
    this.#tableBytes += apart(bytes);
    return address;
  }

  /** The address of a table of numbers, converted to a type. */
  table(dtype: DType, values: ArrayLike<number>): number {
    const { bytes } = elementTypes[dtype];
    const address = this.reserve(values.length * bytes);
    if (this.isPlaced) this.engine.heap.array(dtype).set(values, address / bytes);
    return address;
  }

  /** The address of bytes that hold nothing from run to run. */
  scratch(bytes: number): number {
    const address = (this.#area?.address ?? 0) + this.#scratchBytes;
    this.#scratchBytes += apart(bytes);
    return address;
  }

  /** Gives the memory back, once. */
  dispose(): void {
    if (this.#tables > 0) this.engine.heap.free(this.#tables);
    if (this.#area) this.engine.releaseScratch(this.#area);
    this.#tables = 0;
    this.#area = undefined;
  }
}
