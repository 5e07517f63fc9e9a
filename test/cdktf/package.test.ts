import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

interface PackageJson {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  readonly typesVersions: { readonly "*": Readonly<Record<string, readonly string[]>> };
}

test("types are found without `exports` too, as projects that `cdktf init` makes look for them", () => {
  const { exports, typesVersions } = JSON.parse(readFileSync("package.json", "utf8")) as PackageJson;
  const typed = Object.entries(exports).flatMap(([path, target]) =>
    typeof target === "string" ? [] : [[path.replace(/^\.\//, ""), [target.types]] as const],
  );
  expect(typed).toHaveLength(2);
  expect(typesVersions["*"]).toEqual(Object.fromEntries(typed));
});
