// The layers of docs/architecture.md, lowest first. A folder imports only from lines above its own.
const layers = [
  ["diagnostics", "platform"],
  ["language"],
  ["config"],
  ["graph"],
  ["envoy"],
  ["compile.ts", "evaluate"],
  ["xds", "catalog", "health", "ca", "dns", "store", "client", "documents"],
  ["http-api", "proxy", "sdk"],
  ["server"],
  ["cli", "terraform", "cdktf", "ui"],
];

const anchored = (names) => `^src/(${names.map((name) => name.replace(".", "\\.")).join("|")})(/|$)`;

const upwardBans = layers.slice(0, -1).map((layer, index) => ({
  name: `layer-${index + 1}-looks-down-only`,
  severity: "error",
  comment: `${layer.join(", ")} must stay usable without anything built on top of it.`,
  from: { path: anchored(layer) },
  to: { path: anchored(layers.slice(index + 1).flat()) },
}));

// Folders of layer 7 are protocols and state machines that only the composition root brings together; those of
// layer 10 are separate products. `cli` may not see `terraform`'s inside and so on.
const siblingBans = [...layers[6], ...layers[7], ...layers[9]].map((folder) => ({
  name: `${folder}-knows-no-sibling`,
  severity: "error",
  comment: "Within a layer, parts meet only through an interface that the consumer declares.",
  from: { path: anchored([folder]) },
  to: {
    path: anchored(
      [...layers[6], ...layers[7], ...layers[9]].filter(
        (other) => other !== folder && sameLayer(folder, other),
      ),
    ),
  },
}));

function sameLayer(a, b) {
  return layers.some((layer) => layer.includes(a) && layer.includes(b));
}

const pureFolders = ["diagnostics", "language", "config", "graph", "envoy", "compile.ts", "evaluate"];

module.exports = {
  forbidden: [
    ...upwardBans,
    ...siblingBans,
    {
      name: "pure-stages-do-no-io",
      severity: "error",
      comment:
        "Up to compile.ts everything is a pure function: it runs in a browser, in a provider and in a test alike.",
      from: { path: anchored(pureFolders) },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "platform-interfaces-do-no-io",
      severity: "error",
      comment: "platform/ declares interfaces; only platform/node/ touches Node.",
      from: { path: "^src/platform/[^/]+\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "node-platform-at-the-composition-roots",
      severity: "error",
      comment:
        "Effects enter at the edge: only server/ and the products of layer 10 may pick Node's implementation.",
      from: { path: "^src/", pathNot: "^src/(server|cli|terraform|cdktf|ui|platform/node)/" },
      to: { path: "^src/platform/node/" },
    },
    {
      name: "people-reach-a-server-through-client",
      severity: "error",
      comment:
        "cli starts the server through one entry; everything else in layer 10 speaks to it through client/.",
      from: { path: "^src/(cli|terraform|cdktf|ui)/", pathNot: "^src/cli/start-server\\.ts$" },
      to: { path: "^src/server/" },
    },
    {
      name: "terraform-wire-knows-no-mesh",
      severity: "error",
      comment:
        "The plugin protocol is the same for every provider; of ours it uses the primitives of protobuf.",
      from: { path: "^src/terraform/wire/" },
      to: {
        path: "^src/",
        pathNot: "^src/(terraform/wire/|platform/[^/]+$|envoy/codec/wire-(reader|writer)\\.ts$)",
      },
    },
    {
      name: "terraform-framework-knows-no-mesh",
      severity: "error",
      comment: "What a provider is, and what this one manages, are apart: resources/ alone knows of meshes.",
      from: { path: "^src/terraform/framework/" },
      to: { path: "^src/", pathNot: "^src/(terraform/(framework|wire)/|platform/[^/]+$)" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "A cycle means two files are one.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
