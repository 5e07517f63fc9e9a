import { expect, test } from "@jest/globals";
import type { ApiTrafficChange } from "../../src/client/api-types.ts";
import { trafficTexts } from "../../src/client/change-text.ts";

const call = { kind: "verdict", source: "web", destination: "api" } as const;

test.each<{ change: ApiTrafficChange; text: string }>([
  {
    change: { ...call, request: "GET /v1", before: "denied", after: "allowed" },
    text: "web to api: GET /v1 allowed, was denied",
  },
  { change: { ...call, before: "allowed", after: "mixed" }, text: "web to api: mixed, was allowed" },
  { change: { ...call, after: "denied" }, text: "web to api: denied (new)" },
  { change: { ...call, before: "allowed" }, text: "web to api: no upstream any more, was allowed" },
  {
    change: {
      kind: "shares",
      destination: "api",
      before: [{ target: "v1", percent: 100 }],
      after: [
        { target: "v1", percent: 90 },
        { target: "v2", percent: 10 },
      ],
    },
    text: "api: v1 90 %, v2 10 %, was v1 100 %",
  },
  {
    change: {
      kind: "shares",
      destination: "api",
      request: "GET /v1",
      before: [{ target: "api", percent: 100 }],
      after: [{ target: "old", percent: 100 }],
    },
    text: "api: GET /v1 old 100 %, was api 100 %",
  },
])("$text", ({ change, text }) =>
  expect(trafficTexts({ changes: [change], is_complete: true })).toEqual([text]),
);

test("what is left out is said to be", () => {
  const changes = Array.from({ length: 53 }, (_, index) => ({ ...call, request: `GET /${index}` }));
  const lines = trafficTexts({ changes, is_complete: false });
  expect(lines).toHaveLength(52);
  expect(lines.slice(50)).toEqual([
    "and 3 more changes of traffic",
    "and perhaps more traffic: not every call was followed",
  ]);
});
