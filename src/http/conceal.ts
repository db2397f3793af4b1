/** The part of a request that carries secrets. */
export interface RequestWithSecrets {
  readonly headers: Readonly<Record<string, string>>;
  /** A form; a body in JSON is not searched for secrets. */
  readonly body: string | undefined;
}

/**
 * Takes the secrets of a request out of a text that came back, because servers repeat codes and tokens in `error_description`. Secrets are the
 * credential of `Authorization`, and parameters by their names. Every run of the text that has twelve characters or more in common with one gives
 * way to an ellipsis; a secret of eight to eleven is looked for as a whole, one that is shorter not at all: it would hide words.
 */
export function concealSecrets(text: string, { headers, body }: RequestWithSecrets): string {
  let shown = text;
  const runs = new Set<string>();
  for (const secret of [...readCredentials(headers.authorization), ...readParameters(body)]) {
    if (secret.length < 8) continue;
    if (secret.length < runLength) shown = shown.replaceAll(secret, "…");
    for (let at = 0; at + runLength <= secret.length; at += 1) runs.add(secret.slice(at, at + runLength));
  }
  return runs.size === 0 ? shown : cutRuns(shown, runs);
}

/** Conceals every text inside a JSON value, names of members too. */
export function concealTexts<T>(value: T, conceal: ((text: string) => string) | undefined): T;
export function concealTexts(value: unknown, conceal: ((text: string) => string) | undefined): unknown {
  if (conceal === undefined) return value;
  if (typeof value === "string") return conceal(value);
  if (Array.isArray(value)) return value.map((item) => concealTexts(item, conceal));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [conceal(name), concealTexts(inner, conceal)]),
  );
}

/** The credential, and of a Basic one the password, as it is and as the form decodes it. */
function readCredentials(field = ""): readonly string[] {
  const [scheme = "", credential = ""] = field.split(" ");
  if (!/^basic$/i.test(scheme)) return [credential];
  try {
    const password = atob(credential).replace(/^[^:]*:/, "");
    const [[, decoded] = ["", ""]] = new URLSearchParams(`p=${password.replaceAll("&", "%26")}`);
    return [credential, password, decoded];
  } catch {
    return [credential];
  }
}

function readParameters(body = ""): readonly string[] {
  return [...new URLSearchParams(body)].flatMap(([name, value]) => (secretName.test(name) ? [value] : []));
}

function cutRuns(text: string, runs: ReadonlySet<string>): string {
  let shown = "";
  let kept = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!runs.has(text.slice(at, at + runLength))) continue;
    // A run that goes on where the last one ended is the same run.
    if (at >= kept) shown += `${text.slice(kept, at)}…`;
    kept = at + runLength;
  }
  return shown + text.slice(kept);
}

const runLength = 12;

/** A test holds this against the members that the contract marks as secrets. What ends in `n` is a token or an assertion, not its type; `once` a nonce. */
const secretName = /secret|code|password|state|once|req_id|request$|n(_hint)?$/;
