import { expect, test } from "@jest/globals";
import { entryKinds } from "../../src/config/schema.ts";
import { effectsOf } from "./effect-of.ts";
import { fieldsOf } from "./schema-fields.ts";

/** What changes nothing, and why that is right. */
const withoutEffect: Readonly<Record<string, string>> = {
  "jwt-provider/meta": "for people and tools",
  "mesh/meta": "for people and tools",
  "proxy-defaults/meta": "for people and tools",
  "service-defaults/meta": "for people and tools",
  "service-intentions/meta": "for people and tools",
  "service-resolver/meta": "for people and tools",
  "service-router/meta": "for people and tools",
  "service-splitter/meta": "for people and tools",
  "service-intentions/sources/*/description": "for people",
  "service/checks/*/name": "for people",
  "service/checks/*/notes": "for people",
  'mesh/tls/incoming/tls_min_version="TLS_AUTO"': "says what holds anyway",
  'mesh/tls/incoming/tls_max_version="TLS_AUTO"': "says what holds anyway",
  'mesh/tls/outgoing/tls_min_version="TLS_AUTO"': "says what holds anyway",
  'mesh/tls/outgoing/tls_max_version="TLS_AUTO"': "says what holds anyway",
  'mesh/http/incoming/request_normalization/path_with_escaped_slashes_action="IMPLEMENTATION_SPECIFIC_DEFAULT"':
    "says what holds anyway",
};

/** What makes the mesh of the test say something instead. */
const answered: Readonly<Record<string, string>> = {
  "jwt-provider/name": "intentions name another",
  'jwt-provider/json_web_key_set/remote/jwks_cluster/discovery_type="STATIC"': "the address is a host name",
  'mesh/tls/incoming/tls_max_version="TLSv1_0"': "the other direction asks for more",
  'mesh/tls/incoming/tls_max_version="TLSv1_1"': "the other direction asks for more",
  'mesh/tls/outgoing/tls_max_version="TLSv1_0"': "the other direction asks for more",
  'mesh/tls/outgoing/tls_max_version="TLSv1_1"': "the other direction asks for more",
  'mesh/tls/incoming/ecdh_curves=["X25519Kyber768Draft00"]': "not every version of Envoy has it",
  'mesh/tls/incoming/ecdh_curves=["P-224"]': "not every version of Envoy has it",
  'mesh/tls/outgoing/ecdh_curves=["X25519Kyber768Draft00"]': "not every version of Envoy has it",
  'mesh/tls/outgoing/ecdh_curves=["P-224"]': "not every version of Envoy has it",
  "service/name": "others name another",
  "service/upstreams/*/config/name": "the upstream has a name",
  "service/upstream_config/defaults/name": "they are for every upstream",
  "service-defaults/name": "nothing has that name",
  "service-defaults/upstream_config/defaults/name": "they are for every upstream",
  "service-intentions/name": "nothing has that name",
  "service-intentions/sources/*/name": "nothing has that name",
  "service-resolver/name": "nothing has that name",
  "service-router/name": "nothing has that name",
  "service-splitter/name": "nothing has that name",
  "service-splitter/splits/*/weight": "the weights no longer add up to 100",
};

/** Of a table, what is about that kind. */
const about = (kind: string, table: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(table)
    .filter((name) => name.startsWith(`${kind}/`))
    .sort();

// Each field is set, in a small mesh that is valid without it, to a value that is not its default. Whoever adds a field
// that needs something around it to have an effect says so in `situations.ts`.
test.each(entryKinds)("no field of %s is ignored", (kind) => {
  const effects = fieldsOf(kind).flatMap(effectsOf);
  const names = (wanted: string): readonly string[] =>
    effects.filter(({ effect }) => effect === wanted).map(({ name }) => name);
  expect([...names("none")].sort()).toEqual(about(kind, withoutEffect));
  expect([...names("spoken")].sort()).toEqual(about(kind, answered));
  expect(effects.length).toBeGreaterThan(0);
});
