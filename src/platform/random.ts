/**
 * Chance, as an interface, so that tests decide it. For spreading work over time only: keys, serials and tokens come
 * from a cryptographic source, never from here.
 */
export interface Random {
  /** A number from 0 (included) to 1 (excluded), each equally likely. */
  fraction(): number;
}
