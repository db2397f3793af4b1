import { isRecord } from "../../../src/schema/is-record.ts";

/** Keycloak's administration interface, for what realm files cannot say. */
export interface KeycloakAdmin {
  /** Sends JSON to a path below the realm; gives the answer's JSON, if it has any. */
  request(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** Logs in for every request: a run has few, and the tokens live a minute. */
export function createKeycloakAdmin(options: {
  readonly origin: string;
  readonly realm: string;
  readonly user: string;
  readonly password: string;
}): KeycloakAdmin {
  const { origin, realm, user, password } = options;
  const logIn = async (): Promise<string> => {
    const body = new URLSearchParams({ grant_type: "password", client_id: "admin-cli", username: user, password });
    const answer = await expectOk(
      await fetch(`${origin}/realms/master/protocol/openid-connect/token`, { method: "POST", body }),
    );
    return isRecord(answer) ? String(answer.access_token) : "";
  };
  return {
    request: async (method, path, body) =>
      expectOk(
        await fetch(`${origin}/admin/realms/${realm}${path}`, {
          method,
          headers: { authorization: `Bearer ${await logIn()}`, "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
  };
}

async function expectOk(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(response.url).pathname} answered ${response.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
