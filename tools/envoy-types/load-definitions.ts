import { existsSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs";

/** The roots of the trees of .proto files, relative to the folder of the repository. */
const importRoots = [
  ...["envoy-api", "xds", "googleapis", "protoc-gen-validate"].map((tree) =>
    join("node_modules/@grpc/grpc-js-xds/deps", tree),
  ),
  "node_modules/protobufjs",
  // What these trees refer to and nobody ships as a file.
  "tools/envoy-types/proto",
];

/** Parses the files and what they import. Throws when a file is missing or a name in one cannot be resolved. */
export function loadDefinitions(files: readonly string[], repository: string): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_importer, imported) => {
    const found = importRoots
      .map((tree) => join(repository, tree, imported))
      .find((candidate) => existsSync(candidate));
    if (!found) throw new Error(`No tree of definitions holds ${imported}`);
    return found;
  };
  root.loadSync([...files], { keepCase: true });
  root.resolveAll();
  return root;
}
