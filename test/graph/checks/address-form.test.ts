import { expect, test } from "@jest/globals";
import { isIpAddress } from "../../../src/graph/ip-address.ts";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";

test.each([
  ["IPv4", "10.0.0.7"],
  ["IPv6", "2001:db8::7"],
  ["IPv6 loopback", "::1"],
  ["IPv6, all of it", "::"],
  ["eight groups", "1:2:3:4:5:6:7:8"],
  ["IPv4 in IPv6", "::ffff:10.0.0.7"],
  ["IPv4 in full IPv6", "1:2:3:4:5:6:10.0.0.7"],
  ["the largest IPv4", "255.255.255.255"],
])("an address: %s", (_, text) => expect(isIpAddress(text)).toBe(true));

test.each([
  ["nothing", ""],
  ["a host name", "db.example.com"],
  ["three numbers", "10.0.7"],
  ["five numbers", "10.0.0.0.7"],
  ["too large", "10.0.0.256"],
  ["a leading zero", "10.0.0.07"],
  ["a dot at the end", "10.0.0.7."],
  ["with a port", "10.0.0.7:80"],
  ["in brackets", "[::1]"],
  ["a zone", "fe80::1%eth0"],
  ["two gaps", "1::2::3"],
  ["seven groups", "1:2:3:4:5:6:7"],
  ["nine groups", "1:2:3:4:5:6:7:8:9"],
  ["a gap for nothing", "1:2:3:4:5:6:7:8::"],
  ["five digits", "12345::"],
  ["one colon", ":"],
  ["IPv4 before a gap", "10.0.0.7::"],
  ["spaces", " ::1"],
  ["very long", "1:".repeat(100_000)],
])("no address: %s", (_, text) => expect(isIpAddress(text)).toBe(false));

test("every address of a service is looked at", () => {
  checkDocument(
    `service "web" {
  port    = 8080
  address = "web.example.com"
  instance "web" { address = "web-1" }
  upstream "web" {
    local_bind_address = "localhost"
    local_bind_port    = 9000
  }
}`,
    ["3:13 MESH3024 Not an IP address", "4:30 MESH3024 Not an IP address", "6:26 MESH3024 Not an IP address"],
  );
});

test("the detail names the text and the way out", () => {
  const { detail } = onlyDiagnostic(`service "web" {
  port    = 8080
  address = "web.example.com"
}`);
  expect(detail).toBe(
    '"web.example.com" is no IPv4 or IPv6 address, and Envoy resolves no names here. Write an address such as "10.0.0.7" or "::1".',
  );
});

test("where sidecars listen, of one service and of all", () =>
  checkDocument(
    `service "web" {
  port = 8080
  config { bind_address = "everywhere" }
}
proxy_defaults {
  config { bind_address = "localhost" }
}`,
    ["3:27 MESH3024 Not an IP address", "6:27 MESH3024 Not an IP address"],
  ));
