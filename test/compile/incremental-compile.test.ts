import { describe, expect, test } from "@jest/globals";
import { compile } from "../../src/compile.ts";
import type { CompiledMesh } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { SourceFile, SourceRange } from "../../src/diagnostics/source-file.ts";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { SeededRandom } from "../support/differential/seeded-random.ts";
import { printDocument } from "../support/random-documents/document-tree.ts";
import type { DocumentItem } from "../support/random-documents/document-tree.ts";
import { randomDocument } from "../support/random-documents/random-document.ts";

describe("a compilation after another one", () => {
  // Two valid meshes are changed into one another, a block at a time and in random order; each block is a file.
  test.each(range(1, 4))("gives what a compilation from scratch gives, seed %i", (seed) => {
    const random = new SeededRandom(seed);
    const [from, to] = [2 * seed, 2 * seed + 1].map((each) =>
      filesOf(randomDocument(each, surroundings()).items),
    );
    let files: readonly SourceFile[] = from ?? [];
    let rendered = 0;
    const goals = [...(to ?? []), ...(from ?? [])];
    const steps = [...shuffled(goals, random), ...(to ?? [])];
    for (const goal of steps) {
      files = [...files.filter(({ filename }) => filename !== goal.filename), goal];
      const incremental = compile([{ files, variables: new Map() }]);
      const fresh = compile([{ files: files.map((file) => ({ ...file })), variables: new Map() }]);
      expect(incremental.diagnostics.map(told)).toEqual(fresh.diagnostics.map(told));
      expect(described(incremental.mesh)).toEqual(described(fresh.mesh));
      if (incremental.mesh) rendered += 1;
    }
    expect(rendered).toBeGreaterThan(0);
  });

  test.each([
    ["an intention", "intentions.hcl", "allow", "deny", ["inbound~api"]],
    ["a splitter", "splitter.hcl", "x-mesh = 1", "x-mesh = 2", ["outbound~api"]],
    [
      "the block of a service",
      "web.hcl",
      "100",
      "200",
      ["inbound~web", "inbound~web", "inbound~web", "local-application", "local-application", "outbound~api"],
    ],
    ["a document of comments", "notes.hcl", "# one", "# two", []],
  ])("renews only what %s decides", (_, filename, before, after, renewed) => {
    const known = resourcesOf(compiledMesh(documents));
    const changed = documents.map((file) =>
      file.filename === filename ? { filename, text: file.text.replace(before, after) } : file,
    );
    const fresh = [...resourcesOf(compiledMesh(changed))].filter((resource) => !known.has(resource));
    expect(fresh.map(({ name }) => name).sort()).toEqual(renewed);
  });

  test("of equal documents gives the same proxies", () => {
    const first = compiledMesh(documents).proxies;
    const second = compiledMesh(documents).proxies;
    expect(second.map((proxy, position) => proxy === first[position])).toEqual([true, true, true]);
  });

  test("shares what the proxies of a service have in common", () => {
    const [, one, two] = compiledMesh(documents).proxies;
    const own = (one?.resources ?? []).filter((resource) => !two?.resources.includes(resource));
    expect(own.map(({ name }) => name)).toEqual(["local-application", "inbound~web"]);
  });

  test("renews the load assignments alone that hold an instance whose health changed", () => {
    const { graph } = compiledMesh(documents);
    const well = renderEndpoints(graph, { healthOf: () => "passing" });
    const ill = renderEndpoints(graph, { healthOf: ({ id }) => (id === "web-2" ? "critical" : "passing") });
    expect([...ill].filter(([key, one]) => well.get(key) !== one).map(([key]) => key)).toEqual(["web"]);
  });
});

const documents: readonly SourceFile[] = [
  { filename: "notes.hcl", text: "# one\n" },
  {
    filename: "web.hcl",
    text: `service "web" {
  port                     = 8080
  protocol                 = "http"
  local_request_timeout_ms = 100

  instance "web-1" { address = "10.0.0.1" }
  instance "web-2" { address = "10.0.0.2" }

  upstream "api" { local_bind_port = 5000 }
}
`,
  },
  {
    filename: "api.hcl",
    text: `service "api" {
  address  = "10.0.0.3"
  port     = 8080
  protocol = "http"
  meta     = { version = "v1" }
}
`,
  },
  {
    filename: "resolver.hcl",
    text: `resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version != v1" }
}
`,
  },
  {
    filename: "splitter.hcl",
    text: `splitter "api" {
  split {
    weight = 90
    subset = "v1"

    request_headers {
      set = { x-mesh = 1 }
    }
  }
  split {
    weight = 10
    subset = "v2"
  }
}
`,
  },
  { filename: "intentions.hcl", text: 'intentions "api" {\n  source "web" { action = "allow" }\n}\n' },
];

function surroundings(): Parameters<typeof randomDocument>[1] {
  let port = 20_000;
  return {
    takePort: () => (port += 1),
    keySet: '{"keys":[]}',
    keySetFile: "/etc/mesh/keys.json",
    certificate: "certificate",
    certificateFile: "/etc/mesh/root.pem",
    certificateVariable: "ROOT",
  };
}

/** A file for each block, so that one changes without the others. */
function filesOf(items: readonly DocumentItem[]): readonly SourceFile[] {
  return items.map((item) => {
    const name = item.kind === "block" ? `${item.type}-${item.label ?? ""}` : item.name;
    return { filename: `${name}.hcl`, text: printDocument([item]).text };
  });
}

function shuffled<T>(items: readonly T[], random: SeededRandom): readonly T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random.between(0, left.length - 1), 1));
}

function compiledMesh(files: readonly SourceFile[]): CompiledMesh {
  const { mesh, diagnostics } = compile([{ files, variables: new Map() }]);
  if (!mesh) throw new Error(diagnostics.map(({ summary }) => summary).join("\n"));
  return mesh;
}

function resourcesOf({ proxies }: CompiledMesh): ReadonlySet<Resource> {
  return new Set(proxies.flatMap(({ resources }) => resources));
}

/** All that proxies are told, and where it comes from. */
function described(mesh: CompiledMesh | undefined): unknown {
  if (!mesh) return undefined;
  const endpoints = renderEndpoints(mesh.graph, { healthOf: () => "passing" });
  return [
    ...mesh.proxies.map(({ id, spiffeId, viewKeys, resources }) => ({
      id,
      spiffeId,
      viewKeys,
      resources: resources.map(shown),
    })),
    ...[...endpoints].map(([key, resource]) => [key, shown(resource)]),
  ];
}

function shown({ name, version, origins }: Resource): string {
  return [name, version, ...origins.map(placed)].join(" ");
}

function told({ code, summary, detail, subject }: Diagnostic): string {
  return [code, summary, detail, subject ? placed(subject) : ""].join(" ");
}

function placed({ file, start, end }: SourceRange): string {
  return `${file.filename}:${start}-${end}`;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
