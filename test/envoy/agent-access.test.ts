/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { request } from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { freePorts } from "../support/free-ports.ts";
import { serverCertificate } from "../support/server-certificate.ts";
import { TestSite } from "../support/test-site.ts";
import type { Finished } from "../support/test-site.ts";
import { until } from "../support/until.ts";

const token = "the-token-of-this-agent";

let site: TestSite;
let document: string;
const files = { token: "", wrong: "", cert: "", key: "", clientCert: "", clientKey: "", otherKey: "" };

beforeAll(async () => {
  site = await TestSite.open();
  const write = (name: string, text: string): string => {
    const path = join(site.folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const [server, client] = [await serverCertificate(), await serverCertificate()];
  Object.assign(files, {
    token: write("token", `${token}\n`),
    wrong: write("short", "short\n"),
    cert: write("agent.pem", server.certificate),
    key: write("agent-key.pem", server.key),
    clientCert: write("client.pem", client.certificate),
    clientKey: write("client-key.pem", client.key),
  });
  const [port, sidecarPort] = await freePorts(2);
  document = write(
    "mesh.hcl",
    `service "web" {\n  port = ${port}\n  instance "web" { sidecar_port = ${sidecarPort} }\n}\n`,
  );
});

afterAll(() => site.dispose());

/** Runs a command as somebody with these variables. */
function runAs(variables: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Finished> {
  const known = ["MESH_HTTP_ADDR", "MESH_TOKEN", "MESH_CACERT", "MESH_CLIENT_CERT", "MESH_CLIENT_KEY"];
  for (const name of known.slice(1)) Reflect.deleteProperty(site.env, name);
  site.env["MESH_HTTP_ADDR"] = `https://127.0.0.1:${site.httpPort}`;
  Object.assign(site.env, variables);
  return site.runMesh(...args);
}

describe("an agent that asks who you are", () => {
  const everything = () => ({
    MESH_TOKEN: token,
    MESH_CACERT: files.cert,
    MESH_CLIENT_CERT: files.clientCert,
    MESH_CLIENT_KEY: files.clientKey,
  });

  beforeAll(async () => {
    const tls = ["-tls-cert", files.cert, "-tls-key", files.key, "-tls-client-ca", files.clientCert];
    await site.startAgent("-token-file", files.token, ...tls);
  });

  test.each<[string, () => Readonly<Record<string, string>>, number, string]>([
    ["who shows all of it", () => ({}), 0, "Nothing was applied yet"],
    ["without a token", () => ({ MESH_TOKEN: "" }), 1, "This agent asks for a token: set MESH_TOKEN"],
    ["with another token", () => ({ MESH_TOKEN: "hunter2" }), 1, "This is not the token"],
    ["who trusts others", () => ({ MESH_CACERT: files.clientCert }), 3, "self-signed certificate"],
    ["without a certificate", () => ({ MESH_CLIENT_CERT: "", MESH_CLIENT_KEY: "" }), 3, "no agent answers"],
    [
      "with another's certificate",
      () => ({ MESH_CLIENT_CERT: files.cert, MESH_CLIENT_KEY: files.key }),
      3,
      "no agent answers",
    ],
    [
      "who speaks without TLS",
      () => ({ MESH_HTTP_ADDR: `http://127.0.0.1:${site.httpPort}` }),
      3,
      "no agent answers",
    ],
    ["whose file is not there", () => ({ MESH_CACERT: "/nowhere/ca.pem" }), 1, "There is no /nowhere/ca.pem"],
  ])("answers one %s", async (_, change, code, message) => {
    const answer = await runAs({ ...everything(), ...change() }, "status");
    expect(answer).toMatchObject({ code });
    expect(`${answer.stdout}${answer.stderr}`).toContain(message);
    expect(`${answer.stdout}${answer.stderr}`).not.toMatch(/hunter2|the-token-of/);
  });

  test("is applied to, and its sidecars tell it of their instances", async () => {
    expect(await runAs(everything(), "apply", document, "--auto-approve")).toMatchObject({ code: 0 });
    const sidecar = site.mesh("connect", "envoy", "-service", "web", "--", "--concurrency", "1");
    await until("the sidecar has its configuration", async () => {
      sidecar.mustRun();
      const { stdout } = await runAs(everything(), "status", "-json");
      return /"acknowledged_revision": 1/.test(stdout) && /"health": "passing"/.test(stdout);
    });
    expect((await runAs({ ...everything(), MESH_TOKEN: "" }, "apply", document)).stderr).toContain("a token");
  });

  test("survives who breaks off the handshake", async () => {
    const broken = new Promise((resolve) => {
      request({ port: site.httpPort, host: "127.0.0.1" }).on("error", resolve).end("no TLS at all");
    });
    await broken;
    expect(await runAs(everything(), "status")).toMatchObject({ code: 0 });
  });
});

describe("mesh agent refuses to start", () => {
  test.each<[string, () => readonly string[], number, string]>([
    ["with half of a pair", () => ["-tls-cert", files.cert], 2, "give both -tls-cert and -tls-key"],
    ["with clients' authorities alone", () => ["-tls-client-ca", files.cert], 2, "over TLS alone"],
    ["with a token too short to be one", () => ["-token-file", files.wrong], 2, "holds no token"],
    [
      "with another's key",
      () => ["-tls-cert", files.cert, "-tls-key", files.clientKey],
      1,
      "The agent cannot use its certificate and key: ",
    ],
    [
      "with a file that is no certificate",
      () => ["-tls-cert", files.token, "-tls-key", files.key],
      1,
      "The agent cannot use its certificate and key: ",
    ],
    ["without the file", () => ["-token-file", "/nowhere/token"], 1, "There is no /nowhere/token"],
  ])("%s", async (_, flags, code, message) => {
    const { stderr, ...rest } = await site.runMesh(
      "agent",
      "-dev",
      "-http-port",
      "0",
      "-xds-port",
      "0",
      ...flags(),
    );
    expect(rest).toMatchObject({ code });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});
