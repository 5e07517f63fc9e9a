// What both programs of the example share: their command line, and a server on loopback that ends when it is told to.
import http from "node:http";
import { parseArgs } from "node:util";

const stopWithinMs = 1_000;

/** The values of `--name value` flags; `-name` is taken too. Ends the process with one line when a flag is unknown. */
export function readFlags(defaults) {
  const options = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, { type: "string", default: value }]),
  );
  const args = process.argv.slice(2).map((arg) => arg.replace(/^-(?=[a-z]{2})/, "--"));
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    return fail(error.message);
  }
}

/** Serves on 127.0.0.1 until SIGTERM or SIGINT: then nothing new is accepted, what runs is answered, and the process exits 0. */
export function serve(name, { port, handle }) {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    fail(`--port must be a number up to 65535, not "${port}"`);
  const server = http.createServer(handle);
  server.on("error", (error) => fail(listenError(error, port)));
  server.listen(Number(port), "127.0.0.1", () =>
    console.log(`${name} listens on 127.0.0.1:${server.address().port}`),
  );

  const stop = () => {
    server.close(() => process.exit(0));
    setTimeout(() => server.closeAllConnections(), stopWithinMs).unref();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

export function answerJson(response, body) {
  response.setHeader("content-type", "application/json");
  response.setHeader("cache-control", "no-store");
  response.end(`${JSON.stringify(body)}\n`);
}

export function answerText(response, { status, text }) {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`${text}\n`);
}

/** The path a request asks for, without its query; no URL parser, which a malformed target would make throw. */
export function pathOf(request) {
  return request.url.split("?", 1)[0];
}

function listenError(error, port) {
  if (error.code === "EADDRINUSE") return `port ${port} of 127.0.0.1 is taken by another program`;
  return `cannot listen on 127.0.0.1:${port}: ${error.message}`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
