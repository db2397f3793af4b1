import assert from "node:assert/strict";
import { isRecord } from "../../src/schema/is-record.ts";

/** What a client that is not ours tells of a refusal. */
export interface PeerRefusal {
  readonly error: string;
  /** Left out for a refusal that came through the browser. */
  readonly status?: number;
}

/** Expects a call of another client library to fail because our provider said no, with this `error` and HTTP status. */
export async function expectPeerError(call: Promise<unknown>, { error, status }: PeerRefusal): Promise<void> {
  const failure = await call.then(
    () => assert.fail(`expected the refusal ${error}`),
    (reason: unknown) => reason,
  );
  assert.ok(isRecord(failure), String(failure));
  const told = typeof failure.error === "string" ? failure.error : await readError(failure.response);
  assert.equal(told, error, String(failure));
  if (status !== undefined) assert.equal(failure.status, status);
}

/** Behind a challenge, the body has not been read; of a resource, the challenge tells. */
async function readError(response: unknown): Promise<unknown> {
  if (!(response instanceof Response)) return undefined;
  const [, challenged] = /error="([^"]*)"/.exec(response.headers.get("www-authenticate") ?? "") ?? [];
  if (challenged !== undefined) return challenged;
  const body: unknown = await response.json();
  return isRecord(body) ? body.error : undefined;
}
