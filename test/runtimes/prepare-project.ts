import { readFileSync } from "node:fs";
import { join } from "node:path";
import { installPackage, root, runCommand } from "../package/installed-package.ts";
import { buildHosts } from "./build-hosts.ts";

/** A project with the package, its peers and the hosts; or why there is none. */
export interface PreparedProject {
  /** Folder of the hosts. */
  readonly hosts?: string;
  readonly reason?: string;
  readonly remove?: () => void;
}

/** Prepares it, unless nobody needs it. Only that npm's registry can't be reached is a reason; what else goes wrong is a fault. */
export async function prepareProject(isNeeded: boolean): Promise<PreparedProject> {
  if (!isNeeded) return {};
  try {
    const { folder, remove } = installPackage();
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const peers = ["hono", "@hono/node-server"].map((name) => `${name}@${devDependencies[name]}`);
    runCommand("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...peers], folder);
    return { hosts: await buildHosts(folder), remove };
  } catch (error) {
    const [code] =
      /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT)\b/.exec(String(error)) ?? [];
    if (code === undefined) throw error;
    return { reason: `npm can't install what the package needs (${code})` };
  }
}
