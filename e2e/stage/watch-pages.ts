/** What a page does that nobody looking at it would see. */
import type { BrowserContext } from "@playwright/test";

/** Lines of the console and requests that a journey must not cause; they come as they happen. */
export function watchPages(context: BrowserContext, baseUrl: string): readonly string[] {
  const { host } = new URL(baseUrl);
  const complaints: string[] = [];
  const isForeign = (address: string) => {
    const url = new URL(address);
    return /^(http|ws)s?:$/.test(url.protocol) && url.host !== host;
  };
  context.on("console", (line) => {
    if (line.type() === "error" || line.type() === "warning") {
      complaints.push(`${line.type()}: ${line.text()} (${line.location().url})`);
    }
  });
  context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().message}`));
  context.on("request", (request) => {
    if (isForeign(request.url())) complaints.push(`request to ${request.url()}`);
  });
  context.on("page", (page) =>
    page.on("websocket", (socket) => {
      if (isForeign(socket.url())) complaints.push(`socket to ${socket.url()}`);
    }),
  );
  return complaints;
}
