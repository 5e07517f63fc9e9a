/** A magnitude as the digits a person would write: 0.00125 has the digits 125 and the exponent -3. */
export interface Decimal {
  /** Without zeros at either end, but "0" for zero. */
  readonly digits: string;
  /** The power of ten that the first digit counts. */
  readonly exponent: number;
}

export function decimalOf(magnitude: number): Decimal {
  const [mantissa = "0", exponent = "0"] = magnitude.toExponential().split("e");
  return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
}

/** With a fixed number of digits behind the point. */
export function fixedText(decimal: Decimal, precision: number): string {
  const { digits, exponent } = roundTo(decimal, decimal.exponent + 1 + precision);
  const padded = "0".repeat(Math.max(0, -exponent)) + digits;
  const wholeLength = Math.max(1, exponent + 1);
  const whole = padded.slice(0, wholeLength).padEnd(wholeLength, "0");
  const fraction = padded.slice(wholeLength).padEnd(precision, "0").slice(0, precision);
  return precision > 0 ? `${whole}.${fraction}` : whole;
}

/** With one digit before the point and an exponent of at least two; as many digits behind it as there are unless given. */
export function scientificText(decimal: Decimal, precision = decimal.digits.length - 1): string {
  const { digits, exponent } = roundTo(decimal, precision + 1);
  const fraction = digits.slice(1).padEnd(precision, "0");
  const sign = exponent < 0 ? "-" : "+";
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `${digits.charAt(0)}${fraction && `.${fraction}`}e${sign}${power}`;
}

/** The shorter of the two forms, with so many significant digits at most. Source: Go, strconv, format `g`. */
export function generalText(decimal: Decimal, precision?: number): string {
  const significant = precision === undefined ? decimal.digits.length : Math.max(1, precision);
  const rounded = roundTo(decimal, significant);
  const { digits, exponent } = rounded;
  const hasFraction = digits.length >= exponent + 1;
  const scientificFrom =
    precision === undefined ? 6 : hasFraction ? Math.min(significant, digits.length) : significant;
  if (exponent < -4 || exponent >= scientificFrom) return scientificText(rounded);
  return fixedText(rounded, Math.max(0, digits.length - exponent - 1));
}

/** Zeros at the end are dropped. */
function roundTo({ digits, exponent }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, exponent };
  if (count < 0) return zero;
  const kept = digits.slice(0, count);
  const dropped = digits.slice(count);
  const up = BigInt(kept || "0") + (roundsUp({ digits, exponent }, kept, dropped) ? 1n : 0n);
  if (up === 0n) return zero;
  const written = up.toString();
  const carried = kept === "" ? 1 : written.length - kept.length;
  return { digits: written.replace(/0+$/, ""), exponent: exponent + carried };
}

const zero: Decimal = { digits: "0", exponent: 0 };

function roundsUp(whole: Decimal, kept: string, dropped: string): boolean {
  if (dropped !== "5") return dropped > "5";
  return direction(whole) ?? Number(kept.at(-1) ?? "0") % 2 === 1;
}

/**
 * Terraform keeps numbers in 512 bits, and a decimal that looks like a tie may lie to either side there. True when it is
 * kept too large, undefined when it is exact: then the even digit wins.
 */
function direction({ digits, exponent }: Decimal): boolean | undefined {
  const decimals = digits.length - 1 - exponent;
  if (decimals <= 0) return undefined;
  const divisor = 10n ** BigInt(decimals);
  const numerator = BigInt(digits);
  const shift = BigInt(SIGNIFICANT_BITS + divisor.toString(2).length - numerator.toString(2).length);
  const scaled = numerator << shift;
  // One bit too many at times: the quotient must have 512.
  const excess = (scaled / divisor).toString(2).length - SIGNIFICANT_BITS;
  const unit = divisor << BigInt(Math.max(0, excess));
  const rest = scaled % unit;
  return rest === 0n ? undefined : rest * 2n > unit;
}

const SIGNIFICANT_BITS = 512;
