/** What every journey starts from: people who enter the running demo, its API, and the vendor behind it. */
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { personOf, readDemo } from "./demo";
import { HubApi } from "./hub-api";
import { signIn } from "./sign-in";
import { SimulatedEpic } from "./simulated-epic";
import { watchPages } from "./watch-pages";

export const demo = readDemo();
export const hub = new HubApi(demo);
export const epic = new SimulatedEpic(demo.sandboxUrl);

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface Entrance extends Pick<BrowserContextOptions, "viewport" | "colorScheme"> {
  /** Lines of the console that the journey provokes. Every other error or warning fails it. */
  provokes?: RegExp;
}

interface Stage {
  /** Opens a browser of its own, signed in with a role of the demo or with none. */
  enter(role?: string, entrance?: Entrance): Promise<Page>;
}

interface Sessions {
  /** A session of each role, made once. */
  sessionOf(role: string): Promise<Session>;
}

export const test = base.extend<Stage, Sessions>({
  sessionOf: [
    async ({ browser }, use) => {
      const sessions = new Map<string, Promise<Session>>();
      const begin = async (role: string) => {
        const context = await browser.newContext({ baseURL: demo.baseUrl });
        await signIn(await context.newPage(), personOf(demo, role));
        const session = await context.storageState();
        await context.close();
        return session;
      };
      await use((role) => {
        const session = sessions.get(role) ?? begin(role);
        sessions.set(role, session);
        return session;
      });
    },
    { scope: "worker" },
  ],

  enter: async ({ browser, sessionOf }, use) => {
    const ends: (() => Promise<string[]>)[] = [];
    await use(async (role, { provokes, ...options } = {}) => {
      const storageState = role ? await sessionOf(role) : undefined;
      const context = await browser.newContext({ storageState, ...options });
      const complaints = watchPages(context, demo.baseUrl);
      ends.push(async () => {
        await context.close();
        return complaints.filter((line) => !provokes?.test(line));
      });
      return context.newPage();
    });
    const complaints = await Promise.all(ends.map((end) => end()));
    expect(complaints.flat()).toEqual([]);
  },
});

export { expect };
