/**
 * Finds the name that was probably meant: the same letters, whatever the case, the separators and a plural.
 * @param name - a name that is not known, such as `redirectUri`
 * @param known - the names there are, such as `redirect_uris`; each has a letter
 */
export function findSimilarName(name: string, known: readonly string[]): string | undefined {
  const letters = nameSkeleton(name);
  return known.find((candidate) => nameSkeleton(candidate) === letters);
}

/** Letters only, in lower case, without plural: `redirect_uri` and `redirectUris` are one. */
export function nameSkeleton(name: string): string {
  return name.toLowerCase().replace(/[^a-z]|s$/g, "");
}
