import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import { graphCodes } from "../graph/codes.ts";
import { placeOfOrigin } from "./findings.ts";
import type { Mistake } from "./findings.ts";
import { Document } from "./gen/mesh/document/index.ts";
import type { Origin } from "./mesh-construct.ts";

/**
 * Says so when a resource of the stack that comes before the mesh's keeps the same set by the same provider: each would
 * replace what the other applied, and the second apply is refused when the first is through.
 */
export function rivalMistakes(mesh: Origin & { readonly resource: Document }): readonly Mistake[] {
  const documents = TerraformStack.of(mesh)
    .node.findAll()
    .filter((construct) => construct instanceof Document);
  const earlier = documents.slice(0, documents.indexOf(mesh.resource));
  const set = setOf(mesh.resource);
  const rival = earlier.find(
    (document) => document.provider === mesh.resource.provider && setOf(document) === set,
  );
  if (!rival) return [];
  const name = set === undefined ? "The provider's set" : `The set "${set}"`;
  const detail = `${name} is kept ${placeOf(rival)} already. Make one mesh of the two, or give one of them another \`set\`.`;
  return [{ origin: mesh, code: graphCodes.duplicateEntry, summary: "Declared twice", detail }];
}

/** As far as the stack says it: undefined is what the environment says, or else `default`. */
function setOf(document: Document): string | undefined {
  const { provider } = document;
  const given: unknown = document.setInput ?? (provider && Reflect.get(provider, "setInput"));
  if (given === undefined) return undefined;
  const resolver = new DefaultTokenResolver(new StringConcat());
  return String(Tokenization.resolve(given, { scope: document, resolver }));
}

function placeOf(document: Document): string {
  const { scope } = document.node;
  return scope && isOrigin(scope) ? placeOfOrigin(scope) : `at ${document.node.path}`;
}

function isOrigin(construct: object): construct is Origin {
  return "creationSite" in construct;
}
