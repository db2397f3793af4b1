import assert from "node:assert/strict";
import { test } from "node:test";
import { goodRequest, webBasic } from "../fixtures/provider/faults-driver.ts";
import { openScene } from "../fixtures/provider/faults-open.ts";
import { issuer } from "../fixtures/provider/faults-scene.ts";

test("faults: ten thousand parameters, a scope of a megabyte and a body that is compressed are refused at once", async () => {
  const { send, driver } = await openScene();
  const post = async (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return send(
      new Request(`${issuer}/token`, { method: "POST", body, headers: { ...type, ...webBasic, ...headers } }),
    );
  };
  const beganMs = performance.now();
  const many = Array.from({ length: 10_000 }, (_, index) => `p${index}=1`).join("&");
  const scope = `grant_type=client_credentials&scope=${"a+".repeat(500_000)}`;
  assert.deepEqual([(await post(many)).status, (await post(scope)).status], [413, 413]);
  const packed = await post("grant_type=client_credentials", { "content-encoding": "gzip" });
  assert.ok(packed.status < 500);
  assert.ok(performance.now() - beganMs < 2000, "what is refused costs too much");
  const query = new URLSearchParams({ ...goodRequest, scope: "a ".repeat(30_000) });
  const answer = await driver.get(`/authorize?${query}`);
  assert.ok(answer.status >= 300 && answer.status < 500, String(answer.status));
});

test("faults: the work that a scope makes grows with its length, and not with its square", async () => {
  const { driver } = await openScene();
  const ask = async (count: number): Promise<number> => {
    const scope = Array.from({ length: count }, (_, index) => `s${index}`).join(" ");
    const beganMs = performance.now();
    for (let round = 0; round < 5; round += 1)
      assert.equal((await driver.post("/token", { grant_type: "client_credentials", scope }, webBasic)).status, 400);
    return performance.now() - beganMs;
  };
  await ask(100);
  const [few, many] = [await ask(500), await ask(8000)];
  // Sixteen times as many: the square would be 256 times the work.
  assert.ok(many < Math.max(few, 5) * 100, `${few} ms and ${many} ms`);
});

test("faults: an empty parameter counts as one that is left out, also where it may be repeated (RFC 6749 §3.1)", async () => {
  const { driver } = await openScene();
  const form = { grant_type: "client_credentials", scope: "", resource: "" };
  const empty = await driver.post("/token", form, webBasic);
  assert.equal(empty.status, 200, empty.text);
});

test("faults: JSON, another media type, GET and PUT at the token endpoint are refused, with what is allowed (RFC 6749 §3.2)", async () => {
  const { send } = await openScene();
  for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x"]) {
    const init = {
      method: "POST",
      body: '{"grant_type":"client_credentials"}',
      headers: { "content-type": type, ...webBasic },
    };
    const response = await send(new Request(`${issuer}/token`, init));
    assert.ok([400, 415].includes(response.status), `${type}: ${response.status}`);
  }
  for (const method of ["GET", "PUT", "DELETE"]) {
    const response = await send(
      new Request(`${issuer}/token?grant_type=client_credentials`, { method, headers: webBasic }),
    );
    assert.deepEqual([response.status, response.headers.get("allow")?.includes("POST")], [405, true], method);
  }
});
