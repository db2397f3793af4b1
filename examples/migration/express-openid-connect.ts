import express from "express";
import { getSession, relyingParty, requireSession } from "ts-identity-model/express";
import { createRelyingParty } from "ts-identity-model/relying-party";

const party = createRelyingParty({
  baseUrl: "https://app.example.com",
  secrets: "cookie-secret-of-at-least-32-characters",
  client: {
    issuer: "https://id.example.com",
    client: { client_id: "web", client_secret: "secret-of-the-web-application-0123456789" },
  },
  authorization: { scope: "openid profile email" },
});

export const app = express();
app.use(relyingParty(party, { baseUrl: "https://app.example.com" }));
app.get("/profile", requireSession(party, { baseUrl: "https://app.example.com" }), (request, response) => {
  response.json(getSession(request).claims);
});
