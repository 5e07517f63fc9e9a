import { holdsSensitive, markSensitive, withoutMarks, withoutMark } from "../sensitive.ts";
import { isSensitive } from "../value.ts";
import type { EagerFunction } from "./function-definition.ts";
import { anything, define1 } from "./parameter.ts";

/** Functions on the mark of sensitive values. */
export const markFunctions: Readonly<Record<string, EagerFunction>> = {
  sensitive: {
    ...define1(anything("value"), (value) =>
      markSensitive(holdsSensitive(value) ? withoutMarks(value) : value),
    ),
    seesMarks: true,
  },
  nonsensitive: { ...define1(anything("value"), (value) => withoutMark(value)), seesMarks: true },
  issensitive: { ...define1(anything("value"), (value) => isSensitive(value)), seesMarks: true },
  // Values that last for one run only do not exist here, so none is taken away.
  ephemeralasnull: { ...define1(anything("value"), (value) => value), seesMarks: true },
};
