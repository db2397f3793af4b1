// `npx tsx examples/cli-login.ts https://id.example.com my-client`: a login for a command-line tool. The client is public, and registered with
// `http://127.0.0.1/callback` as redirect URI, for which a server must accept any port (RFC 8252 §7.3).
import { createClient } from "ts-identity-model";
import { signInOnLoopback } from "ts-identity-model/adapters/loopback";
import { createDPoP } from "ts-identity-model/dpop";
import { isAuthError } from "ts-identity-model/errors";

const [issuer, clientId, ...flags] = process.argv.slice(2);

if (issuer === undefined || clientId === undefined) {
  console.error("usage: cli-login <issuer> <client_id> [--dpop] [--print-url]");
  process.exitCode = 2;
} else {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const client = createClient({
    issuer,
    client: { client_id: clientId, redirect_uris: ["http://127.0.0.1/callback"] },
    dpop: flags.includes("--dpop") ? await createDPoP() : undefined,
  });
  try {
    const { claims, expiresAt } = await signInOnLoopback(client, {
      parameters: { scope: "openid" },
      signal: stop.signal,
      ...(flags.includes("--print-url") ? { openBrowser: (url: string) => console.log(url) } : {}),
    });
    const until = expiresAt === undefined ? "" : `, until ${new Date(expiresAt).toISOString()}`;
    console.log(`Signed in as ${claims.sub}${until}.`);
  } catch (error) {
    console.error(isAuthError(error) ? error.message : error);
    process.exitCode = 1;
  }
}
