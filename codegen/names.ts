/** `token-response` → `TokenResponse`. */
export function pascalCase(kebab: string): string {
  return kebab
    .split(/[-_.]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** `token-response` → `tokenResponse`. */
export function camelCase(kebab: string): string {
  const pascal = pascalCase(kebab);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** Base name of a schema reference: `../common/https-url.schema.json` → `https-url`. */
export function referenceName(reference: string): string {
  return reference.replace(/^.*\//, "").replace(/\.schema\.json$/, "");
}
