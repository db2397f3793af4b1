/** A path of the router as a template of OpenAPI: `:name` becomes `{name}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, "{$1}");
}
