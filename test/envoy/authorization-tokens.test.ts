/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mintLeaf } from "../support/certificates.ts";
import { EchoBackend } from "../support/echo-backend.ts";
import type { SeenRequest } from "../support/echo-backend.ts";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import type { Answer, RequestOptions } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { authorityOf, spiffeIdOf } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";
import { KeySetServer, TokenIssuer, selfSignedFor, unsignedToken } from "../support/token-issuer.ts";
import type { Claims } from "../support/token-issuer.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let mesh: LiveMesh;
let keyServers: readonly KeySetServer[] = [];
let sidecarPort = 0;
const identities = new Map<string, RequestOptions["tls"]>();

const local = new TokenIssuer("local-1");
const plain = new TokenIssuer("plain-1");
const secure = new TokenIssuer("secure-1");
const stranger = new TokenIssuer("local-1");

const now = Math.floor(Date.now() / 1000);
const inAnHour = now + 3_600;
const localClaims = { iss: "https://local", aud: "api", sub: "ann", exp: inAnHour };

beforeAll(async () => {
  site = await TestSite.open();
  const ports = await freePorts(6);
  const [port = 0, applicationPort = 0, plainPort = 0, securePort = 0, impostorPort = 0] = ports;
  const nobodyPort = ports[5] ?? 0;
  sidecarPort = port;
  const issuerCertificate = await selfSignedFor("127.0.0.1");
  const otherCertificate = await selfSignedFor("127.0.0.1");
  const backend = await EchoBackend.listen(applicationPort);
  keyServers = [
    await KeySetServer.listen(plainPort, plain.keySet),
    await KeySetServer.listen(securePort, secure.keySet, issuerCertificate),
    await KeySetServer.listen(impostorPort, secure.keySet, otherCertificate),
  ];
  for (const server of [backend, ...keyServers]) site.atEnd(() => server.close());
  const overTls = (name: string, keyPort: number): string => `
jwt_provider "${name}" {
  issuer = "https://${name}"
  json_web_key_set {
    remote {
      uri = "https://127.0.0.1:${keyPort}/keys"
      jwks_cluster {
        discovery_type = "STATIC"
        tls_certificates {
          trusted_ca { inline_string = ${JSON.stringify(issuerCertificate.cert)} }
        }
      }
    }
  }
}`;
  const document = `
service "api" {
  port     = ${applicationPort}
  protocol = "http"
  instance "api" { sidecar_port = ${sidecarPort} }
}
jwt_provider "local" {
  issuer             = "https://local"
  audiences          = ["api", "all"]
  clock_skew_seconds = 60
  json_web_key_set {
    local { jwks = ${JSON.stringify(local.keySet)} }
  }
  location {
    header {
      name         = "authorization"
      value_prefix = "Bearer "
    }
  }
  location {
    header {
      name         = "x-token"
      value_prefix = "Token "
    }
  }
  location {
    query_param { name = "token" }
  }
  location {
    cookie { name = "session" }
  }
  forwarding { header_name = "x-payload" }
  cache_config { size = 10 }
}
jwt_provider "plain" {
  issuer = "https://plain"
  json_web_key_set {
    remote {
      uri            = "http://127.0.0.1:${plainPort}/keys"
      cache_duration = "1s"
    }
  }
  location {
    header {
      name         = "x-plain"
      forward      = true
    }
  }
}
${overTls("secure", securePort)}
${overTls("impostor", impostorPort)}
jwt_provider "silent" {
  issuer = "https://silent"
  json_web_key_set {
    remote {
      uri                  = "http://127.0.0.1:${nobodyPort}/keys"
      fetch_asynchronously = true
    }
  }
}
intentions "api" {
  ${["plain", "secure", "impostor", "silent"].map(callerWith).join("\n  ")}
  source "web" {
    external = true
    permission {
      action = "allow"
      http { path_prefix = "/public/" }
    }
    permission {
      action = "deny"
      http { methods = ["DELETE"] }
      jwt {
        provider "local" {
          verify_claim {
            path  = ["readonly"]
            value = "true"
          }
        }
      }
    }
    permission {
      action = "allow"
      http { path_prefix = "/admin/" }
      jwt {
        provider "local" {
          verify_claim {
            path  = ["realm", "roles"]
            value = "admin"
          }
          verify_claim {
            path  = ["level"]
            value = "7"
          }
        }
        provider "secure" {}
      }
    }
    permission {
      action = "allow"
      http { path_prefix = "/" }
      jwt {
        provider "local" {}
      }
    }
  }
  source "audited" {
    external    = true
    enforcement = "audit"
    permission {
      action = "allow"
      http { path_prefix = "/" }
      jwt {
        provider "local" {}
      }
    }
  }
}
`;
  mesh = await LiveMesh.start(site, { document, sidecars: ["api"] });
});

afterAll(() => site.dispose());

/** A caller that needs the token of the provider of its name. */
function callerWith(provider: string): string {
  return `source "${provider}" {
    external = true
    permission {
      action = "allow"
      http { path_prefix = "/" }
      jwt {
        provider "${provider}" {}
      }
    }
  }`;
}

describe("2. No token is answered 401, one for others 403, the right one is let through", () => {
  interface Row {
    readonly name: string;
    readonly line: string;
    readonly token: string | undefined;
    readonly status: number;
    readonly rule?: string;
  }

  const admin = { ...localClaims, realm: { roles: ["user", "admin"] }, level: 7 };
  const rows: readonly Row[] = [
    { name: "a good one", line: "GET /", token: local.sign(localClaims), status: 200 },
    { name: "none", line: "GET /", token: undefined, status: 401, rule: "api/web#3#no-valid-token" },
    { name: "no token at all", line: "GET /", token: "x.y", status: 401, rule: "api/web#3#no-valid-token" },
    {
      name: "of another audience",
      line: "GET /",
      token: local.sign({ ...localClaims, aud: "billing" }),
      status: 403,
      rule: "api/web#3#wrong-audience",
    },
    {
      name: "of no audience",
      line: "GET /",
      token: local.sign({ ...localClaims, aud: undefined }),
      status: 403,
      rule: "api/web#3#wrong-audience",
    },
    {
      name: "of one of several audiences",
      line: "GET /",
      token: local.sign({ ...localClaims, aud: ["x", "all"] }),
      status: 200,
    },
    {
      name: "of another issuer",
      line: "GET /",
      token: stranger.sign({ ...localClaims, iss: "https://elsewhere" }),
      status: 403,
      rule: "api/web#3#wrong-issuer",
    },
    {
      name: "signed by somebody else",
      line: "GET /",
      token: stranger.sign(localClaims),
      status: 401,
      rule: "api/web#3#no-valid-token",
    },
    {
      name: "signed by nobody",
      line: "GET /",
      token: unsignedToken(localClaims),
      status: 401,
      rule: "api/web#3#no-valid-token",
    },
    {
      name: "expired within the skew of clocks",
      line: "GET /",
      token: local.sign({ ...localClaims, exp: now - 20 }),
      status: 200,
    },
    {
      name: "expired",
      line: "GET /",
      token: local.sign({ ...localClaims, exp: now - 600 }),
      status: 401,
      rule: "api/web#3#no-valid-token",
    },
    {
      name: "not valid yet",
      line: "GET /",
      token: local.sign({ ...localClaims, nbf: now + 600 }),
      status: 401,
      rule: "api/web#3#no-valid-token",
    },
    { name: "where none is needed", line: "GET /public/x", token: undefined, status: 200 },
    { name: "both claims", line: "GET /admin/x", token: local.sign(admin), status: 200 },
    {
      name: "a claim short",
      line: "GET /admin/x",
      token: local.sign({ ...admin, level: 8 }),
      status: 403,
      rule: "api/web#2#wrong-claims",
    },
    {
      name: "a claim in a list that has it not",
      line: "GET /admin/x",
      token: local.sign({ ...admin, realm: { roles: ["administrator"] } }),
      status: 403,
      rule: "api/web#2#wrong-claims",
    },
    {
      name: "a way to a claim that ends before it",
      line: "GET /admin/x",
      token: local.sign({ ...admin, realm: "admin" }),
      status: 403,
      rule: "api/web#2#wrong-claims",
    },
    {
      name: "a claim that denies",
      line: "DELETE /x",
      token: local.sign({ ...localClaims, readonly: true }),
      status: 403,
      rule: "api/web#1",
    },
    { name: "and without that claim", line: "DELETE /x", token: local.sign(localClaims), status: 200 },
    {
      name: "and without a token",
      line: "DELETE /x",
      token: undefined,
      status: 401,
      rule: "api/web#1#no-valid-token",
    },
    {
      name: "of the other provider",
      line: "GET /admin/x",
      token: secure.sign({ ...localClaims, iss: "https://secure" }),
      status: 200,
    },
  ];

  test.each(rows)("$name: $status", async ({ line, token, status, rule }) => {
    const mark = `mark=${rows.findIndex((row) => row.token === token && row.line === line)};`;
    const answer = await send("web", `${line}?${mark}`, token === undefined ? {} : bearer(token));
    expect(answer.status).toBe(status);
    if (rule === undefined) return;
    expect(answer.headers["x-mesh-reply"]).toBe(status === 401 ? "unauthenticated" : "denied");
    expect(answer.headers["www-authenticate"]).toBe(status === 401 ? "Bearer" : undefined);
    const found = await mesh.logged("api", ({ path }) => String(path).endsWith(mark));
    expect(found).toMatchObject({ status, rule, details: `rbac_access_denied_matched_policy[${rule}]` });
  });
});

test("2. A call of grpc is told in its own words", async () => {
  const call = { "content-type": "application/grpc" };
  const without = await send("web", "POST /x", call);
  expect(without.headers).toMatchObject({ "grpc-status": "16", "x-mesh-reply": "unauthenticated" });
  const other = bearer(local.sign({ ...localClaims, aud: "billing" }));
  const refused = await send("web", "POST /x", { ...call, ...other });
  expect(refused.headers).toMatchObject({ "grpc-status": "7", "x-mesh-reply": "denied" });
});

describe("2. Where tokens are found, and what the application sees of them", () => {
  const token = local.sign(localClaims);

  test.each([
    ["the usual header", "/", bearer(token)],
    ["a header of its own", "/", { "x-token": `Token ${token}` }],
    ["the query", `/?a=1&token=${token}`, {}],
    ["a cookie", "/", { cookie: `a=1; session=${token}` }],
  ])("%s", async (_, path, headers) => {
    expect(await send("web", `GET ${path}`, headers)).toMatchObject({ status: 200 });
  });

  test.each([
    ["a header of its own without its prefix", "/", { "x-token": token }],
    ["another header", "/", { "x-other": `Bearer ${token}` }],
    ["another parameter", `/?access_token=${token}`, {}],
  ])("not %s", async (_, path, headers) => {
    expect(await send("web", `GET ${path}`, headers)).toMatchObject({ status: 401 });
  });

  test("the application gets the payload, and not the token", async () => {
    const { headers } = seen(await send("web", "GET /", { ...bearer(token), "x-payload": "forged" }));
    expect(JSON.parse(Buffer.from(String(headers["x-payload"]), "base64url").toString())).toEqual(
      localClaims,
    );
    expect(headers).not.toHaveProperty("authorization");
  });

  test("nobody can forge the payload where no token is needed", async () => {
    const { headers } = seen(await send("web", "GET /public/x", { "x-payload": "forged" }));
    expect(headers).not.toHaveProperty("x-payload");
  });

  test("a token that is to be forwarded stays", async () => {
    const own = plain.sign({ iss: "https://plain", exp: inAnHour });
    const { headers } = seen(await send("plain", "GET /", { "x-plain": own }));
    expect(headers["x-plain"]).toBe(own);
  });
});

describe("2. Keys that are fetched", () => {
  const tokenOf = (issuer: TokenIssuer, name: string): Claims & Record<"token", string> => ({
    token: issuer.sign({ iss: `https://${name}`, exp: inAnHour }),
  });

  test("by http, and anew after the cache's time", async () => {
    const [server] = keyServers;
    const next = new TokenIssuer("plain-2");
    const ask = (issuer: TokenIssuer): Promise<Answer> =>
      send("plain", "GET /", { "x-plain": tokenOf(issuer, "plain").token });
    expect(await ask(plain)).toMatchObject({ status: 200 });
    expect(await ask(next)).toMatchObject({ status: 401 });
    if (server) server.keySet = next.keySet;
    await until("the new key counts", async () => (await ask(next)).status === 200);
    expect(await ask(plain)).toMatchObject({ status: 401 });
  });

  test("by https from the issuer", async () => {
    const answer = await send("secure", "GET /", bearer(tokenOf(secure, "secure").token));
    expect(answer).toMatchObject({ status: 200 });
  });

  test("not from somebody with another certificate", async () => {
    const answer = await send("impostor", "GET /", bearer(tokenOf(secure, "impostor").token));
    expect(answer).toMatchObject({ status: 401 });
    expect(keyServers[2]?.hits).toBe(0);
  });

  test("not from nobody, while all others are served", async () => {
    const answer = await send("silent", "GET /", bearer(tokenOf(secure, "silent").token));
    expect(answer).toMatchObject({ status: 401 });
  });
});

describe("3. Tokens that are only audited", () => {
  test("their absence passes and is noted", async () => {
    expect(await send("audited", "GET /?audited-without-token", {})).toMatchObject({ status: 200 });
    const found = await mesh.logged("api", ({ path }) => path === "/?audited-without-token");
    expect(found).toMatchObject({ audit: "denied", audit_rule: "api/audited#0#no-valid-token" });
  });
});

function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

function seen({ body }: Answer): SeenRequest {
  return JSON.parse(body) as SeenRequest;
}

async function send(
  caller: string,
  line: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  return request({ port: sidecarPort, method, path, headers, tls: await identityOf(caller) });
}

async function identityOf(caller: string): Promise<NonNullable<RequestOptions["tls"]>> {
  const known = identities.get(caller);
  if (known) return known;
  const { cert, key, ca } = await mintLeaf(authorityOf(site), spiffeIdOf(caller));
  const identity = { cert, key, ca };
  identities.set(caller, identity);
  return identity;
}
