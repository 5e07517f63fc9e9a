/** Put in by the build, from package.json. */
declare const MESH_VERSION: string | undefined;

/** The command's own version; `unbuilt` when it runs from its sources. */
export const meshVersion: string = typeof MESH_VERSION === "string" ? MESH_VERSION : "unbuilt";
