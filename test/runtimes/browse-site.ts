import assert from "node:assert/strict";
import { signIn } from "../../src/provider/testing/index.ts";
import { visit } from "../fixtures/adapters-behaviours.ts";
import { person, type World } from "./world.ts";

/** Signs in at the site of a run-time, sees who that is, signs out; and comes back from a login that nobody began. */
export async function browseSite({ provider, surroundings: { origin } }: World): Promise<object> {
  const [browser, cookies] = [new Map<string, string>(), new Map<string, string>()];
  const login = await visit(`${origin}/profile`, browser);
  const toProvider = await visit(locationOf(login, origin), browser);
  const callback = await signIn(provider, { ...person, cookies, authorizationUrl: locationOf(toProvider, origin) });
  const back = await visit(callback, browser);
  const profile = await visit(locationOf(back, origin), browser);
  const session = await askSession(origin, browser);
  const toLogout = await visit(`${origin}${session.logoutUrl}`, browser);
  const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
  const atProvider = await provider.fetch(locationOf(toLogout, origin), { headers: { cookie }, redirect: "manual" });
  const loggedOut = await visit(locationOf(atProvider, origin), browser);
  const again = await visit(`${origin}/profile`, browser);
  const replayed = await visit(callback, new Map());
  return {
    sentToLogin: [login.status, new URL(locationOf(login, origin)).pathname],
    profile: [profile.status, await profile.json()],
    session: session.claims,
    loggedOut: [loggedOut.status, locationOf(loggedOut, origin).slice(origin.length)],
    afterLogout: again.status,
    callbackOfAnotherBrowser: replayed.status,
  };
}

async function askSession(
  origin: string,
  browser: ReadonlyMap<string, string>,
): Promise<{ readonly claims: unknown; readonly logoutUrl: string }> {
  const cookie = [...browser].map((pair) => pair.join("=")).join("; ");
  const response = await fetch(`${origin}/auth/session`, { headers: { cookie, "x-csrf": "1" } });
  return response.json();
}

function locationOf(response: Response, base: string): string {
  const location = response.headers.get("location");
  assert.ok(location !== null, `answered ${response.status} and sent nowhere`);
  return new URL(location, base).href;
}
