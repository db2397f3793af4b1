import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Which Keycloak is tested, and the SHA-256 that Maven Central publishes beside its archive. */
export const keycloakVersion = "26.7.3";
const sha256 = "77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47";

/** Why Keycloak cannot be had here; a reason to skip its tests, not to fail. */
export class KeycloakUnavailable extends Error {
  override readonly name = "KeycloakUnavailable";
}

/**
 * Gives the path of Keycloak's archive, downloaded once from Maven Central and checked every time.
 * @throws KeycloakUnavailable when Maven Central does not answer
 * @throws Error when the archive is not the one that the test was written for
 */
export async function fetchKeycloakArchive(): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "ts-identity-model");
  const path = join(folder, archiveName);
  if ((await exists(path)) && (await digestOf(path)) === sha256) return path;
  await mkdir(folder, { recursive: true });
  const partial = `${path}.${process.pid}`;
  try {
    await download(partial);
    const digest = await digestOf(partial);
    if (digest !== sha256) throw new Error(`${downloadUrl} has the SHA-256 ${digest}, expected ${sha256}.`);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return path;
}

async function download(path: string): Promise<void> {
  try {
    const response = await fetch(downloadUrl, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok || response.body === null) throw new Error(`it answered ${response.status}`);
    await pipeline(chunksOf(response.body), createWriteStream(path));
  } catch (error) {
    throw new KeycloakUnavailable(`Maven Central does not give ${archiveName}: ${String(error)}`, { cause: error });
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const archiveName = `keycloak-quarkus-dist-${keycloakVersion}.tar.gz`;
const downloadUrl = `https://repo1.maven.org/maven2/org/keycloak/keycloak-quarkus-dist/${keycloakVersion}/${archiveName}`;
const timeoutMs = 300_000;
