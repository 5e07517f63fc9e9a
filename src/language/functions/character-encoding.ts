import { FunctionFailure } from "./function-definition.ts";

/**
 * Between texts and bytes in an IANA character encoding. Known are UTF-8, UTF-16 and its two byte orders, and those with
 * one byte per character; encodings of several bytes per character are not.
 */
export interface CharacterEncoding {
  /** Undefined when the text has a character that the encoding lacks. */
  readonly encode: (text: string) => Uint8Array | undefined;
  /** Undefined when the bytes stand for no text. */
  readonly decode: (bytes: Uint8Array) => string | undefined;
}

export function characterEncoding(name: string): CharacterEncoding | FunctionFailure {
  const known = encodings.get(name.toLowerCase());
  if (known) return known();
  return new FunctionFailure(
    `"${name.slice(0, 40)}" is no encoding known here. Use UTF-8, UTF-16LE, UTF-16BE or one of ISO-8859, windows-125x, KOI8 and IBM866.`,
    1,
  );
}

const utf8: CharacterEncoding = {
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => decodeStrictly("utf-8", bytes),
};

function utf16({ littleEndian, mark }: { readonly littleEndian: boolean; readonly mark: boolean }) {
  return (): CharacterEncoding => ({
    encode: (text) => encodeUtf16(mark ? `\ufeff${text}` : text, littleEndian),
    decode: (bytes) => {
      const text = decodeStrictly(littleEndian ? "utf-16le" : "utf-16be", bytes);
      return mark && text?.startsWith("\ufeff") ? text.slice(1) : text;
    },
  });
}

function encodeUtf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index += 1)
    view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
  return new Uint8Array(view.buffer);
}

function decodeStrictly(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // These bytes are no text in the encoding: the caller says so in its own words.
    return undefined;
  }
}

/** The characters of the bytes 0 to 255 in order; undefined where a byte stands for none. */
type CodePage = readonly (string | undefined)[];

function singleByte(pageOf: () => CodePage) {
  return (): CharacterEncoding => {
    const page = pageOf();
    const byteOf = new Map(
      page.flatMap((character, byte) => (character === undefined ? [] : [[character, byte]])),
    );
    return {
      encode: (text) => {
        const bytes = Array.from(text, (character) => byteOf.get(character));
        return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : undefined;
      },
      decode: (bytes) => {
        const characters = Array.from(bytes, (byte) => page[byte]);
        return characters.every((character) => character !== undefined) ? characters.join("") : undefined;
      },
    };
  };
}

/** The platform's tables are those of the Encoding Standard, the same everywhere. */
function codePage(label: string): CodePage {
  return Array.from({ length: 256 }, (_, byte) => decodeStrictly(label, Uint8Array.of(byte)));
}

/** Platforms differ on this one; the five bytes without a character stand for the controls of their numbers. */
function windows1252(): CodePage {
  const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
  return latin1().map((character, byte) => upper[byte - 0x80] ?? character);
}

// In the Encoding Standard this name means windows-1252; IANA's is the first 256 code points.
function latin1(): CodePage {
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
}

const ascii = (): CodePage => latin1().slice(0, 128);

const codePageNames = [
  ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map((part) => `iso-8859-${part}`),
  ...[0, 1, 3, 4, 5, 6, 7, 8].map((page) => `windows-125${page}`),
  ...["koi8-r", "koi8-u", "ibm866", "macintosh"],
];

const encodings: ReadonlyMap<string, () => CharacterEncoding> = new Map([
  ["utf-8", () => utf8],
  ["utf-16", utf16({ littleEndian: false, mark: true })],
  ["utf-16be", utf16({ littleEndian: false, mark: false })],
  ["utf-16le", utf16({ littleEndian: true, mark: false })],
  ["us-ascii", singleByte(ascii)],
  ["iso-8859-1", singleByte(latin1)],
  ["windows-1252", singleByte(windows1252)],
  ...codePageNames.map((name) => [name, singleByte(() => codePage(name))] as const),
]);
