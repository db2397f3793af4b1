import assert from "node:assert/strict";
import { test } from "node:test";
import { createGuideServer } from "./guide-server.ts";

test("guide relying-party: its example asks to log in, signs a user in and forwards to the API", async () => {
  const server = await createGuideServer();
  server.answer("api.example.com/v1/orders", ({ headers }) =>
    Response.json({ presented: headers.get("authorization") }),
  );
  const { fetch } = globalThis;
  globalThis.fetch = server.fetch;
  try {
    const { app } = await import("../../examples/guides/relying-party.ts");
    const cookies = new Map<string, string>();
    const go = async (path: string, accept = "text/html"): Promise<Response> => {
      const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
      const response = await app(
        new Request(new URL(path, "https://app.example.com"), { headers: { accept, cookie } }),
      );
      for (const field of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(field) ?? [];
        if (field.includes("Max-Age=0")) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    };
    const login = (await go("/orders")).headers.get("location") ?? "";
    assert.equal(login, "/auth/login?returnTo=%2Forders");
    const callback = await server.authorize((await go(login)).headers.get("location") ?? "");
    assert.equal((await go(String(callback))).headers.get("location"), "/orders");
    assert.equal(await (await go("/orders")).text(), "Welcome, user-1");
    const answer = await go("/api/orders", "application/json");
    assert.deepEqual(await answer.json(), { presented: "Bearer guide-access-token" });
  } finally {
    globalThis.fetch = fetch;
  }
});
