import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { readAgain } from "./read-again";

it("shows what was made while the list was read for the first time", async () => {
  const client = new QueryClient();
  const firstAnswer = Promise.withResolvers<string[]>();
  let asked = 0;
  const list = new QueryObserver(client, {
    queryKey: ["keys"],
    queryFn: () => (asked++ === 0 ? firstAnswer.promise : ["demo", "new"]),
  });
  const stop = list.subscribe(() => undefined);
  const read = readAgain(client, ["keys"]);
  firstAnswer.resolve(["demo"]);
  await read;
  expect(list.getCurrentResult().data).toEqual(["demo", "new"]);
  stop();
  client.clear();
});
