/** The purpose under which destinations are sealed. */
export const DESTINATION = "payout-destination";
