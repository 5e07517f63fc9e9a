// The service in front: a page that asks counting for a number every second and shows who answered.
//
//   node dashboard.mjs --port 9002 --counting http://127.0.0.1:5000
//
// The address given by --counting is dashboard's own sidecar, which takes the request to a healthy instance of counting.
import { readFileSync } from "node:fs";
import http from "node:http";
import { answerJson, answerText, pathOf, readFlags, serve } from "./serve.mjs";

const timeoutMs = 2_000;
const maxAnswerBytes = 64 * 1024;

const flags = readFlags({ port: "9002", counting: "http://127.0.0.1:5000" });
const countingUrl = parseCountingUrl(flags.counting);
const page = readFileSync(new URL("dashboard.html", import.meta.url));
const agent = new http.Agent({ keepAlive: true });

serve("dashboard", {
  port: flags.port,
  async handle(request, response) {
    switch (pathOf(request)) {
      case "/":
        response.setHeader("content-type", "text/html; charset=utf-8");
        return response.end(page);
      case "/api/count":
        return answerJson(response, await askCounting());
      case "/health":
        return answerText(response, { status: 200, text: "ok" });
      default:
        return answerText(response, { status: 404, text: "dashboard knows no such path" });
    }
  },
});

/** One request to counting, as `{ ok, status, count, version, error }`; it never rejects. `status` is 0 without an answer. */
async function askCounting() {
  try {
    return readAnswer(await get());
  } catch (error) {
    return { ok: false, status: 0, error: connectionError(error) };
  }
}

function get(attempt = 1) {
  return new Promise((resolve, reject) => {
    const request = http.get(countingUrl, { agent }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
        if (body.length > maxAnswerBytes) request.destroy(new Error("the answer is too long"));
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
      response.on("error", reject);
    });
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`)),
      timeoutMs,
    );
    request.on("close", () => clearTimeout(timer));
    request.on("error", (error) => {
      // The other end may close a kept connection just when it is used again: that says nothing about counting.
      const closedMeanwhile = request.reusedSocket && error.code === "ECONNRESET" && attempt === 1;
      if (closedMeanwhile) get(2).then(resolve, reject);
      else reject(error);
    });
  });
}

function readAnswer({ status, body }) {
  if (status !== 200) return { ok: false, status, error: refusal(status, body) };
  try {
    const { count, version } = JSON.parse(body);
    return { ok: true, status, count, version };
  } catch {
    return { ok: false, status, error: "counting's answer is not JSON" };
  }
}

function refusal(status, body) {
  const reason = body.trim().split("\n", 1)[0].slice(0, 200);
  const suffix = reason === "" ? "" : `: ${reason}`;
  // counting itself never answers 403, and a sidecar answers 503 when it has nobody to send the request to.
  if (status === 403) return `403 refused by counting's sidecar${suffix}`;
  if (status === 503) return `503 no instance of counting to answer${suffix}`;
  return `${status} from counting${suffix}`;
}

function connectionError(error) {
  if (error.name === "AbortError" || error.name === "TimeoutError")
    return `no answer within ${timeoutMs / 1_000} s`;
  if (error.code === "ECONNREFUSED")
    return `nobody listens on ${countingUrl.host}: is dashboard's sidecar running?`;
  return error.message;
}

function parseCountingUrl(text) {
  try {
    const url = new URL("/service/counting/", text);
    if (url.protocol === "http:") return url;
  } catch {
    // Reported below, together with the other things that are no http URL.
  }
  console.error(`--counting must be an http URL such as http://127.0.0.1:5000, not "${text}"`);
  return process.exit(1);
}
