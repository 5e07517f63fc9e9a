import { describe, expect, test } from "@jest/globals";
import { compile } from "../../../src/compile.ts";
import { callLabel } from "../../../src/cli/graph/call-label.ts";
import { layeredLayout } from "../../../src/cli/graph/layered-layout.ts";
import { meshPicture } from "../../../src/cli/graph/mesh-picture.ts";
import type { MeshPicture, PicturedShare } from "../../../src/cli/graph/mesh-picture.ts";
import { writeDot } from "../../../src/cli/graph/write-dot.ts";
import { writeHtml } from "../../../src/cli/graph/write-html.ts";
import { writeMermaid } from "../../../src/cli/graph/write-mermaid.ts";
import { writeSvg } from "../../../src/cli/graph/write-svg.ts";

const documents = `
service "web" {
  port     = 8080
  protocol = "http"
  upstream "api" { local_bind_port = 9001 }
  upstream "ledger" { local_bind_port = 9002 }
}
service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.2"
  instance "api-1" {
    meta = { version = "v1" }
  }
  instance "api-2" {
    address = "10.0.0.3"
    meta    = { version = "v2" }
  }
  upstream "ledger" { local_bind_port = 9001 }
}
service "ledger" {
  port    = 9000
  address = "10.0.0.4"
}
service "audit" {
  port     = 9000
  protocol = "http"
  address  = "10.0.0.5"
  upstream "api" { local_bind_port = 9001 }
}
resolver "api" {
  default_subset = "v1"
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
  failover "v1" { subset = "v2" }
}
splitter "api" {
  split {
    weight = 90
    subset = "v1"
  }
  split {
    weight = 10
    subset = "v2"
  }
}
intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http { methods = ["GET"] }
    }
  }
  source "audit" { action = "allow" }
}
intentions "ledger" {
  source "api" { action = "deny" }
}
`;

const picture = pictureOf(documents);

describe("the picture", () => {
  test.each([
    { from: "web", to: "api", standing: "depends", rule: "api/web", label: "v1 90 %, v2 failover, v2 10 %" },
    { from: "web", to: "ledger", standing: "denied", rule: undefined, label: "" },
    { from: "api", to: "ledger", standing: "denied", rule: "ledger/api", label: "" },
    {
      from: "audit",
      to: "api",
      standing: "allowed",
      rule: "api/audit",
      label: "v1 90 %, v2 failover, v2 10 %",
    },
  ])("$from to $to is $standing", ({ from, to, standing, rule, label }) => {
    const call = picture.calls.find((candidate) => candidate.from === from && candidate.to === to);
    expect(call).toMatchObject({ standing });
    expect(call?.rule?.id).toBe(rule);
    expect(call && callLabel(call)).toBe(label);
  });

  test("names every service with its instances and place", () => {
    expect(picture.services.map(({ name, instances }) => `${name} ${instances}`)).toEqual([
      "api 2",
      "audit 1",
      "ledger 1",
      "web 1",
    ]);
    expect(picture.services[3]?.declaredAt).toEqual({ file: "mesh.hcl", line: 2 });
  });
});

describe("what stands beside a call", () => {
  const share = { upstream: "api", route: undefined, subset: undefined, percent: 100 };
  test.each<{ what: string; share: PicturedShare; label: string }>([
    { what: "everything", share, label: "" },
    { what: "a part", share: { ...share, percent: 12.5 }, label: "12.5 %" },
    { what: "another upstream's requests", share: { ...share, upstream: "shop" }, label: "as shop 100 %" },
    { what: "a route's requests", share: { ...share, route: 2 }, label: "route 2 100 %" },
  ])("$what", ({ share: only, label }) => {
    expect(callLabel({ from: "web", to: "api", standing: "allowed", rule: undefined, shares: [only] })).toBe(
      label,
    );
  });
});

describe("every form has each service, each call and the shares", () => {
  test.each([
    { form: "svg", text: writeSvg(picture), service: 'data-service="ledger"', call: 'data-from="web"' },
    { form: "html", text: writeHtml(picture), service: 'data-service="ledger"', call: 'data-from="web"' },
    { form: "dot", text: writeDot(picture), service: '"ledger" [', call: '"web" -> "api"' },
    { form: "mermaid", text: writeMermaid(picture), service: 's2["ledger"]', call: "s3 -.->" },
  ])("$form", ({ text, service, call }) => {
    expect(text).toContain(service);
    expect(text).toContain(call);
    expect(text).toContain("v1 90 %");
  });
});

test("the page needs nothing from elsewhere", () => {
  expect(writeHtml(picture)).not.toMatch(/(?:src|href)=|@import|url\((?!#)/);
});

test("what a document says cannot become markup", () => {
  const [service] = picture.services;
  const hostile = '</script><img src=x onerror="alert(1)">';
  const services = service ? [{ ...service, name: hostile }] : [];
  for (const text of [writeHtml({ services, calls: [] }), writeSvg({ services, calls: [] })])
    expect(text).not.toContain("<img");
});

describe("the layout", () => {
  test("puts callers before those they call", () => {
    const { boxes } = layeredLayout(picture);
    const xOf = (name: string): number => boxes.get(name)?.x ?? Number.NaN;
    expect(xOf("web")).toBeLessThan(xOf("api"));
    expect(xOf("api")).toBeLessThan(xOf("ledger"));
  });

  test.each([
    { what: "no service", size: 0, calls: () => [] },
    { what: "a circle", size: 3, calls: (at: number) => [(at + 1) % 3] },
    { what: "a service that calls itself", size: 1, calls: () => [0] },
    {
      what: "300 services, each calling four",
      size: 300,
      calls: (at: number) => [1, 7, 31, 90].map((by) => (at + by) % 300),
    },
    { what: "a chain of 500", size: 500, calls: (at: number) => (at < 499 ? [at + 1] : []) },
  ])("$what: no two boxes touch, all within the picture", ({ size, calls }) => {
    const { boxes, width, height } = layeredLayout(numbered(size, calls));
    expect(boxes.size).toBe(size);
    const corners = new Set([...boxes.values()].map(({ x, y }) => `${x} ${y}`));
    expect(corners.size).toBe(size);
    for (const box of boxes.values()) {
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
    }
  });
});

function pictureOf(text: string): MeshPicture {
  const { mesh, diagnostics } = compile([{ files: [{ filename: "mesh.hcl", text }], variables: new Map() }]);
  if (!mesh) throw new Error(diagnostics.map(({ summary }) => summary).join("\n"));
  return meshPicture(mesh.graph);
}

function numbered(size: number, calls: (at: number) => readonly number[]): MeshPicture {
  const declaredAt = { file: "mesh.hcl", line: 1 };
  const indices = Array.from({ length: size }, (_, at) => at);
  return {
    services: indices.map((at) => ({ name: `s${at}`, protocol: "http", instances: 1, declaredAt })),
    calls: indices.flatMap((at) =>
      calls(at).map((to) => ({
        from: `s${at}`,
        to: `s${to}`,
        standing: "allowed" as const,
        rule: undefined,
        shares: [],
      })),
    ),
  };
}
