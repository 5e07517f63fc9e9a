import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const mirror = (...lines: readonly string[]): ReturnType<typeof withServices> =>
  withServices(
    `router "a" {\n  route {\n    destination {\n      request_mirror {\n${lines.map((line) => `        ${line}\n`).join("")}      }\n    }\n  }\n}`,
    "a",
    "b",
  );

test.each([
  ["another service", mirror('service = "b"')],
  ["a share of it", mirror('service = "b"', "percent = 5")],
])("accepted: %s", (_, documents) => checkDocument(documents, []));

test.each([
  ["no request", mirror('service = "b"', "percent = 0"), "6:19 MESH3079 warning This mirror gets no request"],
  ["an undeclared service", mirror('service = "c"'), "5:19 MESH3002 Reference to an undeclared service"],
])("told: %s", (_, documents, expected) => checkDocument(documents, [expected]));
