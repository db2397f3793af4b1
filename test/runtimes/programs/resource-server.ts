import { createClient } from "ts-identity-model";
import { createDPoP } from "ts-identity-model/dpop";
import { createResourceServer, createTokenIntrospection, type ResourceServer } from "ts-identity-model/resource-server";
import type { Facts, Surroundings } from "./program.ts";

const formats = ["rs256", "es256", "eddsa", "opaque"] as const;

/** Tokens of each algorithm and an opaque one; and what is refused, with its challenge. */
export async function runResourceServer({ issuer, machineKey }: Surroundings): Promise<Facts> {
  const service = createClient({ issuer, client: { client_id: "service", client_secret: "service-secret" } });
  const server = createResourceServer({
    issuer,
    audience: formats.map(resourceOf),
    algorithms: ["RS256", "ES256", "EdDSA"],
    introspection: createTokenIntrospection({ client: { client_id: "api", client_secret: "api-secret" } }),
    dpop: { algorithms: ["ES256"] },
  });
  const tokenFor = async (format: string): Promise<string> =>
    (await service.clientCredentials({ scope: "orders.read", resource: [resourceOf(format)] })).response.access_token;
  const tokens = await Promise.all(formats.map(tokenFor));
  const [token = "", , , opaque = ""] = tokens;
  const dpop = await createDPoP();
  const machine = createClient({ issuer, client: { client_id: "machine" }, key: machineKey, dpop });
  const bound = await machine.clientCredentials({ scope: "orders.read", resource: [resourceOf("es256")] });
  const proof = await dpop.createProof({ method: "GET", url, accessToken: bound.response.access_token });
  const elsewhere = await tokenFor("elsewhere");
  const ask = (authorization: string, headers: HeadersInit = {}) =>
    judge(server, new Request(url, { headers: { authorization, ...headers } }));
  return {
    algorithms: tokens.map((jwt) => (jwt.includes(".") ? JSON.parse(atob(jwt.split(".")[0] ?? "")).alg : "opaque")),
    accepted: await Promise.all(tokens.map((each) => ask(`Bearer ${each}`))),
    bound: await ask(`DPoP ${bound.response.access_token}`, { dpop: proof }),
    replayedProof: await ask(`DPoP ${bound.response.access_token}`, { dpop: proof }),
    boundAsBearer: await ask(`Bearer ${bound.response.access_token}`),
    forged: await ask(`Bearer ${forge(token, (claims) => ({ ...claims, sub: "somebody else" }))}`),
    unsigned: await ask(`Bearer ${unsign(token)}`),
    forAnother: await ask(`Bearer ${elsewhere}`),
    unknown: await ask(`Bearer ${opaque}x`),
    none: await judge(server, new Request(url)),
    tooLittle: await judge(server, new Request(url, { headers: { authorization: `Bearer ${token}` } }), "orders.write"),
  };
}

async function judge(server: ResourceServer, request: Request, scope = "orders.read"): Promise<unknown> {
  try {
    return (await server.authenticate(request, { scope })).clientId;
  } catch (error) {
    const response = await server.respond(error);
    const challenge = response.headers.get("www-authenticate") ?? "";
    return [Object(error).code, response.status, /error="(\w+)"/.exec(challenge)?.[1] ?? challenge];
  }
}

function forge(jwt: string, change: (claims: Facts) => Facts): string {
  const [header, claims = "", signature] = jwt.split(".");
  return [header, encode(change(JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))))), signature].join(
    ".",
  );
}

function unsign(jwt: string): string {
  return [encode({ alg: "none", typ: "at+jwt" }), jwt.split(".")[1], ""].join(".");
}

function encode(value: Facts): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const resourceOf = (format: string): string => `https://${format}.example.com`;
const url = "https://rs256.example.com/orders";
