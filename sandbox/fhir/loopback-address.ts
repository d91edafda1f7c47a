/** Vendors want HTTPS on the open Internet; the simulator posts to this machine and nowhere else. */
export function loopbackAddress(endpoint: string | undefined): string | undefined {
  const url = URL.parse(endpoint ?? "");
  return url && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname) ? url.href : undefined;
}
