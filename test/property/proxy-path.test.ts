import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { readProxiedBody } from "../../src/relying-party/proxy-exchange.ts";
import { findTarget } from "../../src/relying-party/proxy-path.ts";
import { assertFast } from "./foreign.ts";

const parts = fc.constantFrom(
  ...["/", ".", "..", ";", ";x=1", "%2e", "%2E%2e", "%2f", "%5c", "\\", "%25", "%00", "%20", "%09", "%3b", "%c0%ae"],
  ...["%ef%bc%8e", "%ef%bc%8f", "%e2%80%a5", "orders", "admin", "a", "?", "#", "@", ":", "//evil.example", "ü"],
);
const place = { base: new URL("https://api.example.com/v1"), prefix: "/api", paths: ["/orders"] };

/** What the most generous of servers makes of a path. */
function resolve(pathname: string): string {
  const folded = decodeURIComponent(pathname).normalize("NFKC").replaceAll("\\", "/");
  const trimmed = folded.split("/").map((segment) => segment.split(";")[0]?.trim() ?? "");
  return posix.normalize(trimmed.join("/"));
}

test("whatever path a script asks for, what goes to the API stays below an allowed one, however it is read", async () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 10 }), (list) => {
      const target = findTarget(`https://app.example.com/api/orders${list.join("")}`, place);
      if (target === undefined) return;
      const { origin, pathname } = new URL(target);
      assert.equal(origin, "https://api.example.com");
      assert.match(resolve(pathname), /^\/v1\/orders(?:\/|$)/, pathname);
    }),
    { numRuns: 3000 },
  );
  await assertFast("findTarget", (long) => findTarget(`https://app.example.com/api/orders/${long}`, place));
});

test("whatever length a request announces, its body comes whole or is refused", async () => {
  const announced = fc.oneof(fc.nat(40).map(String), fc.constantFrom("", "-1", "1e3", "2000000", "5, 5"));
  await fc.assert(
    fc.asyncProperty(announced, fc.uint8Array({ maxLength: 40 }), async (length, bytes) => {
      const body = new Blob([bytes.slice()]).stream();
      const read = await readProxiedBody({ headers: new Headers({ "content-length": length }), body });
      if (read === "too_large") assert.ok(bytes.length > Number(length));
      else assert.deepEqual(new Uint8Array(await new Response(read).arrayBuffer()), bytes.slice());
    }),
  );
});
