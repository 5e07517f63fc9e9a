import type { Value } from "../value.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { formatAddress, formatPrefix, parsePrefix } from "./ip-prefix.ts";
import type { IpPrefix } from "./ip-prefix.ts";
import { define1, define2, define3, defineRest, integer, text } from "./parameter.ts";

/** Functions on blocks of IP addresses, of both families. */
export const cidrFunctions: Readonly<Record<string, EagerFunction>> = {
  cidrhost: define2(text("prefix"), integer("host"), (prefix, host) =>
    withPrefix(prefix, (block) => hostIn(block, host)),
  ),
  cidrnetmask: define1(text("prefix"), (prefix) => withPrefix(prefix, netmask)),
  cidrsubnet: define3([text("prefix"), integer("newbits"), integer("number")], (prefix, newBits, number) =>
    withPrefix(prefix, (block) => subnet(block, newBits, number)),
  ),
  cidrsubnets: defineRest(text("prefix"), integer("newbits"), (prefix, newBits) =>
    withPrefix(prefix, (block) => consecutiveSubnets(block, newBits)),
  ),
};

type Result = Value | FunctionFailure;

function withPrefix(text: string, then: (block: IpPrefix) => Result): Result {
  const block = parsePrefix(text);
  if (block) return then(block);
  return new FunctionFailure(
    'This is no block of addresses. Write one as an address, a slash and the length of its prefix: "10.0.0.0/8", "fd00::/8".',
    0,
  );
}

/** Negative numbers count from the block's end. */
function hostIn(block: IpPrefix, host: number): Result {
  const size = 1n << BigInt(block.bits - block.length);
  const offset = host < 0 ? size + BigInt(host) : BigInt(host);
  if (offset >= 0n && offset < size) return formatAddress(block.address + offset, block.bits);
  return new FunctionFailure(
    `The block ${formatPrefix(block)} has ${size} addresses, so it has no host ${host}. Give a smaller number or a larger block.`,
    1,
  );
}

function netmask(block: IpPrefix): Result {
  if (block.bits === 32) {
    const free = BigInt(32 - block.length);
    return formatAddress((0xffffffffn >> free) << free, 32);
  }
  return new FunctionFailure("Only IPv4 has netmasks. Give a block of IPv4 addresses.", 0);
}

function subnet(block: IpPrefix, newBits: number, number: number): Result {
  if (newBits < 0)
    return new FunctionFailure("A subnet cannot be larger than its block. Give 0 or more bits.", 1);
  if (block.length + newBits > block.bits) return tooNarrow(block, newBits, 1);
  if (number < 0 || BigInt(number) >= 1n << BigInt(newBits)) {
    return new FunctionFailure(
      `${newBits} bits count from 0 to ${(1n << BigInt(newBits)) - 1n}, so there is no subnet ${number}. Give more bits or another number.`,
      2,
    );
  }
  const length = block.length + newBits;
  return formatPrefix({
    ...block,
    length,
    address: block.address + (BigInt(number) << BigInt(block.bits - length)),
  });
}

function consecutiveSubnets(block: IpPrefix, newBits: readonly number[]): Result {
  const end = block.address + (1n << BigInt(block.bits - block.length));
  const subnets: string[] = [];
  let next = block.address;
  for (const [index, bits] of newBits.entries()) {
    if (bits < 1)
      return new FunctionFailure("Each subnet needs at least 1 more bit. Give 1 or more.", index + 1);
    const length = block.length + bits;
    if (length > block.bits) return tooNarrow(block, bits, index + 1);
    const size = 1n << BigInt(block.bits - length);
    // A subnet begins at a multiple of its own size.
    const address = ((next + size - 1n) / size) * size;
    if (address + size > end) {
      return new FunctionFailure(
        `The block ${formatPrefix(block)} has no room left for this subnet. Give a larger block or more bits.`,
        index + 1,
      );
    }
    subnets.push(formatPrefix({ ...block, address, length }));
    next = address + size;
  }
  return subnets;
}

function tooNarrow(block: IpPrefix, newBits: number, argument: number): FunctionFailure {
  return new FunctionFailure(
    `The prefix of ${formatPrefix(block)} has ${block.length} of ${block.bits} bits, so ${newBits} more do not fit. Give fewer bits.`,
    argument,
  );
}
