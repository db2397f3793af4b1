import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { parseScope } from "../util/scope-set.ts";
import { verifyIntrospected } from "./introspected-claims.ts";
import { readPresentedKind } from "./presented-kind.ts";
import { type PrincipalFacts, readClientId } from "./principal.ts";
import type { ResourceRequestParts } from "./read-request.ts";
import { recallToken } from "./recall-token.ts";
import type { ResourceIssuer } from "./resource-issuers.ts";
import type { VerifiedTokenCache } from "./token-cache.ts";
import { unknownIssuer } from "./token-claims.ts";
import type { TokenRules } from "./trusted-token.ts";
import { judgeClaims, verifyAccessToken } from "./verify-access-token.ts";

/** By what tokens of any form are judged. */
export interface TokenJudge {
  readonly issuers: ReadonlyMap<string, ResourceIssuer>;
  /** For the JWTs that are verified here. */
  readonly rules: TokenRules;
  readonly tokenCache: VerifiedTokenCache | undefined;
  /** Who is asked about opaque tokens where one issuer alone can be; `undefined`: they are held against the rules for JWTs, which say what is wrong. */
  readonly soleAsked: ResourceIssuer | undefined;
  readonly issuerFor: ((token: string, request: ResourceRequestParts) => string | undefined) | undefined;
  readonly introspectForeignJwts: boolean;
}

/** What became known on the way to a verdict, for events. */
export interface Trail {
  issuer: string | undefined;
  cache: "hit" | "miss";
}

/** What is known of a token, whoever presents it. */
export type JudgedToken = Omit<PrincipalFacts, "boundTo" | "proof">;

/** A token on its way to a verdict. */
export interface TokenInQuestion {
  readonly token: string;
  readonly request: ResourceRequestParts;
  readonly signal: AbortSignal | undefined;
  readonly trail: Trail;
}

/**
 * Judges a token by its signature where its issuer signs tokens, else by asking its issuer. A JWT of an issuer that is not listed is shown to nobody.
 *
 * @throws VerificationError, ValidationError: the code says which check failed; and what fetching keys or asking the issuer throws
 */
export async function judgeToken(judge: TokenJudge, question: TokenInQuestion): Promise<JudgedToken> {
  const issuer = chooseAsked(judge, question);
  const judged = issuer === undefined ? await verifyHere(judge, question) : await ask(judge, issuer, question);
  const clients = judge.issuers.get(judged.issuer)?.clients;
  const clientId = readClientId(judged.claims);
  if (clients === undefined || (clientId !== undefined && clients.includes(clientId))) return judged;
  throw new VerificationError("ERR_VERIFICATION_CLIENT", {
    message: "The access token was issued to a client that is not accepted here.",
    parameter: "client_id",
    specification: specification("rfc9068", "2.2"),
  });
}

/** Who is asked about a token; `undefined`: nobody, because it is verified here. */
function chooseAsked(judge: TokenJudge, { token, request, trail }: TokenInQuestion): ResourceIssuer | undefined {
  const { issuers, introspectForeignJwts, rules } = judge;
  const kind = readPresentedKind(token);
  if (kind.form === "jwt") {
    const named = kind.issuer === undefined ? undefined : issuers.get(kind.issuer);
    if (named !== undefined) {
      trail.issuer = named.policy.issuer;
      return named.verifiesJwts ? undefined : named;
    }
    if (!introspectForeignJwts) throw unknownIssuer(kind.issuer ?? "");
  }
  // What can be opened here is opened here.
  if (kind.form === "encrypted" && rules.decryption?.decrypt !== undefined && rules.policies.size > 0) return undefined;
  const asked = findAsked(judge, token, request);
  trail.issuer = asked?.policy.issuer;
  return asked;
}

function findAsked(
  { issuers, soleAsked, issuerFor }: TokenJudge,
  token: string,
  request: ResourceRequestParts,
): ResourceIssuer | undefined {
  if (issuerFor === undefined) return soleAsked;
  const name = issuerFor(token, request);
  const asked = name === undefined ? undefined : issuers.get(name);
  if (asked !== undefined) return asked;
  throw unknownIssuer(name ?? "");
}

async function verifyHere(
  { rules, tokenCache }: TokenJudge,
  { token, signal, trail }: TokenInQuestion,
): Promise<JudgedToken> {
  const onHit = (): void => {
    trail.cache = "hit";
  };
  const trusted = await (tokenCache === undefined
    ? verifyAccessToken(rules, token, signal)
    : recallToken(rules, tokenCache, { token, signal, onHit }));
  const { claims, custom, scopes, tenant } = trusted.facts;
  trail.issuer = claims.iss;
  return { claims, custom, scopes, tenant, issuer: claims.iss, kind: "jwt" };
}

async function ask(
  { rules }: TokenJudge,
  { connection, policy }: ResourceIssuer,
  { token, signal, trail }: TokenInQuestion,
): Promise<JudgedToken> {
  if (connection === undefined) throw unknownIssuer(policy.issuer);
  const { introspection, isCached } = await connection.ask(token, signal);
  trail.cache = isCached ? "hit" : "miss";
  const claims = deepFreeze(verifyIntrospected(introspection, policy, rules));
  const custom = await judgeClaims(rules, claims);
  const scopes = Object.freeze(parseScope(claims.scope ?? "") ?? []);
  return { claims, custom, scopes, tenant: policy.tenant, issuer: policy.issuer, kind: "introspection" };
}
