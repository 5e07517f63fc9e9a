import { lazyLifecycle } from "../../framework/lazy-lifecycle.ts";
import type { Resource } from "../../framework/provider.ts";
import type { MeshConnection } from "../connection.ts";
import { documentSchema } from "./document-schema.ts";
import { movedDocument } from "./move-document.ts";

/** `mesh_document`: a set of documents in force. */
export function documentResource(): Resource<MeshConnection> {
  const lifecycle = lazyLifecycle(async () => {
    const { documentLifecycle } = await import("./document-lifecycle.ts");
    return documentLifecycle();
  });
  return { schema: documentSchema, move: movedDocument, ...lifecycle };
}
