/** The cookie that holds whose links led a visitor here: sealed by `affiliates`, read by no script. */
export const REFERRAL_COOKIE = "stoa_ref";
