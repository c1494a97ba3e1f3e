import { csvHandler } from "@stoa/api/http/csv-handler";
import { face } from "../../../../server/auth.ts";
import { couponFilters } from "../filters.ts";

/** The coupons of a filter as a file. */
export const POST = csvHandler({
  face,
  path: "/coupons/export",
  permission: "coupon:manage",
  file: (caller, fields) => caller.coupons.export(couponFilters(fields)),
});
