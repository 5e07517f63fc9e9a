import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProviderFunction } from "../../src/terraform/framework/provider.ts";
import type { Schema } from "../../src/terraform/framework/schema.ts";
import { meshProvider } from "../../src/terraform/resources/mesh-provider.ts";
import { attributeList, typeText } from "./attribute-list.ts";

/** Writes `docs/terraform/` in the form that Terraform's registry shows; committed, as people read it here as well. */
export function generate(repository: string): void {
  for (const [file, text] of providerPages(repository)) {
    const path = join(repository, "docs", "terraform", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Every page by its path. */
export function providerPages(repository: string): ReadonlyMap<string, string> {
  const provider = meshProvider({ variables: {}, readText: () => "" });
  const example = (name: string): readonly string[] => {
    const file = examples[name];
    if (file === undefined) return [];
    const text = readFileSync(join(repository, "examples", "terraform", file), "utf8").trim();
    return ["## Example", `\`\`\`terraform\n${text}\n\`\`\``];
  };
  const page = (kind: string, name: string, schema: Schema): string =>
    [
      frontMatter(`${name} ${kind}`, schema.description),
      `# ${name}`,
      schema.description,
      ...example(name),
      attributeList(schema.attributes),
      ...(name === "mesh_document" ? ["## Import", importText, "## Moved", movedText] : []),
    ].join("\n\n") + "\n";
  return new Map([
    ["index.md", page("provider", "mesh", provider.schema)],
    ...Object.entries(provider.resources).map(
      ([name, { schema }]) => [`resources/${shortName(name)}.md`, page("resource", name, schema)] as const,
    ),
    ...Object.entries(provider.dataSources).map(
      ([name, { schema }]) =>
        [`data-sources/${shortName(name)}.md`, page("data source", name, schema)] as const,
    ),
    ...Object.entries(provider.functions).map(
      ([name, definition]) =>
        [`functions/${name}.md`, functionPage(name, definition, example(name))] as const,
    ),
  ]);
}

/** The files of examples/terraform that show something, by its name. */
const examples: Readonly<Record<string, string>> = {
  mesh: "main.tf",
  mesh_document: "main.tf",
  mesh_proxy: "checks.tf",
  mesh_reachability: "checks.tf",
  explain: "checks.tf",
};

const importText =
  "A set that is in force is taken over by its name:\n\n```sh\nterraform import mesh_document.counting default\n```\n\nWhere its documents lie is guessed from their names; the values of its variables stay with the agent. A configuration that means the same set is no change to it.";

const movedText =
  'What ran `mesh apply` by a provisioner until now gives its set away without a change to the mesh: a `terraform_data` whose `input`, or a `null_resource` whose `triggers`, names the set.\n\n```terraform\nmoved {\n  from = terraform_data.counting # input = { set = "default" }\n  to   = mesh_document.counting\n}\n```';

function functionPage(
  name: string,
  { summary, description, parameters, returns }: ProviderFunction,
  example: readonly string[],
): string {
  const signature = parameters.map((parameter) => `${parameter.name} ${typeText(parameter.type)}`).join(", ");
  const items = parameters.map(
    (parameter) => `- \`${parameter.name}\` (${typeText(parameter.type)}) ${parameter.description}`,
  );
  return (
    [
      frontMatter(`${name} function`, summary),
      `# ${name}`,
      description,
      `\`\`\`text\nprovider::mesh::${name}(${signature}) ${typeText(returns)}\n\`\`\``,
      items.join("\n"),
      ...example,
    ].join("\n\n") + "\n"
  );
}

function frontMatter(title: string, description: string): string {
  const firstSentence = description.split(/(?<=\.) /)[0] ?? description;
  return `---\npage_title: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(firstSentence)}\n---`;
}

/** The registry leaves the provider's name out of a page's. */
function shortName(name: string): string {
  return name.replace(/^mesh_/, "");
}
