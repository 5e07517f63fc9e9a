import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a text is the secret, in a time that tells nothing of either. */
export function sameSecret(secret: string): (given: string) => boolean {
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
