/** The client that asks for tokens. */
export const clientId = "bench";
export const clientSecret = "benchmark-secret-of-forty-three-characters-0";
export const scope = "read";
/** The resource whose tokens are JWTs. */
export const resource = "https://api.example.com";

/** What a server tells of itself. */
export interface Endpoints {
  readonly token: string;
  readonly introspection: string;
  readonly resource: string;
}

/** What a process answers when it is asked how it does. */
export interface Usage {
  /** Resident memory in bytes. */
  readonly rss: number;
  /** Processor time since its start, in microseconds. */
  readonly cpu: number;
}

/**
 * Gets a first token, tells the parent where the server answers, and then how much it uses as often as it is asked; ends with it.
 */
export async function tellParent(endpoints: Endpoints): Promise<void> {
  const response = await fetch(endpoints.token, tokenRequest);
  if (!response.ok)
    throw new Error(`The first token request was answered ${response.status}: ${await response.text()}`);
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ rss: process.memoryUsage().rss, cpu: user + system } satisfies Usage);
  });
  process.on("disconnect", () => process.exit());
  process.send?.(endpoints);
}

/** A request for an opaque token. */
export const tokenRequest = {
  method: "POST" as const,
  headers: {
    "content-type": "application/x-www-form-urlencoded",
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
  },
  body: `grant_type=client_credentials&scope=${scope}`,
};
