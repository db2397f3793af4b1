import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** An Apache of the machine, with its modules. */
export interface ApacheInstallation {
  readonly executable: string;
  readonly modules: string;
}

/** An Apache that listens at localhost. */
export interface ApacheServer {
  readonly readErrors: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Apache with mod_auth_openidc where Debian's packages put them; otherwise the reason why there is none. */
export function findApache(): ApacheInstallation | string {
  const executable = ["/usr/sbin/apache2", "/usr/sbin/httpd"].find((path) => existsSync(path));
  if (executable === undefined) return "there is no Apache in /usr/sbin";
  const modules = ["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules"].find((path) => existsSync(path));
  if (modules === undefined || !existsSync(`${modules}/mod_auth_openidc.so`))
    return "there is no mod_auth_openidc beside Apache";
  return { executable, modules };
}

/** Starts it in the foreground, in a folder of its own. `directives` are about the module; `/app` shows every variable of a request. */
export async function startApache(
  { executable, modules }: ApacheInstallation,
  { port, directives }: { readonly port: number; readonly directives: readonly string[] },
): Promise<ApacheServer> {
  const folder = await mkdtemp(join(tmpdir(), "ti-apache-"));
  const documents = join(folder, "documents");
  await mkdir(join(documents, "app"), { recursive: true });
  await writeFile(join(documents, "app/index.shtml"), "<h1>Protected</h1><pre><!--#printenv --></pre>\n");
  await writeFile(join(documents, "signed-out.html"), "<h1>Signed out</h1>\n");
  const configuration = join(folder, "apache.conf");
  await writeFile(configuration, writeConfiguration({ modules, folder, port, directives }));
  // Apache gives up root's rights before it reads the documents.
  await chmod(folder, 0o755);
  const child = spawn(executable, ["-X", "-d", folder, "-f", configuration], { stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const ended = once(child, "exit");
  const readErrors = async (): Promise<string> =>
    said.join("") + (await readFile(join(folder, "error.log"), "utf8").catch(() => ""));
  const close = async (): Promise<void> => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true });
  };
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/signed-out.html`).catch(() => undefined);
    await answer?.text();
    if (answer?.ok === true) return { readErrors, close };
    await wait(100);
  }
  const errors = await readErrors();
  await close();
  throw new Error(`Apache did not start:\n${errors}`);
}

function writeConfiguration(parts: {
  readonly modules: string;
  readonly folder: string;
  readonly port: number;
  readonly directives: readonly string[];
}): string {
  const { modules, folder, port, directives } = parts;
  const loaded = Object.entries(moduleFiles)
    .filter(([, file]) => existsSync(`${modules}/${file}`))
    .map(([name, file]) => `LoadModule ${name} ${modules}/${file}`);
  return `${[
    ...loaded,
    `Listen 127.0.0.1:${port}`,
    `ServerName http://localhost:${port}`,
    "UseCanonicalName On",
    // There is one process, and a browser would keep it for itself.
    "KeepAlive Off",
    `PidFile ${folder}/apache.pid`,
    `ErrorLog ${folder}/error.log`,
    "LogLevel warn auth_openidc:info",
    `DefaultRuntimeDir ${folder}`,
    ...(process.getuid?.() === 0 ? ["User www-data", "Group www-data"] : []),
    `DocumentRoot ${folder}/documents`,
    "DirectoryIndex index.shtml",
    "TypesConfig /dev/null",
    "AddType text/html .shtml .html",
    "AddOutputFilter INCLUDES .shtml",
    `<Directory ${folder}/documents>`,
    "  Options +Includes",
    "  Require all granted",
    "</Directory>",
    ...directives,
    "<Location /app>",
    "  AuthType openid-connect",
    "  Require valid-user",
    "</Location>",
  ].join("\n")}\n`;
}

const moduleFiles = {
  mpm_prefork_module: "mod_mpm_prefork.so",
  unixd_module: "mod_unixd.so",
  authn_core_module: "mod_authn_core.so",
  authz_core_module: "mod_authz_core.so",
  authz_user_module: "mod_authz_user.so",
  mime_module: "mod_mime.so",
  dir_module: "mod_dir.so",
  include_module: "mod_include.so",
  auth_openidc_module: "mod_auth_openidc.so",
};
