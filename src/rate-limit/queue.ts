/** A queue whose ends are cheap however long it is: an array's own `shift` moves everything that follows. */
export interface Fifo<T> {
  readonly size: number;
  first(): T | undefined;
  /** The nth from the end; 1 is the last. */
  fromEnd(n: number): T | undefined;
  shift(): T | undefined;
  push(item: T): void;
  /** Puts an item behind all that are `before` it, searching from the end. */
  insert(item: T, before: (other: T) => boolean): void;
  remove(item: T): void;
  items(): T[];
}

export function createFifo<T>(): Fifo<T> {
  let list: T[] = [];
  let head = 0;
  return {
    get size() {
      return list.length - head;
    },
    first: () => list[head],
    fromEnd: (n) => (n > list.length - head ? undefined : list[list.length - n]),
    shift() {
      const item = list[head];
      if (head < list.length) head++;
      // Half of it is behind us: time to let it go.
      if (head > 64 && head * 2 > list.length) {
        list = list.slice(head);
        head = 0;
      }
      return item;
    },
    push(item) {
      list.push(item);
    },
    insert(item, before) {
      let place = list.length;
      while (place > head && !before(list[place - 1] as T)) place--;
      list.splice(place, 0, item);
    },
    remove(item) {
      list.splice(list.indexOf(item, head), 1);
    },
    items: () => list.slice(head),
  };
}
