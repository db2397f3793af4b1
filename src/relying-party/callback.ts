import { oauthFormPostLabel } from "../../generated/documents.ts";
import { defaultTimeoutMs } from "../constants/limits.ts";
import type { AuthorizationTransaction } from "../endpoints/authorization-transaction.ts";
import { isTransportError, isVerificationError, VerificationError } from "../errors/families.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { isFormType, isUnread, readRequestBody } from "../http/request-body.ts";
import { randomBase64url } from "../util/random.ts";
import { redirect } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { type RequestCookies, readCookies } from "./cookies.ts";
import { readCode } from "./load-session.ts";
import { loginUrl } from "./login.ts";
import { answerProblem } from "./problem.ts";
import type { KeptSession } from "./session-keeper.ts";
import { pickTokens, type SessionRecord, type SessionTokens } from "./session-record.ts";
import type { FoundTransaction } from "./transaction-cookies.ts";
import { fetchUserinfoClaims } from "./userinfo-claims.ts";

type FoundLogin = FoundTransaction<AuthorizationTransaction>;

/** Finishes a login: the answer of the provider, and the transaction of the browser that brings it, make a session. */
export async function answerCallback(context: RelyingPartyContext, request: Request): Promise<Response> {
  const { report, settings, transactions, keeper } = context;
  const cookies = readCookies(request);
  let login: FoundLogin | undefined;
  let isSpent = false;
  let isNamed = true;
  try {
    const parameters = await readParameters(request);
    isNamed = parameters.has("state");
    const logins = await findLogins(context, cookies, parameters);
    [login] = logins;
    if (login === undefined) return await answerUnknown(context, { request, cookies, parameters });
    // A second click while the first is under way shares its end: a code is redeemed once. Only of this browser: others do not have its logins.
    const flight = JSON.stringify([logins.map(({ transaction }) => transaction.state), String(parameters)]);
    const { returnTo, setCookies } = await context.callbacks.run(flight, async () => {
      const onTry = (tried: FoundLogin): void => {
        login = tried;
      };
      const finished = await finish(context, { logins, parameters, onTry });
      isSpent = true;
      const begun = await beginSession(context, finished, cookies);
      return { returnTo: finished.login.returnTo, setCookies: [transactions.forget(finished.login.cookie), ...begun] };
    });
    return redirect(returnTo, setCookies);
  } catch (error) {
    report({ type: "login.failed", code: isOAuthError(error) ? error.error.slice(0, 100) : readCode(error) });
    const session = await keeper.find(cookies);
    // A second click on the way back, after the first one made the session.
    if (login !== undefined && session?.record.login.state === login.transaction.state) return redirect(login.returnTo);
    const restartUrl = loginUrl(settings, login?.returnTo ?? "/");
    // What may work at the next attempt, with the same code, is kept; so is a login that was perhaps not meant: anybody can make a browser bring a JWT that is none.
    const isKept = !isSpent && (isTransportError(error) || (!isNamed && !isOAuthError(error)));
    const setCookies = login === undefined || isKept ? [] : [transactions.forget(login.cookie)];
    return answerProblem(context, { step: "callback", error, restartUrl, request, setCookies });
  }
}

/** The parameters of the answer, from the query or from the form that the provider's page posts. */
async function readParameters(request: Request): Promise<URLSearchParams> {
  if (request.method === "GET") return new URL(request.url).searchParams;
  const refuse = (problem: string): Error =>
    new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", {
      messageName: "AuthorizationResponse",
      issues: [
        {
          pointer: "",
          keyword: "http",
          message: `has a body that ${problem}`,
          specification: specification("oauth-form-post", "2", [oauthFormPostLabel]),
          tolerances: [],
        },
      ],
      endpoint: "redirect_uri",
    });
  if (!isFormType(request.headers.get("content-type")) || !isUnread(request)) throw refuse("is no form");
  const limits = { timeoutMs: defaultTimeoutMs, signal: undefined, endpoint: "redirect_uri", maxBytes: 65_536, refuse };
  return new URLSearchParams(await readRequestBody(request, limits));
}

/** The login that `state` names. A JWT has its state inside, possibly encrypted: any login of this browser may be meant, and the client finds out which. */
async function findLogins(
  { transactions }: RelyingPartyContext,
  cookies: RequestCookies,
  parameters: URLSearchParams,
): Promise<readonly FoundLogin[]> {
  const logins = await transactions.list("login", cookies);
  const isJwt = parameters.has("response") && !parameters.has("state");
  return logins.filter(({ transaction: { state, responseMode = "" } }) =>
    isJwt ? responseMode.endsWith("jwt") : parameters.get("state") === state,
  );
}

interface FinishedLogin {
  readonly login: FoundLogin;
  readonly tokens: SessionTokens;
}

interface LoginAttempt {
  readonly logins: readonly FoundLogin[];
  readonly parameters: URLSearchParams;
  readonly onTry: (login: FoundLogin) => void;
}

async function finish(
  { client }: RelyingPartyContext,
  { logins, parameters, onTry }: LoginAttempt,
): Promise<FinishedLogin> {
  let mismatch: unknown;
  for (const login of logins) {
    onTry(login);
    try {
      const tokens = await client.finishAuthorization(parameters, login.transaction);
      const { claims } = tokens;
      if (claims === undefined) throw new TypeError("A login without openid has no user.");
      return { login, tokens: { ...tokens, claims } };
    } catch (error) {
      // The state is looked at before anything is sent: the code has not been spent.
      if (!isVerificationError(error) || error.code !== "ERR_VERIFICATION_STATE") throw error;
      mismatch = error;
    }
  }
  throw mismatch;
}

/** A session under a new name, whatever the browser had before. */
async function beginSession(
  context: RelyingPartyContext,
  { login, tokens }: FinishedLogin,
  cookies: RequestCookies,
): Promise<readonly string[]> {
  const { keeper, clock, random, report } = context;
  const userinfo = await fetchUserinfoClaims(context, tokens);
  const now = clock();
  const record: SessionRecord = {
    id: randomBase64url(12, random),
    createdAt: now,
    seenAt: now,
    logoutKey: randomBase64url(16, random),
    login: { state: login.transaction.state, returnTo: login.returnTo },
    tokens: pickTokens(tokens),
    ...(userinfo === undefined ? {} : { userinfo }),
  };
  const former = await keeper.find(cookies);
  const setCookies = await keeper.create(record, cookies);
  const { sub } = tokens.claims;
  if (former !== undefined) {
    const { id: sessionId, tokens: formerTokens } = former.record;
    report({ type: "session.ended", sessionId, sub: formerTokens.claims.sub, reason: "replaced" });
  }
  report({ type: "session.created", sessionId: record.id, sub });
  report({ type: "login.succeeded", sub, durationMs: now - login.createdAt });
  return setCookies;
}

interface UnknownCallback {
  readonly request: Request;
  readonly cookies: RequestCookies;
  readonly parameters: URLSearchParams;
}

/** No login of this browser: over, of another browser, forged; or done already, which the session knows. */
async function answerUnknown(
  context: RelyingPartyContext,
  { request, cookies, parameters }: UnknownCallback,
): Promise<Response> {
  const { keeper, report, settings } = context;
  const session: KeptSession | undefined = await keeper.find(cookies);
  const state = parameters.get("state");
  if (state !== null && session?.record.login.state === state) return redirect(session.record.login.returnTo);
  const error = new VerificationError("ERR_VERIFICATION_TRANSACTION", {
    message: "This browser has no login under way that the answer belongs to.",
    parameter: "state",
    endpoint: "redirect_uri",
    remedy: "Start the login again. Where it happens often: are cookies blocked, or is baseUrl not where browsers are?",
  });
  report({ type: "login.failed", code: error.code });
  return answerProblem(context, { step: "callback", error, restartUrl: loginUrl(settings, "/"), request });
}
