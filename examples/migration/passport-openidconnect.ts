import express from "express";
import { type AuthorizationTransaction, createClient, type IdToken, isAuthError } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: {
    client_id: "web",
    client_secret: "secret-of-the-web-application-0123456789",
    redirect_uris: ["https://app.example.com/callback"],
  },
});

/** What the verify function did: find or create the user; the pair of issuer and subject is the key. */
export interface Session {
  transaction?: AuthorizationTransaction<"openid profile"> | undefined;
  user?: { readonly issuer: string; readonly claims: IdToken } | undefined;
}

export function createApp(sessionOf: (request: express.Request) => Session): express.Express {
  const app = express();
  app.get("/login", async (request, response) => {
    const { url, transaction } = await client.startAuthorization({ scope: "openid profile" });
    sessionOf(request).transaction = transaction;
    response.redirect(url);
  });
  app.get("/callback", async (request, response) => {
    const session = sessionOf(request);
    const { transaction } = session;
    session.transaction = undefined;
    if (transaction === undefined) return response.redirect("/login");
    try {
      const { issuer, claims } = await client.finishAuthorization(request.originalUrl, transaction);
      // With express-session: call session.regenerate first, so that nobody's session is fixed beforehand.
      session.user = { issuer, claims };
      response.redirect("/");
    } catch (error) {
      if (!isAuthError(error)) throw error;
      response.status(403).send(`The login failed: ${error.code}`);
    }
  });
  return app;
}
