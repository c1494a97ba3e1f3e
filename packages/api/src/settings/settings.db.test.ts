import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { createCaller } from "../root.ts";
import { addPerson, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { taxFor } from "./index.ts";

const services = testServices(testDatabase());
const callerOf = async (who: "asha" | "omar" | "ada", email = `${crypto.randomUUID()}@example.com`) =>
  createCaller(await signedIn(services, await addPerson(services, who, { email })));
const entriesAbout = (subjectKind: string, subjectId: string) =>
  services.db
    .select()
    .from(tables.auditEntries)
    .where(and(eq(tables.auditEntries.subjectKind, subjectKind), eq(tables.auditEntries.subjectId, subjectId)));

describe("the tax of a country", () => {
  test("is in the table from the first day", async () => {
    expect(await taxFor(services, "DE")).toEqual({ country: "DE", name: "VAT", rateBps: 1_900, mode: "inclusive" });
    expect(await taxFor(services, "IN")).toEqual({ country: "IN", name: "GST", rateBps: 1_800, mode: "inclusive" });
    expect(await taxFor(services, "NG")).toMatchObject({ rateBps: 750 });
  });

  test("that is not known or not listed is none, and says so", async () => {
    expect(await taxFor(services, null)).toEqual({ country: "ZZ", name: "No tax", rateBps: 0, mode: "inclusive" });
    expect(await taxFor(services, "AQ")).toMatchObject({ country: "AQ", rateBps: 0 });
  });

  test("is changed by who may, for the next order at once, with what it was before in the audit", async () => {
    const ada = await callerOf("ada");
    await ada.settings.taxRates.upsert({ country: "FI", name: "VAT", rateBps: 2_600, mode: "inclusive" });
    expect(await taxFor(services, "FI")).toMatchObject({ rateBps: 2_600 });
    const [entry] = await entriesAbout("tax_rate", "FI");
    expect(entry).toMatchObject({ before: { rateBps: 2_550 }, after: { rateBps: 2_600 } });
  });

  test("ends when it is removed, and can be set again", async () => {
    const ada = await callerOf("ada");
    await ada.settings.taxRates.remove({ country: "NZ" });
    expect(await taxFor(services, "NZ")).toMatchObject({ rateBps: 0 });
    await expect(ada.settings.taxRates.remove({ country: "NZ" })).rejects.toThrow("No tax rate is set");
    await ada.settings.taxRates.upsert({ country: "NZ", name: "GST", rateBps: 1_500, mode: "inclusive" });
    expect(await taxFor(services, "NZ")).toMatchObject({ rateBps: 1_500 });
  });

  test("is refused out of bounds, and to who may only read", async () => {
    const ada = await callerOf("ada");
    for (const rateBps of [-1, 10_001, 0.5, Number.NaN])
      await expect(
        ada.settings.taxRates.upsert({ country: "FI", name: "VAT", rateBps, mode: "inclusive" }),
      ).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const omar = await callerOf("omar");
    expect((await omar.settings.taxRates.list()).items.length).toBeGreaterThan(20);
    await expect(omar.settings.taxRates.remove({ country: "FI" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect((await callerOf("asha")).settings.taxRates.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a setting", () => {
  test("has a value before anybody sets it, and what visitors may know is little", async () => {
    expect(await createCaller(guest(services)).settings.public()).toEqual({
      maintenance: { on: false, message: null },
      supportEmail: "hello@stoa.example",
    });
  });

  test("is seen at once when it changes", async () => {
    const ada = await callerOf("ada");
    await ada.settings.public();
    await ada.settings.change({ key: "maintenance", value: { on: true, message: "Back at <b>noon</b>." } });
    expect((await ada.settings.public()).maintenance).toEqual({ on: true, message: "Back at noon." });
    expect((await entriesAbout("setting", "maintenance"))[0]).toMatchObject({
      before: { value: { on: false } },
      after: { value: { on: true } },
    });
  });

  test("of no known name, or of another shape, is refused", async () => {
    const ada = await callerOf("ada");
    const change = ada.settings.change as (input: unknown) => Promise<unknown>;
    for (const input of [
      { key: "colour", value: "red" },
      { key: "maintenance", value: { on: "yes", message: null } },
      { key: "maintenance", value: { on: true, message: null, extra: 1 } },
    ])
      await expect(change(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
