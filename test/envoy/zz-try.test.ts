import { test } from "@jest/globals";
import { randomDocument, knownFields } from "../support/random-documents/random-document.ts";
import { fieldsOf } from "../support/random-documents/document-tree.ts";
import { TokenIssuer } from "../support/token-issuer.ts";
test("try", () => {
  let port = 10000;
  const keySet = new TokenIssuer("k").keySet;
  const options = { keySet: typeof keySet==="string"?keySet:JSON.stringify(keySet), keySetFile: "/tmp/x", certificate: "PEM", certificateFile: "/tmp/y", certificateVariable: "V", takePort: () => port++ };
  const seen = new Map<string, number>();
  const started = performance.now();
  let failed = 0; let size = 0;
  const n = Number(process.env.N ?? 40);
  for (let seed = 1; seed <= n; seed++) {
    try {
      const d = randomDocument(seed, options);
      size += d.text.length;
      
      for (const f of fieldsOf(d.items)) seen.set(f, (seen.get(f) ?? 0) + 1);
    } catch (e) { failed++; console.log(String(e)); }
  }
  console.log(failed, "failed", (performance.now() - started) / n, "ms each", size / n, "chars");
  console.log("missing", knownFields().filter((f) => !seen.has(f)).join(" "));
  console.log([...seen].sort((a,b)=>a[1]-b[1]).slice(0,80).map(([a,b])=>a+":"+b).join(" "));
}, 600000);
