// Compiles AssemblyScript to the .wasm files that are committed as resources.
//
//   npm ci --ignore-scripts
//   npm run build                            the cleaner, into the module's resources
//   node build.mjs OUT_DIR                   the cleaner, elsewhere
//   node build.mjs OUT_DIR SOURCE_DIR        each SOURCE_DIR/*.ts instead (the tests' modules)
//
// The same compiler and sources give the same bytes: a test rebuilds and compares.
import { readdirSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = process.argv[2] ?? join(here, "../../resources/dev/carrack/compute/wasm");
const tests = process.argv[3];
mkdirSync(out, { recursive: true });

const jobs = tests
  ? readdirSync(tests).filter((name) => name.endsWith(".ts")).sort().map((name) => [join(tests, name), basename(name, ".ts")])
  : [[join(here, "assembly/index.ts"), "clean-csv"]];

for (const [source, name] of jobs) {
  const flags = ["--runtime", "stub", "-O3", "--noAssert"];
  if (name !== "abort") flags.push("--use", "abort=");
  if (name === "simd") flags.push("--enable", "simd");
  const { error, stderr } = await asc.main([
    basename(source),
    // Names in error messages must not depend on where the sources lie.
    "--baseDir", dirname(resolve(source)),
    "--outFile", resolve(out, name + ".wasm"),
    ...flags,
  ]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
  console.log(name + ".wasm");
}
