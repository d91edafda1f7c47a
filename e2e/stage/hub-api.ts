/** Carelane's API as another system uses it, by key: to prepare a journey, and to see what it led to. */
import { expect } from "@playwright/test";
import { z } from "zod";
import type { Demo } from "./demo";

const listSchema = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
const createdSchema = z.looseObject({ id: z.string() });

export class HubApi {
  readonly #baseUrl: string;
  readonly #key: string;

  constructor({ baseUrl, apiKey }: Pick<Demo, "baseUrl" | "apiKey">) {
    this.#baseUrl = baseUrl;
    this.#key = apiKey;
  }

  ask(path: string, method = "GET", body?: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body && { "content-type": "application/json" }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
  }

  /** Creates something; answers its id. */
  async create(path: string, body: object): Promise<string> {
    const answer = await this.ask(path, "POST", body);
    expect(answer.ok, `POST ${path} answered ${answer.status}`).toBe(true);
    return createdSchema.parse(await answer.json()).id;
  }

  async list(path: string): Promise<z.infer<typeof listSchema>["data"]> {
    return listSchema.parse(await (await this.ask(path)).json()).data;
  }

  /** Waits until no sync runs or waits: one that is under way would take up what the journey prepares. */
  async waitForQuiet(): Promise<void> {
    await expect(async () => {
      // One after the other: a job that begins between the two is seen by the second.
      for (const status of ["QUEUED", "RUNNING"]) {
        expect(await this.list(`/api/sync/jobs?status=${status}`)).toEqual([]);
      }
    }).toPass({ timeout: 45_000 });
  }
}
