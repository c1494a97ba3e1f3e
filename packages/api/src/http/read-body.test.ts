import { expect, test } from "vitest";
import { readBytes, readJson } from "./read-body.ts";
import { BodyCutOff, BodyTooLarge } from "./refuse.ts";

/** A request whose body comes in these pieces, and then ends or breaks off. */
function posted(pieces: readonly string[], { breaks = false } = {}): Request {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const next = left.shift();
      if (next !== undefined) controller.enqueue(Buffer.from(next));
      else if (breaks) controller.error(new Error("aborted"));
      else controller.close();
    },
  });
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", body, headers, duplex: "half" };
  return new Request("http://web.test/x", init);
}

test("a body is read whole, in whatever pieces it comes", async () => {
  expect(await readJson(posted(['{"a":', "1}"]))).toEqual({ a: 1 });
});

test("a body whose sender hung up is refused as cut off, and not taken for an accident of ours", async () => {
  await expect(readJson(posted(['{"a":'], { breaks: true }))).rejects.toThrow(BodyCutOff);
});

test("a body over the bound is refused before the rest of it is read", async () => {
  await expect(readBytes(posted(["aaaa", "bbbb"], { breaks: true }), 6)).rejects.toThrow(BodyTooLarge);
});
