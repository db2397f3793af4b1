import { spawn } from "node:child_process";
import { once } from "node:events";
import { platform } from "node:os";
import { ConfigurationError } from "../errors/families.ts";
import { parseUrl } from "../util/url.ts";

/** Starts a program with arguments, and ends when it runs. */
export type StartProgram = (command: string, commandArguments: readonly string[]) => Promise<void>;

/**
 * Shows a URL in the browser of the system. The program is started without a shell, so nothing in the URL is a command.
 * @throws ConfigurationError `ERR_CONFIGURATION_INSECURE_URL` for what is no web address; rejects with the system's error where nothing can be started
 */
export async function openSystemBrowser(
  url: string,
  { system = platform(), start = startDetached }: { readonly system?: string; readonly start?: StartProgram } = {},
): Promise<void> {
  const protocol = parseUrl(url)?.protocol ?? "";
  if (!["https:", "http:"].includes(protocol) || /[\s"'<>`\\^|]/.test(url)) {
    throw new ConfigurationError("ERR_CONFIGURATION_INSECURE_URL", {
      message: "Only a URL of the web is shown in a browser.",
      parameter: "url",
    });
  }
  const [command, ...rest] = commands[system] ?? ["xdg-open"];
  await start(command, [...rest, url]);
}

async function startDetached(command: string, commandArguments: readonly string[]): Promise<void> {
  const child = spawn(command, commandArguments, { stdio: "ignore", detached: true, shell: false });
  // Where the program is missing, this rejects with the reason.
  await once(child, "spawn");
  child.unref();
}

/** By the name that Node gives the system. `start` of Windows is a word of its shell; this is a program. */
const commands: Readonly<Record<string, readonly [command: string, ...rest: string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32.exe", "url.dll,FileProtocolHandler"],
};
