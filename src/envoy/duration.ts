/** A duration as proto3-JSON writes it, such as `1.5s`. */
export function seconds(milliseconds: number): `${number}s` {
  return `${milliseconds / 1000}s`;
}
