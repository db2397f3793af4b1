import { type ChildProcess, execFile, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Certificate } from "../certificates.ts";
import { startLoopbackServer } from "../loopback-server.ts";
import { fetchKeycloakArchive, KeycloakUnavailable, keycloakVersion } from "./archive.ts";

/** What the server starts with. */
export interface KeycloakSetup {
  readonly realm: Readonly<Record<string, unknown>> & { readonly realm: string };
  readonly server: Certificate;
  /** Whose client certificates are trusted. */
  readonly authority: Certificate;
  readonly admin: { readonly user: string; readonly password: string };
  /** Where Keycloak asks for the user's answer to a CIBA request. */
  readonly authenticationChannel: string;
}

/** A running Keycloak. */
export interface KeycloakProcess {
  readonly origin: string;
  readonly issuer: string;
  /** The same realm over TLS. */
  readonly tlsIssuer: string;
  stop(): Promise<void>;
}

/**
 * Unpacks Keycloak into a folder of its own and starts it in development mode, on the loopback interface, with its data
 * in memory. It is ready when its discovery answers.
 * @throws KeycloakUnavailable when there is no Java or no archive
 */
export async function startKeycloakProcess(setup: KeycloakSetup): Promise<KeycloakProcess> {
  await expectJava();
  const archive = await fetchKeycloakArchive();
  const folder = await mkdtemp(join(tmpdir(), "keycloak-"));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await runFile("tar", ["-xzf", archive, "-C", folder, "--strip-components=1"]);
    const [port, tlsPort] = [await freePort(), await freePort()];
    await writeSetup(folder, setup);
    const child = launch(folder, { setup, port, tlsPort });
    const stop = async (): Promise<void> => {
      await kill(child);
      child.release();
      await removeFolder();
    };
    const origin = `http://127.0.0.1:${port}`;
    const path = `/realms/${setup.realm.realm}`;
    const issuer = `${origin}${path}`;
    await waitUntilReady(issuer, child).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { origin, issuer, tlsIssuer: `https://127.0.0.1:${tlsPort}${path}`, stop };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

async function expectJava(): Promise<void> {
  if (process.platform === "win32") throw new KeycloakUnavailable("it is started with its POSIX shell script");
  const java = process.env.JAVA_HOME === undefined ? "java" : join(process.env.JAVA_HOME, "bin", "java");
  const { stderr } = await runFile(java, ["-version"]).catch((error: unknown) => {
    throw new KeycloakUnavailable(`there is no Java: ${java} does not run`, { cause: error });
  });
  const [, major = "0"] = /version "(\d+)/.exec(stderr) ?? [];
  if (Number(major) < 17) throw new KeycloakUnavailable(`Keycloak ${keycloakVersion} needs Java 17, here is ${major}`);
}

async function freePort(): Promise<number> {
  const server = await startLoopbackServer();
  await server.close();
  return Number(new URL(server.origin).port);
}

async function writeSetup(folder: string, { realm, server, authority }: KeycloakSetup): Promise<void> {
  await mkdir(join(folder, "data", "import"), { recursive: true });
  await Promise.all([
    writeFile(join(folder, "data", "import", "realm.json"), JSON.stringify(realm)),
    writeFile(join(folder, "conf", "server.crt"), server.cert),
    writeFile(join(folder, "conf", "server.key"), server.key, { mode: 0o600 }),
    writeFile(join(folder, "conf", "authority.crt"), authority.cert),
  ]);
}

interface Launch {
  readonly setup: KeycloakSetup;
  readonly port: number;
  readonly tlsPort: number;
}

interface Child {
  readonly process: ChildProcess;
  /** The last lines that it wrote. */
  log(): string;
  /** Forgets it: it has ended. */
  release(): void;
}

/** A process group of its own, so that what the start script starts ends with it. */
function launch(folder: string, { setup, port, tlsPort }: Launch): Child {
  const channel = `--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=${setup.authenticationChannel}`;
  const child = spawn(join(folder, "bin", "kc.sh"), ["start-dev", "--import-realm", channel], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited(), ...settings(folder, { setup, port, tlsPort }) },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output = (output + chunk).slice(-maximumLog);
    });
  }
  child.on("error", (error) => {
    output += String(error);
  });
  return { process: child, log: () => output, release: endWithThisProcess(child, folder) };
}

/** A group of its own does not hear Ctrl-C: whatever ends this process ends it too, and removes its folder. */
function endWithThisProcess(child: ChildProcess, folder: string): () => void {
  const end = (): void => {
    signalGroup(child, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  const leave = (): void => process.exit(1);
  process.once("exit", end);
  for (const signal of signals) process.once(signal, leave);
  return () => {
    process.off("exit", end);
    for (const signal of signals) process.off(signal, leave);
  };
}

function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(["PATH", "HOME", "JAVA_HOME", "LANG"].map((name) => [name, process.env[name]]));
}

function settings(folder: string, { setup, port, tlsPort }: Launch): NodeJS.ProcessEnv {
  return {
    JAVA_OPTS_KC_HEAP: "-Xms64m -Xmx768m",
    JAVA_OPTS_APPEND: "-XX:TieredStopAtLevel=1",
    KC_BOOTSTRAP_ADMIN_USERNAME: setup.admin.user,
    KC_BOOTSTRAP_ADMIN_PASSWORD: setup.admin.password,
    KC_CACHE: "local",
    KC_DB: "dev-mem",
    KC_HTTP_ENABLED: "true",
    KC_HTTP_HOST: "127.0.0.1",
    KC_HTTP_PORT: String(port),
    KC_HTTPS_PORT: String(tlsPort),
    KC_HTTPS_CERTIFICATE_FILE: join(folder, "conf", "server.crt"),
    KC_HTTPS_CERTIFICATE_KEY_FILE: join(folder, "conf", "server.key"),
    KC_HTTPS_CLIENT_AUTH: "request",
    KC_TRUSTSTORE_PATHS: join(folder, "conf", "authority.crt"),
  };
}

async function waitUntilReady(issuer: string, child: Child): Promise<void> {
  const deadline = performance.now() + startMs;
  while (performance.now() < deadline) {
    if (child.process.exitCode !== null) break;
    const response = await fetch(`${issuer}/.well-known/openid-configuration`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok === true) return;
    await sleep(250);
  }
  throw new Error(`Keycloak did not start. It wrote:\n${child.log()}`);
}

async function kill({ process: child }: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), stopMs);
  await ended;
  clearTimeout(timer);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

const runFile = promisify(execFile);
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const startMs = 240_000;
const stopMs = 10_000;
const maximumLog = 20_000;
