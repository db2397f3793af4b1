/**
 * Loaded before a program with `--import`: writes every secret that its HTTP calls carry to the file that SECRETS_FILE
 * names, as lines of `kind value`. It sees what was really sent and received, whatever the program believes is secret.
 */
import { writeFileSync } from "node:fs";

const file = process.env.SECRETS_FILE;
const secrets = new Set<string>();
const platformFetch = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  recordParameters(new URL(request.url).searchParams);
  recordHeaders(request.headers);
  if (request.method === "POST") recordParameters(new URLSearchParams(await request.clone().text()));
  const response = await platformFetch(input, init);
  await recordResponse(response);
  return response;
};

process.on("exit", () => {
  if (file !== undefined) writeFileSync(file, [...secrets].join("\n"));
});

const secretParameters = [
  "client_secret",
  "client_assertion",
  "code",
  "code_challenge",
  "code_verifier",
  "nonce",
  "refresh_token",
  "state",
];
const secretMembers = ["access_token", "refresh_token", "id_token"];

function recordParameters(parameters: URLSearchParams): void {
  for (const name of secretParameters) for (const value of parameters.getAll(name)) secrets.add(`${name} ${value}`);
}

function recordHeaders(headers: Headers): void {
  const [scheme = "", credentials = ""] = (headers.get("authorization") ?? "").split(" ");
  if (scheme === "") return;
  secrets.add(`authorization ${credentials}`);
  if (scheme !== "Basic") return;
  const [, encoded = ""] = atob(credentials).split(":");
  secrets.add(`client_secret_encoded ${encoded}`);
  secrets.add(`client_secret ${decodeURIComponent(encoded.replaceAll("+", " "))}`);
}

async function recordResponse(response: Response): Promise<void> {
  for (const cookie of response.headers.getSetCookie()) {
    const value = cookie.slice(cookie.indexOf("=") + 1, cookie.indexOf(";"));
    if (value !== "") secrets.add(`cookie ${value}`);
  }
  const location = response.headers.get("location");
  if (location !== null) recordParameters(new URL(location, response.url).searchParams);
  if (response.headers.get("content-type")?.startsWith("application/json") !== true) return;
  const body: unknown = await response.clone().json();
  if (typeof body !== "object" || body === null) return;
  for (const [name, value] of Object.entries(body)) {
    if (secretMembers.includes(name) && typeof value === "string") secrets.add(`${name} ${value}`);
  }
}
