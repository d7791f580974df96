// Plays programs on a CPython that is compiled to WebAssembly: a fresh interpreter for each. Arguments: the loader's module and the checkout. Each
// line of standard input is the path of a request (a JSON file), beside which `inside.py` puts what it recorded; each is answered by a line.
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const [loader, checkout] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(loader).href);
const here = dirname(fileURLToPath(import.meta.url));

for await (const path of createInterface({ input: process.stdin })) {
  let said = "done";
  try {
    const python = await loadPyodide({ indexURL: dirname(loader), env: { HOME: "/", PYTHONDONTWRITEBYTECODE: "1" } });
    for (const [place, root] of [["/src", join(checkout, "src")], ["/work", dirname(path)], ["/tests", here]]) {
      python.FS.mkdirTree(place);
      python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
    }
    const request = JSON.stringify("/work/" + basename(path));
    python.runPython(`import sys; sys.path[:0] = ["/src", "/tests"]; import inside; inside.play(${request})`);
  } catch (error) {
    said = String(error);
  }
  console.log(JSON.stringify(said));
}
