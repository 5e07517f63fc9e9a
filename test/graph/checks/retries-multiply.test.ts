import { expect, test } from "@jest/globals";
import { checkDocument, compileDocuments, onlyDiagnostic, underlined } from "../../support/check-document.ts";

/** Another one for each name of the tests: one letter, "web", or a letter and a number. */
const addressOf = (name: string): string => {
  const number = Number(/\d+$/.exec(name)?.[0] ?? 0);
  return `10.${name.charCodeAt(0)}.${number >> 8}.${number & 255}`;
};
const service = (name: string, calls: readonly string[] = []): string =>
  `service "${name}" {\n  port     = 8080\n  protocol = "http"\n  address  = "${addressOf(name)}"\n${calls.map((to, position) => `  upstream "${to}" { local_bind_port = ${9001 + position} }\n`).join("")}}\n`;
const retried = (name: string, times: number): string =>
  `router "${name}" {\n  route {\n    destination {\n      num_retries = ${times}\n      retry_on    = ["5xx"]\n    }\n  }\n}\n`;

/** web calls a, a calls b, b calls c. */
const line = service("web", ["a"]) + service("a", ["b"]) + service("b", ["c"]) + service("c");

test.each([
  ["no retries", line],
  ["many at one place", line + retried("a", 20)],
  ["few at two", retried("a", 1) + retried("b", 4) + line],
  ["many that nobody calls", retried("web", 20) + retried("a", 3) + line],
  [
    "on ways apart",
    service("web", ["a", "b"]) + service("a") + service("b") + retried("a", 5) + retried("b", 5),
  ],
])("accepted: %s", (_, text) => checkDocument(text, []));

test.each([
  [
    "at two places",
    retried("a", 2) + retried("b", 3) + line,
    "4:21 MESH3069 warning Retries multiply to 12 attempts",
  ],
  [
    "with one between",
    retried("a", 2) + retried("c", 3) + line,
    "4:21 MESH3069 warning Retries multiply to 12 attempts",
  ],
  [
    "at three places, told where it is too much",
    retried("a", 2) + retried("b", 2) + retried("c", 2) + line,
    "4:21 MESH3069 warning Retries multiply to 27 attempts",
  ],
  [
    "at three places, told once",
    retried("a", 2) + retried("b", 2) + retried("c", 4) + line,
    "12:21 MESH3069 warning Retries multiply to 15 attempts",
  ],
  [
    "one retry unless a number is given",
    'router "a" {\n  route {\n    destination { retry_on = ["5xx"] }\n  }\n}\n' + retried("b", 5) + line,
    "3:5 MESH3069 warning Retries multiply to 12 attempts",
  ],
  [
    "behind a redirect",
    retried("a", 2) +
      retried("b", 3) +
      'resolver "a" {\n  redirect { service = "d" }\n}\n' +
      service("web", ["a"]) +
      service("a") +
      service("d", ["b"]) +
      service("b"),
    "4:21 MESH3069 warning Retries multiply to 12 attempts",
  ],
  [
    "in a circle, round once",
    retried("a", 2) + retried("b", 3) + service("a", ["b"]) + service("b", ["a"]),
    "12:21 MESH3069 warning Retries multiply to 12 attempts",
  ],
])("told: %s", (_, text, expected) => checkDocument(text, [expected]));

test("the message names the way and its factors", () => {
  const diagnostic = onlyDiagnostic(retried("a", 2) + retried("c", 3) + line);
  expect(diagnostic.detail).toBe(
    'One request can lead to 12 attempts at "c": 3 at "a", times 4 at "c". Try again in one place only, or less often.',
  );
  expect(underlined(diagnostic)).toEqual({ subject: "2", related: ['"c" is tried again here. 3'] });
});

test("a long chain of calls is judged in one walk", () => {
  const length = 2000;
  const text = Array.from({ length }, (_, at) =>
    service(`s${at}`, at + 1 < length ? [`s${at + 1}`] : []),
  ).join("");
  const { diagnostics } = compileDocuments(text + retried(`s${length - 1}`, 3) + retried("s1", 3));
  expect(diagnostics.map(({ code }) => code)).toEqual(["MESH3069"]);
});
