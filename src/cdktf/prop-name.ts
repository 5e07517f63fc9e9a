/** How a field of a schema is called among a construct's properties: as in mesh blocks, in the way of TypeScript. */
export function propName(property: string, meshName: string | undefined): string {
  return (meshName ?? property).replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
