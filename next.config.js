/** @type {import("next").NextConfig} */
const config = {
  // A build lies in a folder of its own (scripts/product/build-web.ts); `next dev` keeps to the usual one.
  distDir: process.env.WEB_BUILD ?? ".next",
  agentRules: false,
  poweredByHeader: false,
  devIndicators: false,
  // One clone is opened by either name on the developer's own machine.
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  turbopack: { root: import.meta.dirname },
  // Every build has a folder of its own, so nobody would read the 130 MB of findings that Next keeps for the next one.
  experimental: { turbopackFileSystemCacheForBuild: false },
  // `npm run check` reads the whole tree with the strict compiler; a build on a clinic's server need not do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
