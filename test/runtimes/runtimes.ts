import { join } from "node:path";

/** A run-time that the package is run in. */
export interface Runtime {
  readonly name: string;
  /** The package of npm that brings its program, and the version. */
  readonly npmPackage: string;
  readonly version: string;
  /** Arguments that start the host, which is in this folder. */
  readonly args: (hosts: string) => readonly string[];
  /** How many ports the host opens: workerd has another worker for the provider. */
  readonly ports: number;
}

const noEval = "--disallow-code-generation-from-strings";
const node = (version: string): Runtime => ({
  name: `Node ${version}`,
  npmPackage: "node",
  version,
  args: (hosts) => [noEval, join(hosts, "node.js")],
  ports: 1,
});
const [deno, bun, workerd] = ["2.9.6", "1.4.5", "1.20261117.1"] as const;

/** The lowest Node that is supported and two later lines; of the others the newest stable version. README.md names them. */
export const runtimes: readonly Runtime[] = [
  ...["20.19.0", "24.21.0", "26.10.0"].map(node),
  {
    name: `Deno ${deno}`,
    npmPackage: "deno",
    version: deno,
    // Nothing is allowed but to serve and to ask on this machine: no environment, no files.
    args: (hosts) => [
      ...["run", "--no-prompt", "--cached-only", "--node-modules-dir=manual", "--allow-net=127.0.0.1"],
      ...[`--v8-flags=${noEval}`, join(hosts, "deno.js")],
    ],
    ports: 1,
  },
  { name: `Bun ${bun}`, npmPackage: "bun", version: bun, args: (hosts) => [join(hosts, "bun.js")], ports: 1 },
  {
    name: `workerd ${workerd}`,
    npmPackage: "workerd",
    version: workerd,
    args: (hosts) => ["serve", join(hosts, "workerd.capnp"), "--control-fd=1"],
    ports: 2,
  },
];
