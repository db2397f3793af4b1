import { createClient } from "ts-identity-model";
import { buildFrontchannelLogoutResponse } from "ts-identity-model/endpoints";

const client = createClient({
  issuer: "https://id.example.com",
  client: {
    client_id: "web",
    client_secret: "secret",
    redirect_uris: ["https://app.example.com/callback"],
    backchannel_logout_session_required: true,
    frontchannel_logout_session_required: true,
  },
});

/** Your sessions, by the `sid` of the ID token they began with. */
export const sessions = new Map<string, { readonly sub: string }>([["session-1", { sub: "user-1" }]]);

/** POST backchannel_logout_uri: the provider asks from server to server. */
export async function backchannelLogout(request: Request): Promise<Response> {
  return client.handleBackchannelLogout(request, {
    endSessions: ({ sub, sid }) => {
      for (const [id, session] of sessions)
        if (sid === undefined ? session.sub === sub : id === sid) sessions.delete(id);
    },
    onError: (error) => console.error(String(error)),
  });
}

/** GET frontchannel_logout_uri: a page of the provider loads it in a frame; `sid` must be the one of this browser's session. */
export async function frontchannelLogout(request: Request, ownSid: string): Promise<Response> {
  const { sid } = await client.readFrontchannelLogout(request);
  if (sid === ownSid) sessions.delete(sid);
  return buildFrontchannelLogoutResponse(await client.context());
}
