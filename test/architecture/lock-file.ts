/** The part of package-lock.json that is looked at. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Optional dependencies (builds for other platforms) without an entry, which make `npm ci` fail, and addresses of one registry. */
export function findLockProblems({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies = {} }]) => [
    ...(resolved === undefined ? [] : [`${path} names an address: ${resolved}`]),
    ...Object.keys(optionalDependencies)
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${path} has the optional dependency ${name}, which has no entry.`),
  ]);
}

/** Whether a package finds a dependency in its own folder or in one above. */
function isLocked(packages: LockFile["packages"], path: string, name: string): boolean {
  if (packages[`${path === "" ? "" : `${path}/`}node_modules/${name}`] !== undefined) return true;
  if (path === "") return false;
  const above = path.lastIndexOf("/node_modules/");
  return isLocked(packages, above === -1 ? "" : path.slice(0, above), name);
}
