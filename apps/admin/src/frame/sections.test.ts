import { expect, test } from "vitest";
import { pageOfId, roomOf, roomsFor, SECTIONS } from "./sections.ts";

test("an id leads to the page of what it names, and anything else nowhere", () => {
  const tail = "0".repeat(26);
  expect(pageOfId(` ord_${tail} `)).toBe(`/orders/ord_${tail}`);
  expect(pageOfId(`usr_${tail}`)).toBe(`/users/usr_${tail}`);
  expect(pageOfId(`crs_${tail}`)).toBe(`/courses/crs_${tail}`);
  expect(pageOfId(`whe_${tail}`)).toBe(`/webhooks/whe_${tail}`);
  expect(pageOfId(`whd_${tail}`)).toBe(`/webhooks/deliveries/whd_${tail}`);
  expect(pageOfId(`cor_${tail}`)).toBe(`/audit?correlationId=cor_${tail}`);
  expect(pageOfId("https://elsewhere.example/ord_")).toBeNull();
});

test("no room is named twice", () => {
  const rooms = SECTIONS.flatMap((section) => section.rooms.map((room) => room.href));
  expect(new Set(rooms).size).toBe(rooms.length);
});

test("one sees the rooms that one's permissions open, and no empty section", () => {
  expect(roomsFor(["course:read_draft"])).toMatchObject([{ title: "Teaching", rooms: [{ href: "/courses" }] }]);
  expect(roomsFor([])).toEqual([]);
});

test("a page below a room belongs to the room", () => {
  expect(["/", "/orders", "/orders/ord_1", "/ordersish"].map(roomOf)).toEqual(["/", "/orders", "/orders", "/"]);
});
