import { isUnknown } from "../value.ts";
import { FunctionFailure } from "./function-definition.ts";
import type { TemplateFunction } from "./function-definition.ts";

/** `templatestring`: renders a text that came from elsewhere, such as a file or a variable. */
export const templateText: TemplateFunction = {
  kind: "template",
  parameterNames: ["text", "variables"],
  template: "reference",
  sourceOf: (value) => {
    if (isUnknown(value)) return undefined;
    if (typeof value === "string") return { filename: "the template", text: value };
    return new FunctionFailure('The argument "text" must be a text. Refer to one.', 0);
  },
};
