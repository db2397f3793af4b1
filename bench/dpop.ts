import { SignJWT } from "jose";
import { DPoP as createPeerHandle } from "oauth4webapi";
import { importBuilt } from "./built.ts";
import { race } from "./measure.ts";
import { type Row, type Section, timeRow } from "./report.ts";

/** Making DPoP proofs, beside jose alone and a peer's handle. */
export async function benchDPoP(): Promise<Section> {
  const rows: Row[] = [];
  for (const algorithm of ["ES256", "Ed25519"] as const) rows.push(...(await proofRows(algorithm)));
  return {
    rows,
    notes: [
      "jose and ours sign the same claims, nonce and ath of an access token among them; ours also looks up the nonce of the origin and checks the claims against their schema.",
      "oauth4webapi's handle serves openid-client too. It makes the same proof without a nonce, and looks for one. fast-jwt and jsonwebtoken make no proofs.",
    ],
  };
}

async function proofRows(algorithm: "ES256" | "Ed25519"): Promise<readonly Row[]> {
  const { createDPoP } = await importBuilt<typeof import("../src/dpop/index.ts")>("src/dpop/index.js");
  const dpop = await createDPoP({ algorithm });
  await dpop.learn(url, answer);
  const { privateKey } = dpop.keyPair;
  const jwk: Record<string, string> = {};
  for (const [name, value] of Object.entries(dpop.publicJwk)) jwk[name] = String(value);
  const peerHandle: unknown = createPeerHandle({}, dpop.keyPair);
  if (!isPeerHandle(peerHandle)) throw new Error("The handle of oauth4webapi has changed.");
  const [ours, jose, peer] = await race([
    { name: "ours", run: () => dpop.createProof({ method: "GET", url, accessToken }) },
    { name: "jose SignJWT", run: () => signWithJose(privateKey, { algorithm, jwk }) },
    { name: "oauth4webapi", run: () => peerHandle.addProof(new URL(url), new Headers(), "GET", accessToken) },
  ]);
  const what = `dpop proof creation, ${algorithm}`;
  return [timeRow(what, { ours, peer: jose }, 1.15), timeRow("the same", { ours, peer })];
}

interface JoseHeader {
  readonly algorithm: string;
  readonly jwk: Record<string, string>;
}

async function signWithJose(key: CryptoKey, { algorithm, jwk }: JoseHeader): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(accessToken));
  return new SignJWT({
    jti: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url"),
    htm: "GET",
    htu: "https://api.example.com/orders",
    ath: Buffer.from(digest).toString("base64url"),
    nonce: "guide-nonce-0123456789",
  })
    .setProtectedHeader({ typ: "dpop+jwt", alg: algorithm, jwk })
    .setIssuedAt()
    .sign(key);
}

/** What the peer's own calls do with a handle; not part of its documented interface. */
interface PeerHandle {
  addProof(url: URL, headers: Headers, htm: string, accessToken: string): Promise<void>;
}

function isPeerHandle(value: unknown): value is PeerHandle {
  return typeof value === "object" && value !== null && "addProof" in value && typeof value.addProof === "function";
}

const url = "https://api.example.com/orders?page=2";
const accessToken = "SlAV32hkKG-SlAV32hkKG-SlAV32hkKG-SlAV32hkKG-SlAV32hkKG-SlAV32hkKG";
const answer = new Headers({ "dpop-nonce": "guide-nonce-0123456789" });
