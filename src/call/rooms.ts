/** Memory of one run, given back together. */
export class Rooms {
  readonly #rooms: { dispose(): void }[] = [];

  keep<R extends { dispose(): void }>(room: R): R {
    this.#rooms.push(room);
    return room;
  }

  dispose(): void {
    for (const room of this.#rooms) room.dispose();
  }
}
