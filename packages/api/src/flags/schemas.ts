import { z } from "zod";

/** Every feature that can be rolled out by steps, and how far it is until somebody says otherwise. */
export const FLAGS = {
  cart: { about: "The cart: several courses in one checkout.", initial: "on" },
} as const satisfies Readonly<Record<string, { about: string; initial: "off" | "on" }>>;
export type FlagKey = keyof typeof FLAGS;
export const FLAG_KEYS = Object.keys(FLAGS) as [FlagKey, ...FlagKey[]];

const flagKey = z.enum(FLAG_KEYS);
const rollOut = {
  state: z.enum(["off", "on", "some"]),
  percent: z.int().min(0).max(100).describe("With `some`: the share of people who have it."),
  userIds: z
    .array(z.string().regex(/^usr_[0-9a-z]{26}$/, "is not the id of a person"))
    .max(200)
    .describe("With `some`: people who have it whatever the share."),
};

export const setFlagInput = z.strictObject({ key: flagKey, ...rollOut });
export type SetFlagInput = z.infer<typeof setFlagInput>;

/** How far a feature is rolled out. */
export const rollOutOfFlag = z.object(rollOut);
export type RollOut = z.infer<typeof rollOutOfFlag>;

export const flagView = rollOutOfFlag.extend({ key: flagKey, about: z.string(), updatedAt: z.date().nullable() });
export const flagList = z.object({ items: z.array(flagView) });
export type FlagView = z.infer<typeof flagView>;

export const ownFlags = z.record(flagKey, z.boolean());
export type OwnFlags = Record<FlagKey, boolean>;
export const doneAnswer = z.object({ done: z.literal(true) });
