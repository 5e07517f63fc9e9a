import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the range from which the kernel gives connections their local ports: there, a connection could take a port
 * between the moment it was found free and the moment a program binds it.
 */
const lowest = 10_000;
const highest = 32_000;

/** Given out by this process: what was found free stays reserved, though nobody may have bound it yet. */
const given = new Set<number>();

/** Ports of 127.0.0.1 on which nobody listens, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  while (found.length < count) found.push(await freePort());
  return found;
}

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

/** Whether a program could listen there now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
