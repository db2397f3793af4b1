import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { type AuthError, isAuthError } from "../../src/errors/auth-error.ts";
import { assertNoSecret } from "../fixtures/refusals.ts";
import { loadTraits } from "./load-traits.ts";
import { createScene, type Scenario } from "./scene.ts";
import type { Mutations, RefusedTrait, Setting, Trait, Verdict } from "./trait.ts";

/** What holds for an area of the catalogue. */
export interface Area {
  /** The folder below traits/. */
  readonly name: string;
  /** The call that providers lie to. */
  readonly scenario: Scenario;
  /** What holds for every trait of the area. */
  readonly setting?: Setting;
  /** Other calls, by the name that a trait's setting gives in `via`. */
  readonly others?: Readonly<Record<string, Scenario>>;
  /** Paths that must not be asked once the lie has been told, because a refused message is not acted on. */
  readonly neverAsked?: readonly string[];
  /** How often a path may be asked, because what works once is not sent again. */
  readonly atMost?: Readonly<Record<string, number>>;
}

/** Runs the traits of an area: each lie is refused for its own reason, each twin passes. */
export async function runTraits(area: Area): Promise<void> {
  for (const [file, trait] of await loadTraits(area.name)) {
    if ("odd" in trait) {
      test(`${area.name}: accepts ${trait.name}`, () => passes(area, trait, trait.odd));
    } else {
      test(`${area.name}: refuses ${trait.name}, and accepts its twin [${file}]`, async () => {
        await passes(area, trait, trait.twin);
        await refuses(area, trait);
      });
    }
  }
}

async function passes(area: Area, { setting = {} }: Trait, mutations: Mutations): Promise<void> {
  const { result, scene } = await run(area, mutations, setting);
  assert.notEqual(result, undefined);
  assert.deepEqual(scene.provider.strangers, []);
}

async function refuses(area: Area, { setting = {}, evil, verdict }: RefusedTrait): Promise<void> {
  const { hastyMs, options } = setting;
  const hasty = hastyMs === undefined ? setting : { ...setting, options: { ...options, timeoutMs: hastyMs } };
  const { scene, error } = await run(area, evil, hasty).then(
    () => assert.fail(`accepted; expected ${verdict.code}`),
    (failure: unknown) => {
      if (!(failure instanceof Failed)) throw failure;
      return failure;
    },
  );
  judge(error, verdict);
  assertNoSecret(error);
  for (const event of scene.events)
    assert.doesNotMatch(`${JSON.stringify(event)}${inspect(event, { depth: 9 })}`, /-secret-|eyJ/);
  assert.deepEqual(scene.provider.strangers, [], "nobody else was asked");
  const asked = scene.provider.requests.map(({ path }) => path);
  for (const [path, times] of Object.entries(area.atMost ?? {}))
    assert.ok(asked.filter((other) => other === path).length <= times, `${path} was asked more than ${times} times`);
  for (const path of area.neverAsked ?? []) assert.ok(!asked.includes(path), `${path} was asked`);
}

/** The error of a refusal, and the scene that it happened in. */
class Failed extends Error {
  readonly error: AuthError;
  readonly scene: Awaited<ReturnType<typeof createScene>>;

  constructor(error: AuthError, scene: Failed["scene"]) {
    super(error.message, { cause: error });
    this.error = error;
    this.scene = scene;
  }
}

async function run(
  { name, scenario, others = {}, setting: shared = {} }: Area,
  mutations: Mutations,
  setting: Setting,
): Promise<{ readonly result: unknown; readonly scene: Failed["scene"] }> {
  const chosen = setting.via === undefined ? scenario : others[setting.via];
  assert.ok(chosen !== undefined, `the area ${name} has no call ${setting.via}`);
  const scene = await createScene(mutations, { ...shared, ...setting });
  try {
    return { result: await chosen(scene), scene };
  } catch (error) {
    if (isAuthError(error)) throw new Failed(error, scene);
    throw error;
  }
}

function judge(error: AuthError, verdict: Verdict): void {
  assert.deepEqual([error.family, error.code], [verdict.family, verdict.code], error.message);
  if ("parameter" in verdict) assert.equal(error.parameter, verdict.parameter, error.message);
  if ("pointer" in verdict) assert.ok(pointersOf(error).includes(verdict.pointer), error.message);
  if (verdict.message !== undefined) assert.match(error.message, verdict.message);
}

function pointersOf(error: AuthError): readonly unknown[] {
  const issues: unknown = "issues" in error ? error.issues : [];
  return Array.isArray(issues) ? issues.map(({ pointer }: { readonly pointer: unknown }) => pointer) : [];
}
