/** The way to a part of a value: names of attributes, keys of maps, indexes of lists. */
export type AttributePath = readonly PathStep[];

export type PathStep =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "index"; readonly index: number };

/** The path of an attribute at the top, and of one within others of mode `single`. */
export function attributeAt(...names: readonly string[]): AttributePath {
  return names.map((name) => ({ kind: "attribute", name }));
}

export function keyAt(path: AttributePath, key: string): AttributePath {
  return [...path, { kind: "key", key }];
}

/** The path as expressions have it: `list[1].name`, `files["mesh.hcl"]`. */
export function pathText(path: AttributePath): string {
  const steps = path.map((step) => {
    switch (step.kind) {
      case "attribute":
        return `.${step.name}`;
      case "key":
        return `[${JSON.stringify(step.key)}]`;
      case "index":
        return `[${step.index}]`;
    }
  });
  return steps.join("").replace(/^\./, "");
}
