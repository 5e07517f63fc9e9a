import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { validityMs } from "../../src/ca/validity.ts";

test("is in whole seconds, from a minute ago on, for at least the time asked for", () => {
  expect(validityMs({ nowMs: 1_000_000_500, ttlMs: 5_000 })).toEqual({
    notBeforeMs: 999_940_000,
    notAfterMs: 1_000_006_000,
  });
});

test("never leaves that of an issuer", () => {
  fc.assert(
    fc.property(fc.nat(1e12), fc.integer({ min: 1, max: 1e11 }), fc.nat(1e8), (nowMs, ttlMs, issuedAgoMs) => {
      const issuer = { notBefore: new Date(nowMs - issuedAgoMs), notAfter: new Date(nowMs + 1e9) };
      const { notBeforeMs, notAfterMs } = validityMs({ nowMs, ttlMs, issuers: [issuer] });
      expect(notBeforeMs).toBeGreaterThanOrEqual(issuer.notBefore.getTime());
      expect(notBeforeMs).toBeLessThanOrEqual(nowMs);
      expect(notAfterMs).toBeLessThanOrEqual(issuer.notAfter.getTime());
      expect(notAfterMs).toBeGreaterThan(nowMs);
    }),
  );
});

test.each([0, -1, Number.NaN])("a lifetime of %p ms is refused", (ttlMs) => {
  expect(() => validityMs({ nowMs: 0, ttlMs })).toThrow("The lifetime of a certificate must be above zero.");
});

test("an endless lifetime ends with the year 9999", () => {
  const { notAfterMs } = validityMs({ nowMs: 0, ttlMs: Number.POSITIVE_INFINITY });
  expect(new Date(notAfterMs).toISOString()).toBe("9999-12-31T23:59:59.000Z");
});
