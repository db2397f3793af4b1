import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { test } from "node:test";
import {
  AllowAnonymous,
  createSessionGuard,
  createTokenGuard,
  type NestContext,
  principalOf,
  RequireToken,
  sessionOf,
} from "../../src/adapters/nestjs.ts";
import { VerificationError } from "../../src/errors/families.ts";
import { logIn, visit } from "../fixtures/adapters-behaviours.ts";
import { type AppParts, createWorld } from "../fixtures/adapters-world.ts";

class Orders {
  list(): void {}
  remove(): void {}
  about(): void {}
}

/** What the compiler makes of `@Decorator()` at a method. */
function decorate(name: "list" | "remove" | "about", decorator: ReturnType<typeof RequireToken>): void {
  decorator(Orders.prototype, name, Object.getOwnPropertyDescriptor(Orders.prototype, name));
}
decorate("remove", RequireToken({ scope: "orders.write" }));
decorate("about", AllowAnonymous());
RequireToken({ scope: "orders.read" })(Orders);

/** The context of Nest on Express, or on Fastify, which wraps request and reply. */
function contextOf(incoming: IncomingMessage, outgoing: ServerResponse, wrap: boolean): NestContext {
  const raw = { raw: incoming, originalUrl: incoming.url };
  const header = (name: string, value: string) =>
    name === "Set-Cookie" ? outgoing.appendHeader(name, value) : outgoing.setHeader(name, value);
  const http = {
    getRequest: () => (wrap ? raw : incoming),
    getResponse: () => (wrap ? { raw: outgoing, header } : outgoing),
  };
  const handler = incoming.url === "/about" ? "about" : incoming.method === "DELETE" ? "remove" : "list";
  return { getHandler: () => Orders.prototype[handler], getClass: () => Orders, switchToHttp: () => http };
}

/** Calls the guards, and ends a refusal as the filter of Nest does. */
const listen =
  (wrap: boolean) =>
  async ({ resourceServer, relyingParty }: AppParts) => {
    const Token = createTokenGuard(resourceServer);
    const Session = createSessionGuard(relyingParty);
    const { relyingParty: serve } = await import("../../src/adapters/express.ts");
    const login = serve(relyingParty);
    return (incoming: IncomingMessage, outgoing: ServerResponse): void =>
      login(incoming, outgoing, async () => {
        const context = contextOf(incoming, outgoing, wrap);
        const isPage = incoming.url === "/profile";
        try {
          await new (isPage ? Session : Token)().canActivate(context);
          if (incoming.url === "/about") return void outgoing.end("about");
          outgoing.end(isPage ? sessionOf(undefined, context).subject : principalOf(undefined, context).clientId);
        } catch (error) {
          outgoing.statusCode = Object(error).statusCode ?? 500;
          outgoing.end(Object(error).message);
        }
      });
  };

for (const [name, wrap] of [
  ["express", false],
  ["fastify", true],
] as const) {
  test(`nestjs on ${name}: a route is judged by what stands at it, else at its controller`, async () => {
    const world = await createWorld(listen(wrap));
    try {
      const { baseUrl } = world;
      const refused = await fetch(`${baseUrl}/orders`);
      assert.equal(refused.status, 401);
      assert.match(refused.headers.get("www-authenticate") ?? "", /^Bearer resource_metadata=/);
      const headers = { authorization: `Bearer ${await world.token("orders.read")}` };
      assert.equal(await (await fetch(`${baseUrl}/orders`, { headers })).text(), "machine");
      const remove = await fetch(`${baseUrl}/orders`, { method: "DELETE", headers });
      assert.equal(remove.status, 403);
      assert.match(remove.headers.get("www-authenticate") ?? "", /scope="orders\.write"/);
      assert.equal(await (await fetch(`${baseUrl}/about`)).text(), "about");
      const tokens = await world.clients.dpop.clientCredentials({ scope: "orders.read", resource: [baseUrl] });
      const ask = () => world.clients.dpop.fetchResource(tokens, { url: `${baseUrl}/orders` });
      assert.equal((await ask()).status, 200);
      world.pass(120);
      assert.notEqual((await ask()).headers.get("dpop-nonce"), null);
    } finally {
      await world.close();
    }
  });

  test(`nestjs on ${name}: a user is sent to log in, and is known afterwards`, async () => {
    const world = await createWorld(listen(wrap));
    try {
      const browser = new Map<string, string>();
      const page = await visit(await logIn(world, browser), browser);
      assert.deepEqual([page.status, await page.text(), page.headers.getSetCookie().length >= 2], [200, "ada", true]);
    } finally {
      await world.close();
    }
  });
}

test("nestjs: a parameter of a route without guard is a mistake in the program", async () => {
  const request = {};
  const http = { getRequest: () => request, getResponse: () => ({}) };
  const context = { getHandler: () => Orders.prototype.list, getClass: () => Orders, switchToHttp: () => http };
  assert.throws(() => principalOf(undefined, context), { code: "ERR_CONFIGURATION_OPTION" });
  assert.throws(() => sessionOf(undefined, context), { code: "ERR_CONFIGURATION_OPTION" });
});

test("nestjs: a refusal is what Nest's filter knows: an error of http-errors, or HttpException where that is given", async () => {
  const refusing = {
    authenticate: () => Promise.reject(new VerificationError("ERR_VERIFICATION_TOKEN_MISSING", { message: "none" })),
    respond: async () => new Response(null, { status: 401, headers: { "WWW-Authenticate": "Bearer" } }),
    headersFor: () => ({}),
    metadataResponse: () => undefined,
  };
  class HttpException extends Error {
    readonly given: readonly unknown[];
    constructor(...given: readonly unknown[]) {
      super("http");
      this.given = given;
    }
  }
  const world = await createWorld(async () => async (incoming, outgoing) => {
    const context = contextOf(incoming, outgoing, false);
    const caught: unknown[] = [];
    for (const options of [{}, { HttpException }])
      await new (createTokenGuard(refusing, options))().canActivate(context).catch((error) => caught.push(error));
    const [plain, known] = caught.map(Object);
    outgoing.end(JSON.stringify([plain.expose, plain.status, plain.statusCode, plain instanceof Error, known.given]));
  });
  try {
    const response = await fetch(`${world.baseUrl}/orders`);
    const body = { statusCode: 401, message: "The request is not allowed." };
    assert.deepEqual(await response.json(), [true, 401, 401, true, [body, 401]]);
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
  } finally {
    await world.close();
  }
});

/** What a guard demands of a request for a handler. */
async function demandsOf(controller: abstract new () => object, name: string): Promise<unknown> {
  const asked: unknown[] = [];
  const resourceServer = {
    authenticate: async (_request: unknown, { scope }: { readonly scope?: unknown } = {}) => {
      asked.push(scope);
      return Object.freeze({}) as never;
    },
    respond: async () => new Response(null, { status: 401 }),
    headersFor: () => ({}),
    metadataResponse: () => undefined,
  };
  const http = {
    getRequest: () => ({ socket: {}, headers: {}, rawHeaders: [], method: "GET", url: "/" }),
    getResponse: () => ({}),
  };
  const getHandler = (): object => Object(Reflect.get(controller.prototype, name));
  const context = { getHandler, getClass: () => controller, switchToHttp: () => http };
  await new (createTokenGuard(resourceServer, { scope: "default" }))().canActivate(context);
  return asked.length === 0 ? "anonymous" : asked[0];
}

test("nestjs: what stands at a controller and its methods is good for a controller that extends it", async () => {
  class Base {
    plain(): void {}
    marked(): void {}
    replaced(): void {}
  }
  class Derived extends Base {
    override replaced(): void {}
  }
  class Own extends Base {}
  class Open extends Base {}
  class Stranger {
    plain(): void {}
  }
  RequireToken({ scope: "base" })(Base);
  for (const name of ["marked", "replaced"] as const)
    RequireToken({ scope: "method" })(Base.prototype, name, Object.getOwnPropertyDescriptor(Base.prototype, name));
  RequireToken({ scope: "own" })(Own);
  AllowAnonymous()(Open);
  assert.equal(await demandsOf(Base, "plain"), "base");
  assert.equal(await demandsOf(Derived, "plain"), "base");
  assert.equal(await demandsOf(Derived, "marked"), "method");
  // A method of its own is not the one that was marked.
  assert.equal(await demandsOf(Derived, "replaced"), "base");
  assert.equal(await demandsOf(Own, "plain"), "own");
  assert.equal(await demandsOf(Open, "plain"), "anonymous");
  assert.equal(await demandsOf(Open, "marked"), "method");
  assert.equal(await demandsOf(Stranger, "plain"), "default");
});

test("nestjs: what stands at a method stays where a decorator above it puts another function in its place", async () => {
  class Controller {
    wrapped(): void {}
    other(): void {}
  }
  const target = Controller.prototype;
  const descriptor = Object.getOwnPropertyDescriptor(target, "wrapped");
  RequireToken({ scope: "admin" })(target, "wrapped", descriptor);
  const original: unknown = descriptor?.value;
  const value = (): unknown => (typeof original === "function" ? original() : undefined);
  Object.defineProperty(target, "wrapped", { ...descriptor, value });
  assert.equal(await demandsOf(Controller, "wrapped"), "admin");
  assert.equal(await demandsOf(Controller, "other"), "default");
});
