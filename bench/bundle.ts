import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "../scripts/run.ts";

/** What a bundler makes of some code. */
export interface BundleSize {
  /** Bytes, minified. */
  readonly min: number;
  /** Bytes, minified and compressed with gzip. */
  readonly gzip: number;
  /** The code itself, minified. */
  readonly text: string;
  /** Modules that something was taken of, relative to the repository. */
  readonly modules: readonly string[];
}

/** Bundles code, dependencies and lazily loaded parts included, for a browser, and measures it. Relative imports start at the repository's folder. */
export async function bundleSize(code: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
    logLevel: "error",
    absWorkingDir: root,
  });
  const texts = outputFiles.map(({ contents }) => contents);
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return {
    text: outputFiles.map((file) => file.text).join("\n"),
    min: texts.reduce((sum, { length }) => sum + length, 0),
    gzip: texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0),
    modules: used.filter((path) => path !== "<stdin>"),
  };
}
