import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const probed = (protocol: string, config: string): string => `service "web" {
  port    = 8080
  address = "10.0.0.1"
  upstream "api" {
    local_bind_port = 9001
    config {
      ${config}
    }
  }
}
service "api" {
  port     = 9090
  protocol = "${protocol}"
}`;
const byGrpc = 'active_health_check { type = "grpc" }';

test.each([
  ["grpc", byGrpc],
  ["http2", byGrpc],
  ["http", `${byGrpc}\n      protocol = "http2"`],
  ["http", 'active_health_check { type = "http" }'],
  ["tcp", 'active_health_check { type = "tcp" }'],
])("accepted: of %s by %s", (protocol, config) => checkDocument(probed(protocol, config), []));

test.each([
  ["http", byGrpc],
  ["tcp", byGrpc],
])("refused: of %s by %s", (protocol, config) =>
  checkDocument(probed(protocol, config), [`7:7 MESH3041 gRPC probe of a service of protocol ${protocol}`]),
);

test("the message names the service and the upstream", () => {
  const diagnostic = onlyDiagnostic(probed("http", byGrpc));
  expect(diagnostic.detail).toBe(
    'Probes of type grpc need HTTP/2, and "api" is called by http. Probe it by another type, or correct its protocol to grpc or http2.',
  );
  expect(underlined(diagnostic).related).toEqual(['It is called by this upstream. upstream "api"']);
});
