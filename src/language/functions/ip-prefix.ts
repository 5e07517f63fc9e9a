/** A block of addresses: the first of them, as a number of 32 or 128 bits, and how many leading bits are fixed. */
export interface IpPrefix {
  readonly address: bigint;
  readonly length: number;
  readonly bits: 32 | 128;
}

/** `10.0.0.0/8` or `fd00::/8`; bits behind the prefix are cleared. Undefined for anything else. Source: RFC 4632, RFC 4291. */
export function parsePrefix(text: string): IpPrefix | undefined {
  const [, address = "", lengthText = ""] = /^([^/]*)\/(\d{1,3})$/.exec(text) ?? [];
  const parsed = parseAddress(address);
  const length = Number(lengthText);
  if (!parsed || length > parsed.bits) return undefined;
  const free = BigInt(parsed.bits - length);
  return { address: (parsed.value >> free) << free, length, bits: parsed.bits };
}

export function formatPrefix(prefix: IpPrefix): string {
  return `${formatAddress(prefix.address, prefix.bits)}/${prefix.length}`;
}

/** Dotted for IPv4 and for IPv4 mapped into IPv6, RFC 5952 for the rest of IPv6. */
export function formatAddress(address: bigint, bits: 32 | 128): string {
  if (bits === 32) return formatDotted(address);
  if (address >> 32n === 0xffffn) return `::ffff:${formatDotted(address & 0xffffffffn)}`;
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const zeros = longestZeroRun(groups);
  if (zeros.length < 2) return groups.join(":");
  const head = groups.slice(0, zeros.start).join(":");
  return `${head}::${groups.slice(zeros.start + zeros.length).join(":")}`;
}

interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

function parseAddress(text: string): Address | undefined {
  if (!text.includes(":")) {
    const value = parseDotted(text);
    return value === undefined ? undefined : { value, bits: 32 };
  }
  const groups = parseGroups(text);
  if (!groups) return undefined;
  return { value: groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n), bits: 128 };
}

/** Leading zeros are decimal, as in Terraform; many other programs refuse them or take them as octal. */
function parseDotted(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,9}$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parseGroups(text: string): readonly number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const given = head.length + (tail?.length ?? 0);
  if (!tail) return given === 8 ? head : undefined;
  if (given > 7) return undefined;
  return [...head, ...Array<number>(8 - given).fill(0), ...tail];
}

function groupsOf(text: string, mayEndDotted: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const last = parts.at(-1) ?? "";
  const dotted = mayEndDotted && last.includes(".") ? parseDotted(last) : undefined;
  const hexParts = dotted === undefined ? parts : parts.slice(0, -1);
  if (!hexParts.every((part) => /^[\da-f]{1,4}$/i.test(part))) return undefined;
  const groups = hexParts.map((part) => Number.parseInt(part, 16));
  return dotted === undefined ? groups : [...groups, Number(dotted >> 16n), Number(dotted & 0xffffn)];
}

function formatDotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => ((address >> shift) & 255n).toString()).join(".");
}

function longestZeroRun(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== "0") start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
