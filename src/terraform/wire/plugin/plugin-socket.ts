import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The socket that a plugin is reached at. Whoever connects before anybody {@link PluginSocket.accept accepts} is kept
 * waiting, with nothing read.
 */
export class PluginSocket {
  readonly path: string;
  readonly #folder: string;
  readonly #server: Server;
  #waiting: Socket[] = [];
  #take = (socket: Socket): unknown => this.#waiting.push(socket);

  readonly #removeFolder = (): void => rmSync(this.#folder, { recursive: true, force: true });

  /** Listens in a new folder of its own below `directory`, or below the one for temporary files. */
  static open(directory = tmpdir()): Promise<PluginSocket> {
    const socket = new PluginSocket(mkdtempSync(join(directory, "terraform-plugin-")));
    return new Promise((resolve, reject) => {
      socket.#server.once("error", reject).listen(socket.path, () => resolve(socket));
    });
  }

  private constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, "socket");
    // Whatever ends the process, nobody else would ever remove the folder.
    process.once("exit", this.#removeFolder);
    this.#server = createServer({ pauseOnConnect: true }, (socket) => void this.#take(socket));
  }

  /** Hands over every connection, those that wait first. */
  accept(take: (socket: Socket) => void): void {
    this.#take = take;
    for (const socket of this.#waiting.splice(0)) take(socket);
  }

  /** No more connections; those that are open stay so. The folder is removed. */
  close(): void {
    process.off("exit", this.#removeFolder);
    this.#server.close();
    this.#removeFolder();
  }
}
