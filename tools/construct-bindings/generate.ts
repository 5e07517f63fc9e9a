import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { providersSchemaJson } from "../../src/terraform/framework/schema-json.ts";
import { meshProvider } from "../../src/terraform/resources/mesh-provider.ts";

const providerName = "mesh";
const address = `registry.terraform.io/meshwork/${providerName}`;

/**
 * Makes `src/cdktf/gen/mesh/`, the bindings of the Terraform provider for constructs, from the provider's own schema:
 * no Terraform and no network takes part.
 */
export async function generate(repository: string): Promise<void> {
  const { TerraformProviderGenerator, CodeMaker, commons } = await loadGenerator();
  // What package.json says of our version.
  const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const schema = {
    ...providersSchemaJson(address, meshProvider({ variables: {}, readText: () => "" })),
    provider_versions: { [address]: version },
  };
  const { ConstructsMakerProviderTarget, TerraformProviderConstraint, Language } = commons;
  const constraint = new TerraformProviderConstraint({
    name: providerName,
    source: `meshwork/${providerName}`,
    version,
  });
  const generator = new TerraformProviderGenerator(new CodeMaker(), schema);
  generator.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  const folder = mkdtempSync(join(tmpdir(), "mesh-bindings-"));
  try {
    await generator.save(folder);
    keep(join(folder, "providers", providerName), join(repository, "src", "cdktf", "gen", "mesh"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loaded only now, since it looks at the environment while it loads. */
async function loadGenerator() {
  // It would ask a server on the internet for news, and run Terraform for its version.
  process.env["CHECKPOINT_DISABLE"] = "1";
  process.env["TERRAFORM_BINARY_NAME"] = "no-terraform-is-asked";
  const [{ TerraformProviderGenerator }, { CodeMaker }, commons] = await Promise.all([
    // The package's entry loads jsii as well, which only other languages than TypeScript need.
    import("@cdktf/provider-generator/lib/get/generator/provider-generator.js"),
    import("codemaker"),
    import("@cdktf/commons"),
  ]);
  return { TerraformProviderGenerator, CodeMaker, commons };
}

/** The modules alone, exempt from our compiler's settings, which the generator does not know. */
function keep(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  for (const path of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith("index.ts") || path.endsWith("lazy-index.ts")) continue;
    const text = readFileSync(join(from, path), "utf8");
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), `// @ts-nocheck\n${text}`);
  }
}
