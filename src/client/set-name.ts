/** Names stand in addresses, logs and on terminals, so they are plain. */
export function isSetName(name: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/.test(name);
}

export const setNameRule =
  "1 to 64 letters, digits, dots, underscores and hyphens, beginning and ending with a letter or digit";
