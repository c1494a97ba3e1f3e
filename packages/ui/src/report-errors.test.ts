import { expect, test } from "vitest";
import { reportErrors } from "./report-errors.tsx";

test("an error in the browser is told with its place, and a page that fails for ever tells five", async () => {
  const beacons: Blob[] = [];
  const page = new EventTarget();
  reportErrors({
    addEventListener: page.addEventListener.bind(page),
    location: { pathname: "/orders/ord_1" },
    navigator: {
      sendBeacon: (_url, data) => {
        if (data instanceof Blob) beacons.push(data);
        return true;
      },
    },
  });
  for (let i = 0; i < 9; i++) page.dispatchEvent(Object.assign(new Event("error"), { error: new Error(`no ${i}`) }));
  page.dispatchEvent(Object.assign(new Event("unhandledrejection"), { reason: "late" }));
  expect(beacons).toHaveLength(5);
  expect(beacons[0]?.type).toBe("application/json");
  expect(JSON.parse((await beacons[0]?.text()) ?? "")).toMatchObject({ message: "no 0", page: "/orders/ord_1" });
});
