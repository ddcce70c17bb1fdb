/** How a value stands in an address. `read` gives undefined for text that it does not understand, and never throws. */
export interface Codec<T> {
  write(value: T): string;
  read(text: string): T | undefined;
}

/** The shortest text of a number. A plus sign would become a space in some programs. */
const writeNumber = (value: number): string =>
  Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');

const numberText = /^-?(\d+(\.\d+)?(e-?\d+)?|Infinity)$|^NaN$/;
const readNumber = (text: string): number | undefined => (numberText.test(text) ? Number(text) : undefined);

export const anyNumber: Codec<number> = { write: writeNumber, read: readNumber };

export function numberFrom(low: number, high: number): Codec<number> {
  return {
    write: writeNumber,
    read(text) {
      const value = readNumber(text);
      return value !== undefined && value >= low && value <= high ? value : undefined;
    },
  };
}

export function integerFrom(low: number, high: number): Codec<number> {
  const inRange = numberFrom(low, high);
  return {
    write: writeNumber,
    read(text) {
      const value = inRange.read(text);
      return Number.isInteger(value) ? value : undefined;
    },
  };
}

export const yesOrNo: Codec<boolean> = {
  write: (value) => (value ? 'yes' : 'no'),
  read: (text) => (text === 'yes' ? true : text === 'no' ? false : undefined),
};

/** One of the names that an object has, or of those in a list. */
export function nameOf<Name extends string>(
  names: readonly Name[] | { readonly [name in Name]: unknown },
): Codec<Name> {
  const known: readonly string[] = Array.isArray(names) ? names : Object.keys(names);
  return { write: (name) => name, read: (text) => (known.includes(text) ? (text as Name) : undefined) };
}

/** One of a few numbers. */
export function oneOf<N extends number>(numbers: readonly N[]): Codec<N> {
  return { write: writeNumber, read: (text) => numbers.find((number) => writeNumber(number) === text) };
}

/** Items with commas between them. */
export function listOf<T>(item: Codec<T>, maxLength: number, separator = ','): Codec<readonly T[]> {
  return {
    write: (items) => items.map(item.write).join(separator),
    read(text) {
      const parts = text.split(separator);
      if (parts.length > maxLength) return undefined;
      const items = parts.map(item.read);
      return items.includes(undefined) ? undefined : (items as T[]);
    },
  };
}

/** For rows, then for columns; one text where both are the same. */
export function pairOf<T>(item: Codec<T>, separator = ','): Codec<readonly [T, T]> {
  const both = listOf(item, 2, separator);
  return {
    write([rows, columns]) {
      const [a, b] = [item.write(rows), item.write(columns)];
      return a === b ? a : a + separator + b;
    },
    read(text) {
      const [rows, columns = rows] = both.read(text) ?? [];
      return rows === undefined ? undefined : [rows, columns!];
    },
  };
}

export function orNull<T>(item: Codec<T>): Codec<T | null> {
  return {
    write: (value) => (value === null ? 'none' : item.write(value)),
    read: (text) => (text === 'none' ? null : item.read(text)),
  };
}

/** Any text, but slashes and colons stay readable. Halves of a character, which file names may hold, are left out. */
export function writeText(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');
}

export function readText(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** An address as browsers write it; undefined where a text is none that begins with https://. */
export function httpsAddress(text: string): string | undefined {
  try {
    const { protocol, href } = new URL(text);
    return protocol === 'https:' ? href : undefined;
  } catch {
    return undefined;
  }
}

/** Base64 with the two letters that addresses take, without the filling at its end (RFC 4648, section 5). */
export const bytesText: Codec<Uint8Array<ArrayBuffer>> = {
  write(bytes) {
    const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    return letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  },
  read(text) {
    if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return undefined;
    const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  },
};
